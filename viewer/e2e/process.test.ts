// Frames before and after an operation: beside one another, in turns, and before the operation is part of the tree.

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { type Pane, readNpy } from './browser';
import { viewer } from './fresh';
import { ronchi } from './server';

const folder = join(inject('folder'), 'scan');
const file = join(folder, 'process.npy');

/** What the command line computes of the demo scan. */
function computed(...args: string[]): number[] {
  const [operation = '', ...rest] = args;
  execFileSync(ronchi, ['run', operation, join(folder, 'scan_master.h5'), ...rest, '-o', file, '--force'], { stdio: 'ignore' });
  return readNpy(file).data;
}

const frame = (row: number, column: number, ...rest: string[]) =>
  computed('pick', '--roi', `rect:${row},${column},${row},${column}`, ...rest);

// Masked pixels are no numbers in the page.
async function expectShown(pane: Pane, expected: number[]): Promise<void> {
  const { data } = await viewer.values(pane);
  expect(data.length).toBe(expected.length);
  for (const [i, value] of data.entries()) if (!Number.isNaN(value)) expect(value, `${pane} at ${i}`).toBeCloseTo(expected[i] as number, 3);
}

async function derive(...signals: object[]): Promise<void> {
  await viewer.page.evaluate(
    async list =>
      void (await fetch('api/signals', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ signals: list }),
      })),
    signals,
  );
}

const half = { name: 'half', operation: 'bin-detector', parameters: { 'det-bin': 2 } };
const item = (name: string) => viewer.page.getByRole('treeitem', { name, exact: true });
const badge = (name: string) => viewer.page.locator('.badge', { hasText: name });
const tab = (name: string) => viewer.page.getByRole('tab', { name, exact: true });
const rows = async (pane: Pane) => (await viewer.values(pane)).rows;

async function lookAtHalf(): Promise<void> {
  await derive(half);
  await item('half').click();
  await expect.poll(() => rows('pattern')).toBe(64);
  await viewer.settle();
}

