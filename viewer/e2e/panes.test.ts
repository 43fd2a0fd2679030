import { describe, expect, it, vi } from 'vitest';
import { type Pane, Viewer } from './browser';
import { browser, link, viewer } from './fresh';

const kinds = (pane = 'Virtual image') =>
  viewer.page.getByRole('region', { name: new RegExp(`^${pane}`) }).getByRole('group', { name: 'What this image shows' });
const badge = (name: string) => viewer.page.locator('.badge', { hasText: name });

describe('the window', () => {
  it.each([
    [800, 600, 0.55],
    [1024, 700, 0.6],
    [1440, 900, 0.45],
    [1920, 1080, 0.6],
  ])('of %i × %i belongs to the images', async (width, height, share) => {
    const other = await Viewer.open(browser, link, { width, height });
    await other.settle();
    expect(await other.filled()).toBeGreaterThan(share);
    await other.page.context().close();
  });

  it.each([
    [800, 600],
    [1024, 700],
    [1440, 900],
  ])('of %i × %i has room for names, for all keys, and for what came of an operation', async (width, height) => {
    const other = await Viewer.open(browser, link, { width, height });
    const { page } = other;
    await other.settle();
    await page.keyboard.press('?');
    // All of them can be scrolled to: down, never aside.
    const hidden = await page.locator('.sheet').evaluate(sheet => sheet.scrollWidth - sheet.clientWidth);
    expect(hidden).toBeLessThanOrEqual(0);
    await page.keyboard.press('Escape');
    await page.keyboard.press('5');
    await other.settle();
    const name = page.getByRole('heading', { name: 'Virtual image' });
    expect(await name.evaluate(title => title.clientWidth > 1 && title.scrollWidth > title.clientWidth)).toBe(false);
    await page.getByRole('button', { name: 'Add an operation', exact: true }).click();
    const option = page.locator('.operation-list').getByRole('option');
    await option.filter({ has: page.getByText('com', { exact: true }) }).click();
    await page.getByRole('form').getByRole('button', { name: 'Run', exact: true }).click();
    const first = page.locator('.outcome tbody tr').first();
    await first.waitFor();
    const box = async () => (await first.boundingBox()) ?? { y: height, height: 0 };
    await expect.poll(async () => (await box()).y + (await box()).height).toBeLessThanOrEqual(height - 26);
    await page.context().close();
  });

  it('panes change their columns with its shape, and small images are told', async () => {
    const columns = () => viewer.page.locator('.panes').evaluate(panes => getComputedStyle(panes).gridTemplateColumns.split(' ').length);
    expect(await columns()).toBe(2);
    await viewer.page.setViewportSize({ width: 560, height: 1100 });
    await expect.poll(columns).toBe(1);
    await viewer.page.setViewportSize({ width: 500, height: 320 });
    await viewer.page.getByText('The images are small in this window').waitFor();
    await viewer.page.setViewportSize({ width: 1440, height: 900 });
    await viewer.page.getByText('The images are small in this window').waitFor({ state: 'detached' });
  });

  it('keeps panel and sections as they were left, over a reload', async () => {
    const { page } = viewer;
    await page.getByRole('button', { name: 'Scan positions' }).click();
    await page.getByRole('button', { name: 'Direct beam' }).click();
    await page.keyboard.press('\\');
    await page.locator('.panel').waitFor({ state: 'detached' });
    await expect.poll(() => viewer.filled()).toBeGreaterThan(0.7);
    await page.reload();
    await viewer.settle();
    expect(await page.locator('.panel').count()).toBe(0);
    await expect.poll(() => viewer.filled()).toBeGreaterThan(0.7);
    await page.getByRole('button', { name: 'Show the panel' }).click();
    expect(await page.getByRole('button', { name: 'Scan positions' }).getAttribute('aria-expanded')).toBe('false');
    expect(await page.getByRole('button', { name: 'Direct beam' }).getAttribute('aria-expanded')).toBe('true');
  });

  it('in presentation holds the images and nothing else, and Escape ends it', async () => {
    const { page } = viewer;
    await viewer.image('navigator').focus();
    await page.keyboard.press('.');
    await page.locator('.top').waitFor({ state: 'hidden' });
    await expect.poll(() => viewer.filled()).toBeGreaterThan(0.7);
    const [red = 0] = await viewer.color('navigator', 64, 64);
    expect(red).toBeGreaterThan(0);
    await page.keyboard.press('Escape');
    await page.locator('.top').waitFor();
  });
});

