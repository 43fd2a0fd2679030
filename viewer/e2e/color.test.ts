// Frames of rows × columns × colours: pictures in colour. All numbers are compared with those of the command line.

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { npy, readNpy, Viewer } from './browser';
import { at, browser, folder } from './own';
import { ronchi, serve, stop } from './server';

const [scanRows, scanColumns, rows, columns, colors] = [5, 6, 24, 32, 3];
// A red ramp to the right, a green one downwards, and a blue spot that moves with the position.
const values = Uint8Array.from({ length: scanRows * scanColumns * rows * columns * colors }, (_, i) => {
  const color = i % colors;
  const pixel = Math.floor(i / colors);
  const [row, column] = [Math.floor(pixel / columns) % rows, pixel % columns];
  const position = Math.floor(pixel / (rows * columns));
  const spot = Math.hypot(row - 8 - Math.floor(position / scanColumns), column - 10 - (position % scanColumns));
  return [10 + column * 7, 10 + row * 9, spot < 5 ? 240 : 20][color] as number;
});
const file = at('pictures.npy');
const frame = rows * columns * colors;
let viewer: Viewer;
let server: Awaited<ReturnType<typeof serve>>;

/** What the command line makes of the same. */
function computed(...options: string[]): number[] {
  const out = at('out.npy');
  execFileSync(ronchi, ['run', ...options, file, '--detector-axes', '3', '-o', out, '--force'], { stdio: 'ignore' });
  return readNpy(out).data;
}

const detector = async () =>
  ((await viewer.document()) as never as { detectors: { shape: { row: number; column: number; radius: number } }[] }).detectors[0]?.shape;

beforeAll(async () => {
  writeFileSync(file, npy(values, [scanRows, scanColumns, rows, columns, colors]));
  server = await serve(folder, [file, '--detector-axes', '3']);
  viewer = await Viewer.open(browser, server.link);
  await viewer.settle();
});
afterAll(async () => {
  await viewer?.page.context().close();
  await stop(server.process);
});

