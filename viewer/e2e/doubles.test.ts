// Numbers of 64 bits, of any scale: what is read, drawn, written beside bars and saved is what the data hold.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { npy, type Pane, readNpy, Viewer } from './browser';
import { at, browser, folder } from './own';
import { ronchi, serve, stop } from './server';

const shape = [6, 8, 24, 24];
// A beam on a weak background, brighter from row to row.
const plain = Float64Array.from({ length: 6 * 8 * 24 * 24 }, (_, i) => {
  const [position, row, column] = [Math.floor(i / 576), Math.floor(i / 24) % 24, i % 24];
  return (Math.hypot(row - 12, column - 12) < 5 ? 4 : 0.2) * (1 + Math.floor(position / 8) / 10) + ((i * 7919) % 101) / 1000;
});
const [row, column] = [3, 4];
const frame = (row * 8 + column) * 576;
const center = 12 * 24 + 12;

const doubles = { huge: 1e300, large: 1e40, small: 1e-40, tiny: 1e-300 };
let server: Awaited<ReturnType<typeof serve>>;
let viewer: Viewer;

const toNumber = (text: string) => Number(text.replaceAll('−', '-'));

beforeAll(async () => {
  writeFileSync(at('plain.npy'), npy(plain, shape));
  for (const [name, unit] of Object.entries(doubles))
    writeFileSync(
      at(`${name}.npy`),
      npy(
        plain.map(value => value * unit),
        shape,
      ),
    );
  writeFileSync(
    at('offset.npy'),
    npy(
      plain.map(value => 1e9 + value / 1000),
      shape,
    ),
  );
  writeFileSync(at('unsigned.npy'), npy(BigUint64Array.from(plain, counts), shape));
  writeFileSync(
    at('signed.npy'),
    npy(
      BigInt64Array.from(plain, (value, i) => (i % 3 ? counts(value) / 2n : -counts(value) / 2n)),
      shape,
    ),
  );
  writeFileSync(
    at('line.npy'),
    npy(
      plain.slice(0, 8 * 576).map(value => value * 1e300),
      [8, 24, 24],
    ),
  );
  server = await serve(folder, [at('plain.npy')]);
  viewer = await Viewer.open(browser, server.link, { width: 1440, height: 900 });
  await viewer.settle();
});
afterAll(async () => {
  expect(viewer.errors).toEqual([]);
  await viewer.page.context().close();
  await stop(server.process);
});

// Odd numbers, far beyond those that a real number of 64 bits tells apart.
function counts(value: number): bigint {
  return BigInt(Math.round(value * 1e6)) * 2_000_000_000_003n + 1n;
}

/** What stands in the status bar for a pixel of a pane. */
async function read(pane: Pane, at: [number, number]): Promise<string> {
  const { x, y } = await viewer.place(pane, ...at);
  await viewer.page.mouse.move(x + 1, y + 1);
  await viewer.page.mouse.move(x, y);
  await viewer.page.locator('.status .position', { hasText: `row ${at[0]}  column ${at[1]}` }).waitFor();
  return (await viewer.page.locator('.status .value').textContent()) ?? '';
}

const bars = (pane: Pane) =>
  viewer.page.locator(`.frame:has([data-pane=${pane}]) .color-bar > span`).evaluateAll(list => list.map(each => each.textContent ?? ''));
const bright = async (pane: Pane, at: [number, number]) =>
  (await viewer.color(pane, ...at)).slice(0, 3).reduce((sum, value) => sum + value, 0);

