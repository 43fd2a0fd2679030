// Several scans beside one another.

import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { npy, readNpy, Viewer } from './browser';
import { at, browser, folder } from './own';
import { ronchi, serve, stop } from './server';

beforeAll(async () => {
  for (const [name, seed] of [
    ['one', '1'],
    ['two', '2'],
  ] as const)
    execFileSync(ronchi, ['simulate', 'quick', at(`${name}.h5`), '--scan-shape', '12x16', '--frame-shape', '32x32', '--seed', seed], {
      stdio: 'ignore',
    });
});

function computed(name: string, detector: string): number[] {
  const file = at('expected.npy');
  execFileSync(ronchi, ['run', 'virtual-image', at(`${name}.h5`), '--detector', detector, '-o', file, '--force'], { stdio: 'ignore' });
  return readNpy(file).data;
}

const detector = async (viewer: Viewer) => {
  const { detectors } = (await viewer.document()) as never as { detectors: { shape: { row: number; column: number; radius: number } }[] };
  return detectors[0]?.shape ?? { row: 0, column: 0, radius: 0 };
};

describe('two scans', () => {
  it('are compared with the same detector, which is dragged for both', async () => {
    const { link, process } = await serve(folder, [at('one.h5')]);
    const viewer = await Viewer.open(browser, link);
    const { page } = viewer;
    await viewer.settle();

    // Two clicks: beside what is open, and the tab.
    await page.keyboard.press('o');
    await page.keyboard.type('two');
    await page.locator('.look dl').waitFor();
    await page.getByRole('button', { name: 'Open beside' }).click();
    await page.getByRole('treeitem', { name: 'two' }).waitFor();
    await viewer.settle();
    await page.getByRole('tab', { name: 'Compare' }).click();
    await viewer.settle();
    const text = async () => {
      const { row, column, radius } = await detector(viewer);
      return `disk:${[row, column, radius].map(value => Number(value.toFixed(3))).join(',')}`;
    };
    expect((await viewer.values('cell1')).data).toEqual(computed('one', await text()));
    expect((await viewer.values('cell2')).data).toEqual(computed('two', await text()));
    expect((await viewer.values('cell1')).data).not.toEqual((await viewer.values('cell2')).data);

    const { row, column } = await detector(viewer);
    await viewer.drag('pattern', [row, column], [row + 3, column - 2]);
    expect((await viewer.values('cell1')).data).toEqual(computed('one', await text()));
    expect((await viewer.values('cell2')).data).toEqual(computed('two', await text()));

    // What is chosen in one is chosen in both; zoom and limits go together.
    await viewer.image('cell2').focus();
    await page.keyboard.press('3');
    await viewer.settle();
    const names = await page.getByRole('button', { name: 'ADF', exact: true, pressed: true }).count();
    expect(names).toBe(2);
    expect(await viewer.limits('cell1')).toEqual(await viewer.limits('cell2'));
    const spot = await viewer.place('cell1', 6, 8);
    await page.mouse.move(spot.x, spot.y);
    await page.mouse.wheel(0, -400);
    const scale = async (pane: 'cell1' | 'cell2') => (await viewer.place(pane, 7, 8)).y - (await viewer.place(pane, 6, 8)).y;
    expect(await scale('cell2')).toBeCloseTo(await scale('cell1'), 3);

    // In turns in one place.
    await page.keyboard.press('b');
    const isSeen = (pane: string) => page.locator(`.image[data-pane=${pane}]`).evaluate(image => getComputedStyle(image).visibility);
    const seen = async () => [await isSeen('cell1'), await isSeen('cell2')];
    const first = await seen();
    expect([...first].sort()).toEqual(['hidden', 'visible']);
    await page.keyboard.press('b');
    expect(await seen()).toEqual(first.toReversed());
    const [a, b] = [await viewer.image('cell1').boundingBox(), await viewer.image('cell2').boundingBox()];
    expect(a).toEqual(b);
    await page.keyboard.press('Escape');
    expect(await seen()).toEqual(['visible', 'visible']);

    // Back to one, and to the other.
    await page.getByRole('tab', { name: '4D' }).click();
    await page.getByRole('treeitem', { name: 'one' }).click();
    await page.locator('.dataset', { hasText: 'one' }).waitFor();
    await viewer.settle();
    expect((await viewer.values('navigator')).data).toEqual(computed('one', await text()));

    // A scan that is closed leaves the comparison, too.
    await page.getByRole('treeitem', { name: 'two' }).hover();
    await page.getByRole('button', { name: 'Close two' }).click();
    await page.getByRole('treeitem', { name: 'two' }).waitFor({ state: 'detached' });
    expect(viewer.errors).toEqual([]);
    await page.context().close();
    await stop(process);
  });

  it('have documents and steps of their own', async () => {
    mkdirSync(at('another'));
    const { link, process } = await serve(at('another'), [at('one.h5')]);
    const viewer = await Viewer.open(browser, link);
    const { page } = viewer;
    await viewer.settle();
    await page.keyboard.press('3');
    await viewer.settle();
    const before = await viewer.document();
    await viewer.openFile(at('two.h5'), { beside: true });
    await page.keyboard.press('4');
    await viewer.settle();
    await page.keyboard.press('s'); // the next of them: the first
    await page.locator('.dataset', { hasText: 'one' }).waitFor();
    await viewer.settle();
    expect(await viewer.document()).toEqual(before);
    await page.keyboard.press('Control+z');
    await page.getByText('Undone: ADF').waitFor();
    expect(viewer.errors).toEqual([]);
    await page.context().close();
    await stop(process);
  });
});