describe('a scan of pictures', () => {
  it('shows the frame of the selector in its colours, and reads all of them', async () => {
    const [row, column] = [Math.floor(scanRows / 2), Math.floor(scanColumns / 2)];
    const first = (row * scanColumns + column) * frame;
    const expected = [...values.subarray(first, first + frame)];
    expect(await viewer.received('pattern')).toEqual(expected);
    expect(computed('pick', '--roi', `rect:${row},${column},${row},${column}`)).toEqual(expected);
    for (const [r, c] of [
      [2, 3],
      [11, 13],
      [20, 30],
    ] as const)
      expect((await viewer.color('pattern', r, c)).slice(0, 3)).toEqual(expected.slice((r * columns + c) * colors).slice(0, 3));
    const { x, y } = await viewer.place('pattern', 11, 13);
    await viewer.page.mouse.move(x, y);
    await expect.poll(() => viewer.page.locator('.status .value').textContent()).toBe('red 101  green 109  blue 240 counts');
    expect(await viewer.page.locator('.color-bar', { hasText: 'red, green, blue: 0 to 255' }).count()).toBe(1);
  });

  it('has virtual detectors, which sum all colours', async () => {
    const { row, column, radius } = (await detector()) ?? { row: 0, column: 0, radius: 0 };
    const image = computed('virtual-image', '--detector', `disk:${row},${column},${radius}`);
    expect((await viewer.values('navigator')).data).toEqual(image);
  });

  it('shows the mean of a region in colour, with the same limits for all', async () => {
    const answer = await viewer.page.evaluate(async () => {
      const signals = [
        { name: 'mean', operation: 'mean', version: 1, parameters: {}, region: 'rect:0,0,2,3' },
        { name: 'grey', operation: 'select-color', version: 1, parameters: { color: 'luminance' } },
        { name: 'picked', operation: 'pick', version: 1, parameters: {}, region: 'rect:1,2,1,3' },
      ];
      const asked = await fetch('api/signals', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ signals }),
      });
      return asked.status;
    });
    expect(answer).toBe(200);
    await viewer.page.evaluate(() => {
      const { viewer } = (
        window as never as { ronchi: { viewer: { change(label: string, edit: (d: { pattern: object }) => void): void } } }
      ).ronchi;
      viewer.change('choose pattern', d => {
        d.pattern = { signal: 'mean', result: 'mean', component: null, show: 'image', over: 'detector' };
      });
    });
    const mean = computed('mean', '--roi', 'rect:0,0,2,3');
    await expect.poll(async () => (await viewer.received('pattern')).length).toBe(frame);
    await expect.poll(() => viewer.received('pattern')).toEqual(mean);
    await viewer.settle();
    const [low, high] = await viewer.limits('pattern');
    for (const [r, c] of [
      [2, 3],
      [11, 13],
      [20, 30],
    ] as const) {
      const shown = await viewer.color('pattern', r, c);
      for (let color = 0; color < colors; color++) {
        const part = ((mean[(r * columns + c) * colors + color] as number) - low) / (high - low);
        expect(Math.abs((shown[color] as number) - Math.min(Math.max(part, 0), 1) * 255)).toBeLessThanOrEqual(1);
      }
    }
  });

  it('is in colour in every layout, and so are frames that were picked', async () => {
    const { page } = viewer;
    const [row, column] = [Math.floor(scanRows / 2), Math.floor(scanColumns / 2)];
    const [here, picked] = [row * scanColumns + column, scanColumns + 2].map(position => [
      ...values.subarray(position * frame, (position + 1) * frame),
    ]) as [number[], number[]];
    await page.getByRole('treeitem', { name: 'pictures.npy', exact: true }).click();
    await viewer.settle();
    const limits = await viewer.limits('pattern');
    await page.getByRole('tab', { name: 'Process', exact: true }).click();
    await viewer.settle();
    // Nothing is before the data, which widens no limits.
    expect(await viewer.limits('pattern')).toEqual(limits);
    await page.getByRole('treeitem', { name: 'grey', exact: true }).click();
    await viewer.settle();
    await expect.poll(() => viewer.received('before')).toEqual(here);
    expect((await viewer.received('pattern')).length).toBe(rows * columns);
    expect((await viewer.color('before', 11, 13)).slice(0, 3)).toEqual(here.slice((11 * columns + 13) * colors).slice(0, 3));

    await page.getByRole('tab', { name: 'Compare', exact: true }).click();
    await viewer.settle();
    await page.evaluate(() => {
      const { viewer } = (
        window as never as { ronchi: { viewer: { change(label: string, edit: (d: { cells: object[] }) => void): void } } }
      ).ronchi;
      viewer.change('pattern', d => {
        Object.assign(d.cells[0] as object, { of: 'data', image: { frame: true } });
      });
    });
    await viewer.settle();
    await expect.poll(() => viewer.received('cell1')).toEqual(here);

    await page.getByRole('tab', { name: '4D', exact: true }).click();
    await page.getByRole('treeitem', { name: 'picked', exact: true }).click();
    await viewer.settle();
    await expect.poll(() => viewer.received('navigator')).toEqual(picked);
    expect((await viewer.color('navigator', 11, 13)).slice(0, 3)).toEqual(picked.slice((11 * columns + 13) * colors).slice(0, 3));
  });

  it('keeps the words about colours off the scale bar in a narrow window', async () => {
    await viewer.page.getByRole('treeitem', { name: 'pictures.npy', exact: true }).click();
    await viewer.page.setViewportSize({ width: 1024, height: 700 });
    await viewer.settle();
    const boxOf = (part: string) => viewer.page.locator(`.pane:has(.image[data-pane=pattern]) ${part}`).boundingBox();
    const [bar, words] = [await boxOf('.scale-bar'), await boxOf('.color-bar > em:has-text("red, green, blue")')];
    expect(words?.x).toBeGreaterThan((bar?.x ?? Number.NaN) + (bar?.width ?? 0));
    await viewer.page.setViewportSize({ width: 1440, height: 900 });
    await viewer.settle();
  });

  it('gives slices and luminance as arrays', async () => {
    const fetched = (address: string) =>
      viewer.page.evaluate(async from => [...new Uint8Array(await (await fetch(from)).arrayBuffer())], address);
    const read = async (address: string) => {
      writeFileSync(at('slice.npy'), Buffer.from(await fetched(address)));
      return readNpy(at('slice.npy'));
    };
    const slice = await read('api/signals/data.npy?at=1,2');
    expect(slice.shape).toEqual([rows, columns, colors]);
    expect(slice.data).toEqual([...values.subarray((scanColumns + 2) * frame, (scanColumns + 3) * frame)]);
    const green = await read('api/signals/data.npy?at=1,2,:,:,1');
    expect(green.data).toEqual(slice.data.filter((_, i) => i % colors === 1));
    const grey = await read('api/signals/grey.npy?at=1,2');
    expect(grey.shape).toEqual([rows, columns]);
    expect(grey.data).toEqual(computed('pick', '--roi', 'rect:1,2,1,2', '--color', 'luminance'));
    expect(viewer.errors).toEqual([]);
  });
});