describe('a pane', () => {
  it('has its bars in the frame, outside the data, whatever its shape', async () => {
    for (const size of [
      { width: 1440, height: 900 },
      { width: 1100, height: 480 },
    ]) {
      await viewer.page.setViewportSize(size);
      await viewer.settle();
      const overlaps = await viewer.page.evaluate(() =>
        [...document.querySelectorAll('.frame')].flatMap(frame => {
          const image = (frame.querySelector('canvas') as Element).getBoundingClientRect();
          const outer = frame.getBoundingClientRect();
          return [...frame.querySelectorAll('.scale-bar, .color-bar, .color-bar > *')].flatMap(bar => {
            const box = bar.getBoundingClientRect();
            const isOver =
              box.left < image.right - 1 && box.right > image.left + 1 && box.top < image.bottom - 1 && box.bottom > image.top + 1;
            const isCut = box.right > outer.right + 1 || box.bottom > outer.bottom + 1;
            return isOver || isCut ? [`${bar.className || bar.tagName} ${bar.textContent}`] : [];
          });
        }),
      );
      expect(overlaps, `${size.width} × ${size.height}`).toEqual([]);
    }
  });

  it('names what it is, and shows by a click what else it can be', async () => {
    const { page } = viewer;
    // What finds no room in the line is in a menu behind it.
    const choose = async (label: string, name: string) => {
      const chip = page.getByRole('group', { name: label }).getByRole('button', { name, exact: true });
      const menu = page.getByRole('button', { name: new RegExp(`^${label}: `) });
      const item = page.getByRole('menuitem', { name, exact: true });
      // Which of them is in sight changes while the line finds its room.
      await vi.waitFor(
        async () => {
          const seen = chip.or(menu).filter({ visible: true }).first();
          const isMenu = (await seen.getAttribute('aria-haspopup', { timeout: 2_000 })) !== null;
          await seen.click({ timeout: 2_000 });
          if (isMenu) await item.click({ timeout: 2_000 });
        },
        { timeout: 60_000 },
      );
    };
    await page.getByRole('heading', { name: 'Virtual image' }).waitFor();
    await page.getByRole('heading', { name: 'Diffraction frame 64, 64' }).waitFor();
    const image = async () => ((await viewer.document()) as never as { images: { image: Record<string, string> }[] }).images[0]?.image;
    await kinds().getByRole('button', { name: 'CoM' }).click();
    expect(await image()).toMatchObject({ look: 'deflection', part: 'direction' });
    await choose('Part of the picture', 'y');
    expect(await image()).toMatchObject({ look: 'deflection', part: 'y' });
    await kinds().getByRole('button', { name: 'DPC' }).click();
    expect(await image()).toMatchObject({ look: 'quadrants', part: 'direction', detectors: ['d1'] });
    await kinds().getByRole('button', { name: 'Total' }).click();
    expect(await image()).toMatchObject({ look: 'total' });
    await kinds().getByRole('button', { name: 'Statistics' }).click();
    await choose('Part of the picture', 'maximum');
    expect(await image()).toMatchObject({ look: 'statistics', part: 'maximum' });
    await kinds().getByRole('button', { name: 'HAADF', exact: true }).click();
    await viewer.settle();
    expect(await kinds().getByRole('button', { name: 'HAADF', exact: true }).getAttribute('aria-pressed')).toBe('true');
  });

  it('reads out from the beam: angle, direction, lattice spacing', async () => {
    const at = await viewer.place('pattern', 64, 100);
    await viewer.page.mouse.move(at.x, at.y);
    await viewer.page.locator('.status .units', { hasText: /^θ [\d.]+ mrad {2}φ −?[\d.]+° {2}d [\d.]+ Å$/ }).waitFor();
    const there = await viewer.place('navigator', 10, 20);
    await viewer.page.mouse.move(there.x, there.y);
    await viewer.page.locator('.status .units', { hasText: /^x [\d.]+ nm {2}y [\d.]+ nm$/ }).waitFor();
  });

  it('says what has no value', async () => {
    const masked = ((await viewer.page.evaluate(
      () => (window as never as { ronchi: { viewer: { scan(): { masked: number[][] } } } }).ronchi.viewer.scan().masked[0],
    )) ?? []) as number[];
    const isMasked = async () => {
      const at = await viewer.place('pattern', masked[0] as number, masked[1] as number);
      await viewer.page.mouse.move(at.x, at.y + 40);
      await viewer.page.locator('.status .value', { hasText: /^\d/ }).waitFor();
      await viewer.page.mouse.move(at.x, at.y);
      await viewer.page.locator('.status .value', { hasText: 'no value: this pixel is masked' }).waitFor();
    };
    await isMasked(); // in a frame, whose pixels are whole numbers
    await viewer.page.getByRole('toolbar', { name: 'Draw a selector' }).getByRole('button', { name: 'Draw rectangle' }).click();
    await viewer.drag('navigator', [20, 30], [27, 41]);
    await isMasked(); // and in the mean of a region
    await viewer.page.locator('.color-bar', { hasText: 'no value' }).waitFor();
  });

  it('finds its limits anew when another kind of picture comes, and holds them within one', async () => {
    const frame = await viewer.limits('pattern');
    await viewer.page.keyboard.press('Shift+ArrowRight');
    await viewer.settle();
    expect(await viewer.limits('pattern')).toEqual(frame);
    await viewer.page.getByRole('toolbar', { name: 'Draw a selector' }).getByRole('button', { name: 'Draw rectangle' }).click();
    await viewer.drag('navigator', [20, 30], [60, 80]);
    const mean = await viewer.limits('pattern');
    expect(mean).not.toEqual(frame);
    await viewer.page.getByRole('group', { name: 'What this pattern shows' }).getByRole('button', { name: 'Max' }).click();
    await viewer.settle();
    expect((await viewer.limits('pattern'))[1]).toBeGreaterThan(mean[1]);
    expect(await badge('fixed contrast').count()).toBe(0);
    await viewer.image('pattern').focus();
    await viewer.page.getByLabel('High', { exact: true }).fill('17');
    await viewer.page.keyboard.press('Enter');
    await badge('fixed contrast').waitFor();
    await viewer.page.keyboard.press('Escape');
    await viewer.image('pattern').focus();
    await viewer.page.keyboard.press('a');
    await badge('fixed contrast').waitFor({ state: 'detached' });
  });

  it('draws each image once', async () => {
    const draws = () =>
      viewer.page.evaluate(
        () => (window as never as { ronchi: { probe: { panes: Record<Pane, { draws: number }> } } }).ronchi.probe.panes.navigator.draws,
      );
    await viewer.page.mouse.move(4, 400);
    const before = await draws();
    await viewer.page.keyboard.press('3');
    await viewer.settle();
    expect((await draws()) - before).toBe(1);
  });
});