describe.each(Object.entries(doubles))('%s real numbers', (name, unit) => {
  it('are read, drawn, and written beside bars and in fields as they are', async () => {
    await viewer.openFile(at(`${name}.npy`));
    const { page } = viewer;
    const expected = [...plain.subarray(frame, frame + 576)].map(value => value * unit);
    expect((await viewer.values('pattern')).data).toEqual(expected);
    const out = at('out.npy');
    const { detectors } = (await viewer.document()) as never as { detectors: { shape: Record<string, number> }[] };
    const disk = ['row', 'column', 'radius'].map(key => Number(detectors[0]?.shape[key]?.toFixed(3))).join(',');
    execFileSync(ronchi, ['run', 'virtual-image', at(`${name}.npy`), '--detector', `disk:${disk}`, '-o', out, '--force'], {
      stdio: 'ignore',
    });
    const sums = readNpy(out).data;
    const shown = (await viewer.values('navigator')).data;
    for (const [i, sum] of sums.entries()) expect((shown[i] as number) / sum).toBeCloseTo(1, 6);
    expect(toNumber(await read('pattern', [12, 12])) / (expected[center] as number)).toBeCloseTo(1, 5);
    expect(toNumber(await read('navigator', [2, 3])) / (sums[2 * 8 + 3] as number)).toBeCloseTo(1, 5);

    for (const pane of ['navigator', 'pattern'] as const) {
      const limits = await viewer.limits(pane);
      const labels = (await bars(pane)).map(toNumber).sort((a, b) => a - b);
      expect((labels.at(-1) ?? 0) / limits[1]).toBeCloseTo(1, 1);
      expect((labels[0] ?? 0) / limits[0]).toBeCloseTo(1, 1);
    }
    expect(await bright('pattern', [12, 12])).toBeGreaterThan((await bright('pattern', [2, 2])) + 100);
    expect(await bright('navigator', [5, 4])).toBeGreaterThan((await bright('navigator', [0, 4])) + 100);

    await viewer.image('navigator').focus();
    const [low, high] = await viewer.limits('navigator');
    const field = (label: string) => page.locator('[data-section=display] .number-field', { hasText: label }).locator('input');
    await expect.poll(async () => Number(await field('Low').inputValue()) / low).toBeCloseTo(1, 3);
    await expect.poll(async () => Number(await field('High').inputValue()) / high).toBeCloseTo(1, 3);
    await field('High').fill(`${(low + high) / 2}`);
    await field('High').press('Enter');
    await expect.poll(async () => (await viewer.limits('navigator'))[1] / ((low + high) / 2)).toBeCloseTo(1, 12);
    const facts = await page.locator('[data-section=display] .facts.four dd').allInnerTexts();
    const mean = sums.reduce((sum, value) => sum + value / sums.length, 0);
    expect(toNumber(facts[2] ?? '') / mean).toBeCloseTo(1, 3);
    expect(toNumber(facts[3] ?? '')).toBeGreaterThan(0);
  });

  it('are saved as they are', async () => {
    await viewer.openFile(at(`${name}.npy`));
    await viewer.image('pattern').focus();
    const [file] = await Promise.all([viewer.page.waitForEvent('download'), viewer.command('save numbers (npy)')]);
    expect(readNpy((await file.path()) as string).data).toEqual([...plain.subarray(frame, frame + 576)].map(value => value * unit));
  });
});

describe('real numbers that differ little', () => {
  it('far from zero are told apart', async () => {
    await viewer.openFile(at('offset.npy'));
    const expected = [...plain.subarray(frame, frame + 576)].map(value => 1e9 + value / 1000);
    expect((await viewer.values('pattern')).data).toEqual(expected);
    expect(toNumber(await read('pattern', [12, 12])) - 1e9).toBeCloseTo((expected[center] as number) - 1e9, 5);
    expect(await bright('pattern', [12, 12])).toBeGreaterThan((await bright('pattern', [2, 2])) + 100);
    await viewer.page.locator('.frame:has([data-pane=pattern]) .color-bar .base', { hasText: '1e9 +' }).waitFor();
    const labels = await bars('pattern');
    expect(new Set(labels).size).toBe(labels.length);
  });
});

describe.each(['unsigned', 'signed'])('%s whole numbers beyond those that reals tell apart', name => {
  it('are read with all of their digits, and saved', async () => {
    await viewer.openFile(at(`${name}.npy`));
    const isSigned = name === 'signed';
    const number = (i: number) => (!isSigned ? counts(plain[i] as number) : (i % 3 ? 1n : -1n) * (counts(plain[i] as number) / 2n));
    for (const [r, c] of [
      [12, 12],
      [12, 13],
      [3, 4],
    ] as const) {
      const text = await read('pattern', [r, c]);
      expect(text).toBe(`${String(number(frame + r * 24 + c)).replace('-', '−')} counts`);
    }
    await viewer.image('pattern').focus();
    const [file] = await Promise.all([viewer.page.waitForEvent('download'), viewer.command('save numbers (npy)')]);
    const bytes = readFileSync((await file.path()) as string);
    const stored = new (isSigned ? BigInt64Array : BigUint64Array)(bytes.buffer.slice(bytes.byteOffset + bytes.length - 576 * 8));
    expect([...stored]).toEqual(Array.from({ length: 576 }, (_, i) => number(frame + i)));
  });
});

describe('curves', () => {
  it('of huge numbers are drawn, written down and saved', async () => {
    await viewer.openFile(at('line.npy'));
    const { page } = viewer;
    await page.locator('.plot canvas').waitFor();
    const values = (await viewer.values('navigator')).data;
    expect(Math.min(...values)).toBeGreaterThan(1e300);
    // The line is somewhere on the canvas.
    const inked = () =>
      page.locator('.plot canvas').evaluate(canvas => {
        const { width, height } = canvas as HTMLCanvasElement;
        const pixels = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
        let count = 0;
        for (let i = 0; i < pixels.length; i += 4) if ((pixels[i + 2] as number) > (pixels[i] as number) + 80) count++;
        return count;
      });
    await expect.poll(inked).toBeGreaterThan(100);
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /CSV/ }).click()]);
    const lines = readFileSync((await file.path()) as string, 'utf8')
      .trim()
      .split('\n')
      .slice(1);
    expect(lines.map(line => Number(line.split(',')[1]))).toEqual(values);
    await page.getByRole('button', { name: 'Table', exact: true }).click();
    const cells = await page.locator('.numbers tbody td').allInnerTexts();
    expect(cells).toHaveLength(8);
    for (const [i, text] of cells.entries()) expect(toNumber(text) / (values[i] as number)).toBeCloseTo(1, 4);
  });
});