describe('a series', () => {
  it('is compared in the member that its slider is at, or in its own', async () => {
    for (const [name, seed] of [
      ['slow', '3'],
      ['fast', '4'],
    ] as const)
      execFileSync(
        ronchi,
        ['simulate', 'quick', at(`${name}.h5`), '--series', '5', '--scan-shape', '12x16', '--frame-shape', '32x32', '--seed', seed],
        { stdio: 'ignore' },
      );
    mkdirSync(at('series'));
    const { link, process } = await serve(at('series'), [at('slow.h5')]);
    const viewer = await Viewer.open(browser, link);
    const { page } = viewer;
    await viewer.settle();
    await viewer.openFile(at('fast.h5'), { beside: true });
    await viewer.command('go to member 1');
    await page.getByRole('treeitem', { name: 'slow' }).click();
    await page.locator('.dataset', { hasText: 'slow' }).waitFor();
    await viewer.settle();
    await viewer.command('go to member 3');
    await page.getByRole('tab', { name: 'Compare' }).click();
    await viewer.settle();
    const { row, column, radius } = await detector(viewer);
    const text = `disk:${[row, column, radius].map(value => Number(value.toFixed(3))).join(',')}`;
    const member = (name: string, number: number) => computed(name, text).slice(number * 12 * 16, (number + 1) * 12 * 16);
    const cell = (name: string) => page.getByRole('region', { name: new RegExp(`^Virtual image: ${name}`) });
    expect((await viewer.values('cell1')).data).toEqual(member('slow', 3));
    expect((await viewer.values('cell2')).data).toEqual(member('fast', 3));
    await cell('fast').getByText('4 ∕ 5').waitFor();
    await page.getByRole('group', { name: 'Compare' }).getByLabel('Member').uncheck();
    await cell('fast').getByText('2 ∕ 5').waitFor();
    await viewer.settle();
    expect((await viewer.values('cell1')).data).toEqual(member('slow', 3));
    expect((await viewer.values('cell2')).data).toEqual(member('fast', 1));
    expect(viewer.errors).toEqual([]);
    await page.context().close();
    await stop(process);
  });
});

