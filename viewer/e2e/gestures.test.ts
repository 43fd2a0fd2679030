import { describe, expect, it } from 'vitest';
import { Viewer } from './browser';
import { browser, link, viewer } from './fresh';

interface Seen {
  detectors: { name: string; shape: { kind: string; row: number; column: number } }[];
}
const detectors = async () => ((await viewer.document()) as never as Seen).detectors;
const selectorTools = () => viewer.page.getByRole('toolbar', { name: 'Draw a selector' });
const detectorTools = () => viewer.page.getByRole('toolbar', { name: 'Draw a detector' });
// What another browser would see: what the server keeps.
const kept = async () =>
  (await viewer.page.evaluate(async () => (await (await fetch('api/state')).json()).scans[0].document)) as never as Seen;

async function take(by: [number, number]): Promise<{ x: number; y: number }> {
  const { row, column } = (await detectors())[0]?.shape ?? { row: 0, column: 0 };
  const [a, b] = [await viewer.place('pattern', row, column), await viewer.place('pattern', row + by[0], column + by[1])];
  await viewer.page.mouse.move(a.x, a.y);
  await viewer.page.mouse.down();
  await viewer.page.mouse.move(b.x, b.y, { steps: 4 });
  return b;
}

describe('a gesture', () => {
  it('is taken back by Escape, and the next one begins anew', async () => {
    const before = await detectors();
    await take([12, 9]);
    expect(await detectors()).not.toEqual(before);
    await viewer.page.keyboard.press('Escape');
    expect(await detectors()).toEqual(before);
    await viewer.page.mouse.move(400, 400);
    await viewer.page.mouse.up();
    expect(await detectors()).toEqual(before);
    await viewer.page.keyboard.press('4');
    await expect.poll(async () => (await kept()).detectors[0]?.name).toBe('HAADF');
  });

  it.each(['the window is left', 'the pointer is lost', 'the page is hidden'])('ends when %s, and is a step', async how => {
    await take([10, 0]);
    await viewer.page.evaluate(way => {
      const image = document.querySelector('.image[data-pane=pattern]') as HTMLElement;
      if (way === 'the window is left') window.dispatchEvent(new Event('blur'));
      else if (way === 'the page is hidden') document.dispatchEvent(new Event('visibilitychange'));
      else for (const id of [1, 2]) if (image.hasPointerCapture(id)) image.releasePointerCapture(id);
    }, how);
    await viewer.page.waitForTimeout(100);
    const after = await detectors();
    const at = await viewer.place('pattern', 20, 20);
    await viewer.page.mouse.move(at.x, at.y);
    expect(await detectors()).toEqual(after); // it follows no more
    await viewer.page.mouse.up();
    await expect.poll(async () => (await kept()).detectors).toEqual(after);
    await viewer.page.getByRole('button', { name: 'Undo move' }).waitFor();
  });

  it('with two fingers zooms, and leaves nothing open', async () => {
    const { row, column } = (await detectors())[0]?.shape ?? { row: 0, column: 0 };
    const at = await viewer.place('pattern', row, column);
    await viewer.page.evaluate(({ x, y }) => {
      const image = document.querySelector('.image[data-pane=pattern]') as HTMLElement;
      image.setPointerCapture = () => undefined;
      const send = (type: string, pointerId: number, dx: number) =>
        image.dispatchEvent(
          new PointerEvent(type, { pointerId, clientX: x + dx, clientY: y, pointerType: 'touch', button: 0, bubbles: true }),
        );
      send('pointerdown', 11, 0);
      send('pointermove', 11, 4);
      send('pointerdown', 12, 60);
      send('pointermove', 12, 120);
      send('pointerup', 12, 120);
      send('pointerup', 11, 4);
    }, at);
    await viewer.page.keyboard.press('4');
    await expect.poll(async () => (await kept()).detectors[0]?.name).toBe('HAADF');
    await viewer.page.getByRole('button', { name: 'Undo HAADF' }).waitFor();
  });

  it('of another browser is seen when this one has ended', async () => {
    const second = await Viewer.open(browser, link);
    await second.settle();
    await take([5, 5]);
    await second.command('goto 20 100');
    await viewer.page.waitForTimeout(300);
    await viewer.page.mouse.up();
    const place = async (from: Viewer) => ((await from.document()) as never as { selectors: { shape: unknown }[] }).selectors[0]?.shape;
    await expect.poll(() => place(viewer)).toMatchObject({ row: 20, column: 100 });
    await expect.poll(async () => ((await second.document()) as never as Seen).detectors).toEqual(await detectors());
    await second.page.context().close();
  });
});