describe('many settings at once', () => {
  it('are asked for once in each pane', async () => {
    const { page } = viewer;
    for (const key of ['3', 'Shift+ArrowDown', 'Shift+ArrowRight', 'e', '5', 'l']) {
      await page.keyboard.press(key);
      await viewer.settle();
    }
    await page.keyboard.press('Shift+1');
    const first = await viewer.requests();
    await viewer.command('reset the view');
    expect((await viewer.requests()) - first).toBe(2);
    await page.keyboard.press('Alt+1');
    await viewer.settle();
    expect((await viewer.requests()) - first).toBe(4);
  });
});

describe('a slow server', () => {
  it('is told of at the image after a moment, and not before', async () => {
    let delay = 0;
    const slow = await Viewer.open(browser, link, undefined, page =>
      page.routeWebSocket(/\/ws$/, socket => {
        const server = socket.connectToServer();
        server.onMessage(message => {
          if (typeof message === 'string' || delay === 0) socket.send(message);
          else setTimeout(() => socket.send(message), delay);
        });
      }),
    );
    await slow.settle();
    const { page } = slow;
    const seen = await page.evaluate(async () => {
      const names: string[] = [];
      const look = new MutationObserver(() => {
        for (const each of document.querySelectorAll('.badge')) names.push(each.textContent ?? '');
      });
      look.observe(document.body, { subtree: true, childList: true });
      document.dispatchEvent(new KeyboardEvent('keydown', { key: '3', code: 'Digit3', bubbles: true }));
      await new Promise(done => setTimeout(done, 120));
      look.disconnect();
      return names;
    });
    expect(seen).not.toContain('updating');
    await page.waitForTimeout(500);
    delay = 1500;
    await page.keyboard.press('4');
    await page.locator('.badge', { hasText: 'updating' }).waitFor({ timeout: 1400 });
    await page.locator('.badge', { hasText: 'updating' }).waitFor({ state: 'detached' });
    await page.context().close();
  });
});

describe('what leaves the page', () => {
  it('has buttons in sight, and the words that people type', async () => {
    const { page } = viewer;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Script' }).click();
    await page.getByRole('menuitem', { name: 'Copy as command line' }).click();
    await page.getByText('Command copied').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^ronchi run virtual-image /);
    await page.getByRole('button', { name: 'Export' }).click();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'Save numbers (NPY)' }).click()]);
    expect(file.suggestedFilename()).toMatch(/^scan_bf\./);
    await page.getByRole('button', { name: 'Share' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    for (const [words, title] of [
      ['export', 'Save picture'],
      ['share', 'Copy link'],
      ['calibrate', 'Calibrate'],
      ['fullscreen', 'Presentation'],
    ] as const) {
      await page.keyboard.press('Control+k');
      await page.keyboard.type(words);
      await page.getByRole('option', { name: title }).first().waitFor();
      await page.keyboard.press('Escape');
    }
  });
});