describe('many cells', () => {
  it.each([
    [800, 600],
    [1024, 700],
    [1440, 900],
  ])('at %i × %i are whole: names, buttons, and what is written below their images', async (width, height) => {
    const shape = [3, 4, 16, 16];
    const length = shape.reduce((product, side) => product * side, 1);
    const counts = (_: unknown, i: number) => (Math.hypot((Math.floor(i / 16) % 16) - 8, (i % 16) - 8) < 3 ? 200 : 2);
    const own = at(`narrow-${width}`);
    mkdirSync(own);
    writeFileSync(
      join(own, 'colors.npy'),
      npy(
        Uint8Array.from({ length: 3 * length }, (_, i) => (i * 7919) % 256),
        [...shape, 3],
      ),
    );
    writeFileSync(join(own, 'times.npy'), npy(Uint16Array.from({ length: 5 * length }, counts), [5, ...shape]));
    const large = BigUint64Array.from({ length }, (_, i) => BigInt(counts(0, i)) * 10n ** 16n);
    writeFileSync(join(own, 'large.npy'), npy(large, shape));
    const { link, process } = await serve(own, [join(own, 'times.npy')]);
    const viewer = await Viewer.open(browser, link, { width, height });
    const { page } = viewer;
    await viewer.settle();
    const open = async (name: string, scans: number, request: Record<string, string>) => {
      await viewer.openFile(join(own, name), { beside: true, ...request });
      await page.waitForFunction(
        count =>
          (window as never as { ronchi: { viewer: { session(): { scans: object[] } } } }).ronchi.viewer.session().scans.length === count,
        scans,
      );
    };
    await open('colors.npy', 2, { 'detector-axes': '3' });
    await open('large.npy', 3, {});
    await open('times.npy', 4, { crop: '2,2,13,13' });
    await viewer.settle();
    await page.getByRole('tab', { name: 'Compare' }).click();
    await page.getByRole('group', { name: 'Compare' }).getByLabel('Same picture').uncheck();
    await page.getByRole('group', { name: 'Compare' }).getByLabel('Contrast').uncheck();
    for (let cells = 5; cells <= 8; cells++) {
      await page.keyboard.press('j');
      await page.locator(`.image[data-pane=cell${cells}]`).waitFor();
    }
    await page.evaluate(() =>
      (
        window as never as {
          ronchi: { viewer: { change(label: string, edit: (d: { cells: { image: unknown }[] }) => void): void } };
        }
      ).ronchi.viewer.change('patterns', d => {
        for (const cell of d.cells.slice(0, 2)) cell.image = { frame: true };
      }),
    );
    await viewer.settle();
    expect(await page.locator('select.cell-of').first().locator('option').allTextContents()).toEqual([
      'times.npy',
      'colors.npy',
      'large.npy',
      'times.npy (2)',
    ]);
    await page.getByRole('heading', { name: /^Diffraction frame \d+, \d+ of times\.npy \(2\), 1 ∕ 5$/ }).waitFor();
    const wrong = await page.evaluate(() =>
      [...document.querySelectorAll('.pane')].flatMap(pane => {
        const outer = pane.getBoundingClientRect();
        const isSeen = (element: Element) => element.checkVisibility({ visibilityProperty: true });
        const controls = [...pane.querySelectorAll('header :is(button, select)')].filter(isSeen);
        const outside = controls.filter(element => element.getBoundingClientRect().right > outer.right + 1).map(each => each.ariaLabel);
        // In the frame of the image nothing runs out of the pane, or over anything else.
        const texts = [...pane.querySelectorAll('.scale-bar, .color-bar :is(span, em, b)')]
          .filter(element => isSeen(element) && element.textContent !== '')
          .map(element => ({ text: element.textContent ?? '', box: element.getBoundingClientRect() }));
        const cut = texts
          .filter(({ box }) => box.right > outer.right + 1 || box.bottom > outer.bottom + 1)
          .map(({ text }) => `cut: ${text}`);
        const over = texts.flatMap(({ text, box: a }, i) =>
          texts
            .slice(i + 1)
            .filter(({ box: b }) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 2 && b.top < a.bottom - 2)
            .map(other => `over: ${text} ${other.text}`),
        );
        return [...outside, ...cut, ...over];
      }),
    );
    expect(wrong).toEqual([]);
    expect(viewer.errors).toEqual([]);
    await page.context().close();
    await stop(process);
  });

  it('offer all that they may show, in a menu where the line is too short', async () => {
    mkdirSync(at('many'));
    const { link, process } = await serve(at('many'), [at('one.h5')]);
    const viewer = await Viewer.open(browser, link, { width: 1280, height: 760 });
    const { page } = viewer;
    await viewer.settle();
    const all = await page.getByRole('group', { name: 'What this image shows' }).locator('.chip').allTextContents();
    await page.getByRole('tab', { name: 'Compare' }).click();
    for (let cells = 3; cells <= 8; cells++) {
      await page.keyboard.press('j');
      await page.locator(`.image[data-pane=cell${cells}]`).waitFor();
    }
    await viewer.settle();
    const cell = page.locator('.pane', { has: page.locator('.image[data-pane=cell5]') });
    const seen = cell.locator('.chip-row .chip:not(.unseen)');
    const more = cell.getByRole('button', { name: /What this image shows: \d+ more/ });
    await more.click();
    const items = cell.getByRole('menuitem');
    const offered = [...(await seen.allTextContents()), ...(await items.allTextContents())].map(name => name.trim());
    for (const name of all) expect(offered).toContain(name.trim());
    // Nothing is below anything else.
    const box = (await more.boundingBox()) as { x: number };
    for (const chip of await seen.all()) {
      const own = (await chip.boundingBox()) as { x: number; width: number };
      expect(own.x + own.width).toBeLessThanOrEqual(box.x);
    }
    await items.filter({ hasText: 'Total' }).click();
    await viewer.settle();
    await more.filter({ hasText: 'Total' }).waitFor();
    const file = at('expected.npy');
    execFileSync(ronchi, ['run', 'sum-sig', at('one.h5'), '-o', file, '--force'], { stdio: 'ignore' });
    expect((await viewer.values('cell5')).data).toEqual(readNpy(file).data);
    expect(viewer.errors).toEqual([]);
    await page.context().close();
    await stop(process);
  });
});