describe('the layout of a process', () => {
  it.each([800, 1024, 1280, 1440])('shows whole names in a window of %i pixels, and all tools', async width => {
    const { page } = viewer;
    await lookAtHalf();
    await page.setViewportSize({ width, height: Math.round((width * 5) / 8) });
    if (width < 1100) await page.keyboard.press('\\'); // the panel lies above the panes
    await tab('Process').click();
    await viewer.settle();
    const cut = await page
      .locator('.pane-title, .dataset span')
      .evaluateAll(all => all.filter(each => each.scrollWidth > each.clientWidth).map(each => each.textContent));
    expect(cut).toEqual([]);
    const toolbar = page.getByRole('toolbar', { name: 'Draw a selector' });
    if (await toolbar.isVisible()) await toolbar.getByRole('button', { name: 'Draw rectangle' }).click();
    else {
      await page.getByRole('button', { name: 'Draw a selector…' }).click();
      await page.getByRole('menuitem', { name: 'Draw rectangle' }).click();
    }
    await viewer.drag('navigator', [20, 30], [27, 41]);
    const { selectors } = (await viewer.document()) as never as { selectors: { shape: { kind: string } }[] };
    expect(selectors[1]?.shape.kind).toBe('rectangle');
  });

  it('shows frames before and after an operation, at the place of the selector', async () => {
    const { page } = viewer;
    await lookAtHalf();
    await tab('Process').click();
    await viewer.settle();
    await expectShown('before', frame(64, 64));
    await expectShown('pattern', frame(64, 64, '--det-bin', '2'));
    await page.getByRole('heading', { name: 'Before frame 64, 64 of data' }).waitFor();
    await page.getByRole('heading', { name: 'After frame 64, 64 of half' }).waitFor();
    const { x, y } = await viewer.place('navigator', 30, 40);
    await page.mouse.click(x, y);
    await page.getByRole('heading', { name: 'After frame 30, 40 of half' }).waitFor();
    await viewer.settle();
    await expectShown('before', frame(30, 40));
    await expectShown('pattern', frame(30, 40, '--det-bin', '2'));
    // The mean of a region, on both sides.
    await page.getByRole('toolbar', { name: 'Draw a selector' }).getByRole('button', { name: 'Draw rectangle' }).click();
    await viewer.drag('navigator', [20, 30], [27, 41]);
    const { selectors } = (await viewer.document()) as never as { selectors: { shape: Record<string, number> }[] };
    const { row0, column0, row1, column1 } = selectors[1]?.shape as Record<string, number>;
    const roi = `rect:${row0},${column0},${row1},${column1}`;
    await expectShown('before', computed('mean', '--roi', roi));
    await expectShown('pattern', computed('mean', '--roi', roi, '--det-bin', '2'));
  });

  it('has detectors, zoom, cursor and contrast in common, and lets go of each', async () => {
    const { page } = viewer;
    await lookAtHalf();
    await tab('Process').click();
    await viewer.settle();
    const group = page.getByRole('group', { name: 'Process' });
    const shape = async () => {
      const { detectors } = (await viewer.document()) as never as {
        detectors: { shape: { row: number; column: number; radius: number } }[];
      };
      return detectors[0]?.shape ?? { row: 0, column: 0, radius: 0 };
    };
    // A detector that is dragged on the frames before is the same detector, in pixels twice as large after them.
    const before = await shape();
    await viewer.drag('before', [before.row * 2 + 0.5, before.column * 2 + 0.5], [before.row * 2 + 6.5, before.column * 2 + 10.5]);
    const after = await shape();
    expect([after.row - before.row, after.column - before.column]).toEqual([expect.closeTo(3, 1), expect.closeTo(5, 1)]);

    const scale = async (pane: Pane) => (await viewer.place(pane, 31, 30)).y - (await viewer.place(pane, 30, 30)).y;
    const { x, y } = await viewer.place('pattern', 30, 20);
    await page.mouse.move(x, y);
    await page.mouse.wheel(0, -500);
    expect(await scale('pattern')).toBeCloseTo(2 * (await scale('before')), 4);
    const middle = async (pane: Pane) => {
      const box = await viewer.image(pane).boundingBox();
      return { x: (box?.x ?? 0) + (box?.width ?? 0) / 2, y: (box?.y ?? 0) + (box?.height ?? 0) / 2 };
    };
    const [a, b] = [await viewer.place('pattern', 30, 20), await viewer.place('before', 60.5, 40.5)];
    const [m, n] = [await middle('pattern'), await middle('before')];
    expect(a.x - m.x).toBeCloseTo(b.x - n.x, 3);
    expect(a.y - m.y).toBeCloseTo(b.y - n.y, 3);

    const at = await viewer.place('pattern', 31, 25);
    await page.mouse.move(at.x + 1, at.y + 1);
    const [small, large] = [(await viewer.values('pattern')).data[31 * 64 + 25], (await viewer.values('before')).data[63 * 128 + 51]];
    await page.locator('.status .value', { hasText: `after ${small} counts` }).waitFor();
    await page.locator('.status .value', { hasText: `before ${large} counts` }).waitFor();

    expect(await viewer.limits('before')).toEqual(await viewer.limits('pattern'));
    await group.getByLabel('Contrast').uncheck();
    await expect.poll(() => viewer.limits('before')).not.toEqual(await viewer.limits('pattern'));
    await group.getByLabel('Zoom').uncheck();
    await page.mouse.move(at.x, at.y);
    await page.mouse.wheel(0, -500);
    expect(await scale('pattern')).toBeGreaterThan(2.5 * (await scale('before')));
  });

  it('says where there is nothing before, and chooses frames itself', async () => {
    const { page } = viewer;
    await derive(half);
    await tab('Process').click();
    await page.getByText('These are the data, nothing was done to them').waitFor();
    await page.getByRole('group', { name: 'Process' }).getByLabel('Frames after the operation').selectOption('half');
    await expect.poll(() => rows('pattern')).toBe(64);
    await viewer.settle();
    await expectShown('before', frame(64, 64));
  });

  it('is one of three, which T goes through, and is remembered', async () => {
    const { page } = viewer;
    const chosen = () => page.getByRole('tab', { selected: true }).textContent();
    const names = [];
    await viewer.image('pattern').focus();
    for (let i = 0; i < 3; i++) {
      await page.keyboard.press('t');
      names.push(await chosen());
    }
    expect(names).toEqual(['Process', 'Compare', '4D']);
    await page.keyboard.press('Shift+T');
    await page.keyboard.press('Shift+T');
    expect(await chosen()).toBe('Process');
    await page.reload();
    await page.locator('.connection.open').waitFor();
    await viewer.settle();
    expect(await chosen()).toBe('Process');
  });
});

