import { describe, expect, it } from 'vitest';
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
    await page.getByRole('heading', { name: 'Virtual image' }).waitFor();
    await page.getByRole('heading', { name: 'Diffraction frame 64, 64' }).waitFor();
    const image = async () => ((await viewer.document()) as never as { images: { image: Record<string, string> }[] }).images[0]?.image;
    await kinds().getByRole('button', { name: 'CoM' }).click();
    expect(await image()).toMatchObject({ look: 'deflection', part: 'direction' });
    await page.getByRole('group', { name: 'Part of the picture' }).getByRole('button', { name: 'y' }).click();
    expect(await image()).toMatchObject({ look: 'deflection', part: 'y' });
    await kinds().getByRole('button', { name: 'DPC' }).click();
    expect(await image()).toMatchObject({ look: 'quadrants', part: 'direction', detectors: ['d1'] });
    await kinds().getByRole('button', { name: 'Total' }).click();
    expect(await image()).toMatchObject({ look: 'total' });
    await kinds().getByRole('button', { name: 'Statistics' }).click();
    await page.getByRole('group', { name: 'Part of the picture' }).getByRole('button', { name: 'maximum' }).click();
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