describe('a shape', () => {
  it('is drawn where the pointer is: nothing moves below it', async () => {
    await selectorTools().getByRole('button', { name: 'Draw rectangle' }).click();
    await viewer.drag('navigator', [30, 20], [99, 81]);
    const { selectors } = (await viewer.document()) as never as { selectors: { shape: unknown }[] };
    expect(selectors.at(-1)?.shape).toEqual({ kind: 'rectangle', row0: 30, column0: 20, row1: 99, column1: 81 });
    await viewer.page.getByRole('group', { name: 'Patterns of the other selectors' }).waitFor();
  });
});

describe('a polygon', () => {
  it('is computed when it has three corners, and Escape leaves none', async () => {
    const corners = [
      [40, 40],
      [40, 90],
      [90, 70],
    ] as const;
    const click = async ([row, column]: readonly [number, number]) => {
      const { x, y } = await viewer.place('pattern', row, column);
      await viewer.page.mouse.click(x, y);
    };
    await detectorTools().getByRole('button', { name: 'Draw polygon' }).click();
    for (const corner of corners) await click(corner);
    await viewer.page.keyboard.press('Escape');
    expect(await detectors()).toHaveLength(1);
    const before = await viewer.requests();
    await detectorTools().getByRole('button', { name: 'Draw polygon' }).click();
    for (const corner of corners.slice(0, 2)) await click(corner);
    expect(await viewer.requests()).toBe(before);
    const last = await viewer.place('pattern', ...corners[2]);
    await viewer.page.mouse.dblclick(last.x, last.y);
    await viewer.settle();
    expect((await detectors()).at(-1)).toMatchObject({ name: 'Polygon', shape: { kind: 'polygon', points: { length: 3 } } });
    expect(await viewer.page.getByRole('alert').count()).toBe(0);
  });
});

describe('the beam', () => {
  it('is dragged on the pattern, with the detectors made from it; the image is not in its way', async () => {
    const { page } = viewer;
    await page.getByRole('button', { name: 'Direct beam' }).click();
    await page.getByRole('button', { name: 'Drag it on the pattern' }).click();
    await viewer.drag('navigator', [30, 30], [40, 40]);
    const before = (await detectors())[0]?.shape ?? { row: 0, column: 0 };
    await viewer.drag('pattern', [before.row, before.column], [before.row + 6, before.column - 4]);
    const after = (await detectors())[0]?.shape ?? { row: 0, column: 0 };
    expect(after.row).toBeCloseTo(before.row + 6, 0);
    expect(after.column).toBeCloseTo(before.column - 4, 0);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+z');
    await viewer.settle();
    expect((await detectors())[0]?.shape).toEqual(before);
  });
});

describe('the keyboard', () => {
  it('takes nothing of what was typed when Escape leaves a field', async () => {
    const { page } = viewer;
    const before = await viewer.limits('navigator');
    for (const field of [page.getByLabel('High', { exact: true }), page.getByLabel('Name of the detector')]) {
      await field.fill('1234');
      await page.keyboard.press('Escape');
    }
    await page.waitForTimeout(400);
    expect(await viewer.limits('navigator')).toEqual(before);
    expect((await detectors())[0]?.name).toBe('BF');
    expect(await page.getByLabel('High', { exact: true }).inputValue()).toBe(String(before[1]));
  });

  it('does nothing to the page behind what lies above it', async () => {
    const { page } = viewer;
    const before = await viewer.document();
    for (const key of ['?', 'o', 'Control+k']) {
      await viewer.image('navigator').focus();
      await page.keyboard.press(key);
      await page.getByRole('dialog').waitFor();
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur()); // as a click beside a field does
      for (const other of ['n', 'Delete', 'ArrowRight', '5', 'j']) await page.keyboard.press(other);
      expect(await viewer.document(), key).toEqual(before);
      await page.keyboard.press('Escape');
      if ((await page.getByRole('dialog').count()) > 0) await page.mouse.click(3, 300);
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
  });

  it('moves the selector that is drawn last', async () => {
    await selectorTools().getByRole('button', { name: 'Draw point' }).click();
    await viewer.drag('navigator', [20, 20], [22, 22]);
    await viewer.image('navigator').focus();
    await viewer.page.keyboard.press('ArrowRight');
    await viewer.page.getByRole('heading', { name: 'frame 22, 23' }).waitFor();
  });
});