describe('the frames before the last operation', () => {
  it('are there while a key is held, and the pane says so', async () => {
    const { page } = viewer;
    await lookAtHalf();
    const document = await viewer.document();
    await viewer.image('pattern').focus();
    await page.keyboard.down('y');
    await badge('before').waitFor();
    await expect.poll(() => rows('pattern')).toBe(128);
    await page.getByRole('heading', { name: 'Before frame 64, 64 of data' }).waitFor();
    await viewer.settle();
    await expectShown('pattern', frame(64, 64));
    await page.keyboard.down('y'); // as a key that is held repeats
    expect(await rows('pattern')).toBe(128);
    await page.keyboard.up('y');
    await badge('before').waitFor({ state: 'detached' });
    await expect.poll(() => rows('pattern')).toBe(64);
    expect(await viewer.document()).toEqual(document);
    // Also when the window is left meanwhile.
    await page.keyboard.down('y');
    await badge('before').waitFor();
    await page.evaluate(() => window.dispatchEvent(new Event('blur')));
    await badge('before').waitFor({ state: 'detached' });
    await page.keyboard.up('y');
    await viewer.settle();
  });

  it('of the data are none', async () => {
    await viewer.image('pattern').focus();
    await viewer.page.keyboard.press('y');
    await viewer.page.getByText('nothing was done to them before').waitFor();
    expect(await badge('before').count()).toBe(0);
  });
});