describe('eight panes', () => {
  it('each show any signal, beside the pattern, and are remembered', async () => {
    const { page } = viewer;
    await page.evaluate(
      async signals =>
        void (await fetch('api/signals', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ signals }),
        })),
      [
        { name: 'half', operation: 'bin-detector', parameters: { 'det-bin': 2 } },
        { name: 'bright', operation: 'max' },
      ],
    );
    await page.getByRole('treeitem', { name: 'bright' }).waitFor();
    await viewer.image('navigator').focus();
    for (let panes = 2; panes <= 8; panes++) {
      await page.keyboard.press('j');
      await viewer.image(`image${panes}`).waitFor();
    }
    await viewer.settle();
    const pane = (name: Pane) => page.locator('.pane', { has: page.locator(`.image[data-pane=${name}]`) });
    const choose = async (name: Pane, what: string) => {
      const row = pane(name).getByRole('group', { name: 'What this image shows' });
      const chip = row.locator('.chip:not(.unseen)', { hasText: new RegExp(`^${what}$`) });
      if ((await chip.count()) > 0) await chip.click();
      else {
        await pane(name)
          .getByRole('button', { name: /What this image shows: \d+ more/ })
          .click();
        await pane(name).getByRole('menuitem', { name: what, exact: true }).click();
      }
      await viewer.settle();
    };
    // The image of the same detector on other frames, their pattern, and a result over the detector.
    await choose('image6', 'BF');
    await pane('image6').getByLabel('Frames of this image').selectOption('half');
    await choose('image7', 'Pattern');
    await pane('image7').getByLabel('Frames of this image').selectOption('half');
    await choose('image8', 'bright');
    await expect.poll(async () => (await viewer.signals()).find(signal => signal.name === 'bright')?.state).toBe('kept');
    const asked = (body: object) =>
      page.evaluate(async request => {
        const answer = await fetch('api/view', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(request),
        });
        const bytes = await answer.arrayBuffer();
        const [rows, columns, length] = [16, 20, 52].map(at => new DataView(bytes).getUint32(at, true));
        return {
          rows,
          columns,
          length,
          type: new DataView(bytes).getUint8(24),
          data: [...new Uint8Array(bytes.slice(64, 64 + (length ?? 0)))],
        };
      }, body);
    const bytesOf = (name: Pane) =>
      page.evaluate(which => {
        const shown = (
          window as never as { ronchi: { viewer: { shown(): Record<string, { received: { data: Uint8Array }[] }> } } }
        ).ronchi.viewer.shown()[which];
        const data = shown?.received[0]?.data as Uint8Array;
        return [...new Uint8Array(data.buffer, data.byteOffset, data.byteLength)];
      }, name);
    await expect.poll(async () => (await viewer.values('image7')).rows).toBe(64);
    await viewer.settle();
    expect(await bytesOf('image7')).toEqual((await asked({ of: 'half', position: [64, 64] })).data);
    expect(await bytesOf('image8')).toEqual((await asked({ signal: 'bright' })).data);
    const { detectors } = (await viewer.document()) as never as { detectors: { shape: { row: number; column: number; radius: number } }[] };
    const { row, column, radius } = detectors[0]?.shape ?? { row: 0, column: 0, radius: 0 };
    const carried = [row / 2 - 0.25, column / 2 - 0.25, radius / 2].map(value => String(Number(value.toFixed(3))));
    const image = await asked({ of: 'half', operation: 'virtual-image', parameters: { detector: [`disk:${carried}`] } });
    expect(await bytesOf('image6')).toEqual(image.data);
    await page.reload();
    await page.locator('.connection.open').waitFor();
    await viewer.settle();
    expect(await page.locator('.pane').count()).toBe(9);
    expect(await bytesOf('image7')).toEqual((await asked({ of: 'half', position: [64, 64] })).data);
    // All of them are drawn: none has lost its graphics to another.
    await page.getByRole('tab', { name: 'Compare' }).click();
    await viewer.settle();
    await page.getByRole('tab', { name: '4D' }).click();
    await viewer.settle();
    const lost = await page.evaluate(() => {
      const { renderers } = (window as never as { ronchi: { probe: { renderers: Record<string, { isAvailable: boolean }> } } }).ronchi
        .probe;
      return Object.entries(renderers).filter(([pane, { isAvailable }]) => document.querySelector(`[data-pane=${pane}]`) && !isAvailable);
    });
    expect(lost).toEqual([]);
  });
});