describe('a parameter', () => {
  const form = (name: string) => viewer.page.getByRole('form', { name, exact: true });
  const names = async () => (await viewer.signals()).map(signal => signal.name);
  const open = async (name: string) => {
    await viewer.page.keyboard.press('Control+k');
    await viewer.page.keyboard.type(`operate-${name}`);
    await viewer.page.keyboard.press('Enter');
    await form(name).waitFor();
  };

  it('of frames is looked at as it is typed, and becomes part of the tree on request', async () => {
    const { page } = viewer;
    const before = await viewer.document();
    await open('bin-detector');
    const field = form('bin-detector').locator('#parameter-det-bin');
    await field.fill('2');
    await badge('preview').first().waitFor();
    await expect.poll(() => rows('pattern')).toBe(64);
    await viewer.settle();
    await expectShown('pattern', frame(64, 64, '--det-bin', '2'));
    await field.fill('4');
    await expect.poll(() => rows('pattern')).toBe(32);
    // Elsewhere in the scan, as well.
    const { x, y } = await viewer.place('navigator', 30, 40);
    await page.mouse.click(x, y);
    await page.getByRole('heading', { name: 'frame 30, 40' }).waitFor();
    await viewer.settle();
    await expectShown('pattern', frame(30, 40, '--det-bin', '4'));
    // A mistake is said where it is made, and nothing is looked at.
    await field.fill('0');
    await form('bin-detector').locator('.parameter .fault', { hasText: '--det-bin 0 does not fit frames' }).waitFor();
    await expect.poll(() => rows('pattern')).toBe(128);
    expect(await badge('preview').count()).toBe(0);
    viewer.errors.splice(0); // the browser notes the refusal
    await field.fill('4');
    await expect.poll(() => rows('pattern')).toBe(32);
    expect(await names()).toEqual([]);
    expect((await viewer.document()).detectors).toEqual(before.detectors);
    await field.press('Escape');
    await expect.poll(() => rows('pattern')).toBe(128);
    await viewer.settle();
    expect(await names()).toEqual([]);

    await open('bin-detector');
    await field.fill('2');
    await expect.poll(() => rows('pattern')).toBe(64);
    await form('bin-detector').getByRole('button', { name: 'Run' }).click();
    await form('bin-detector').locator('.outcome').waitFor();
    expect(await names()).toEqual(['bin-detector']);
    expect(await badge('preview').count()).toBe(0);
    expect((await viewer.document()).of).toBe('bin-detector');
    await page.keyboard.press('Escape');
    await viewer.settle();
  });

  it('of a signal of the tree changes what is seen, then the tree, and back', async () => {
    const { page } = viewer;
    await lookAtHalf();
    const change = async () => {
      await item('half').hover();
      await page.getByRole('button', { name: 'Change the parameters of half' }).click();
      await form('bin-detector').waitFor();
    };
    const field = form('bin-detector').locator('#parameter-det-bin');
    const binning = async () => (await viewer.signals())[0]?.parameters['det-bin'];
    const radius = async () => {
      const { detectors } = (await viewer.document()) as never as { detectors: { shape: { radius: number } }[] };
      return detectors[0]?.shape.radius ?? 0;
    };
    const before = await radius();
    await tab('Process').click();
    await change();
    await field.fill('4');
    await expect.poll(() => rows('pattern')).toBe(32);
    await viewer.settle();
    await expectShown('before', frame(64, 64));
    await expectShown('pattern', frame(64, 64, '--det-bin', '4'));
    expect(await binning()).toBe('2');
    await form('bin-detector').getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => rows('pattern')).toBe(64);
    await change();
    await field.fill('4');
    await expect.poll(() => rows('pattern')).toBe(32);
    await form('bin-detector').getByRole('button', { name: 'Change', exact: true }).click();
    await form('bin-detector').locator('.outcome').waitFor();
    await expect.poll(binning).toBe('4');
    expect(await radius()).toBeCloseTo(before / 2, 6); // where it was, in pixels of another size
    await page.keyboard.press('Escape');
    await viewer.image('pattern').focus();
    await page.keyboard.press('Control+z');
    await expect.poll(() => rows('pattern')).toBe(64);
    expect(await radius()).toBe(before);
    await viewer.settle();
  });

  it('of an analysis gives its results in the pane, and they go with it', async () => {
    const { page } = viewer;
    const bright = await viewer.values('navigator');
    await open('com');
    const field = form('com').locator('#parameter-radius');
    await field.fill('12');
    await field.fill('9');
    await badge('preview').first().waitFor();
    await expect.poll(async () => (await viewer.received('navigator')).length).toBe(2 * 128 * 128);
    await viewer.settle();
    const expected = computed('com', '--radius', '9', '--result', 'field');
    const shown = await viewer.received('navigator');
    for (let i = 0; i < shown.length; i += 31) expect(shown[i]).toBeCloseTo(expected[i] as number, 3);
    expect(await names()).toEqual([]);
    // What is chosen in the pane meanwhile is what is seen.
    await page.getByRole('group', { name: 'What this image shows' }).getByRole('button', { name: 'Total' }).click();
    await badge('preview').first().waitFor({ state: 'detached' });
    await viewer.image('navigator').focus();
    await page.keyboard.press('Control+z');
    await field.fill('7');
    await badge('preview').first().waitFor();
    await viewer.settle();
    await field.press('Escape');
    await badge('preview').first().waitFor({ state: 'detached' });
    await viewer.settle();
    expect(await viewer.values('navigator')).toEqual(bright);
  });

  it('is followed as fast as it is typed: the newest wins, also where an older one takes longer', async () => {
    const { page } = viewer;
    await open('bin-detector');
    const field = form('bin-detector').locator('#parameter-det-bin');
    let delay = 600;
    await page.route('**/api/declare', async route => {
      delay -= 200;
      await new Promise(done => setTimeout(done, delay));
      await route.continue().catch(() => undefined); // given up by the page
    });
    for (const text of ['2', '4', '8']) await field.fill(text);
    await expect.poll(() => rows('pattern')).toBe(16);
    await viewer.settle();
    await expectShown('pattern', frame(64, 64, '--det-bin', '8'));
    await page.keyboard.press('Escape');
  });
});
