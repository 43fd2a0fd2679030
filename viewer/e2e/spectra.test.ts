// Frames of one axis: a trace, and windows on it that make maps. All numbers are compared with those of the command line.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { npy, readNpy, Viewer } from './browser';
import { browser, folder } from './own';
import { ronchi, serve, stop } from './server';

const [rows, columns, channels] = [6, 7, 100];
const counts = Uint16Array.from({ length: rows * columns * channels }, (_, i) => {
  const [position, channel] = [Math.floor(i / channels), i % channels];
  return Math.round(200 / (1 + ((channel - 30 - position / 3) / 4) ** 2)) + ((i * 7919) % 13);
});
const calibration = { scanStep: 2, scanUnit: 'nm', detectorStep: 0.5, detectorUnit: 'eV' };
let viewer: Viewer;
let server: Awaited<ReturnType<typeof serve>>;

function write(name: string, shape: number[]): string {
  const file = join(folder, name);
  writeFileSync(
    file,
    npy(
      counts.subarray(
        0,
        shape.reduce((a, b) => a * b, 1),
      ),
      shape,
    ),
  );
  writeFileSync(`${file}.ronchi.json`, JSON.stringify(calibration));
  return file;
}

const map = write('map.npy', [rows, columns, channels]);

/** What the command line makes of the same. */
function computed(file: string, ...options: string[]): number[] {
  const out = join(folder, 'out.npy');
  execFileSync(ronchi, ['run', ...options, file, '--detector-axes', '1', '-o', out, '--force'], { stdio: 'ignore' });
  return readNpy(out).data;
}

async function open(file: string): Promise<void> {
  server = await serve(folder, [file, '--detector-axes', '1']);
  viewer = await Viewer.open(browser, server.link);
  await viewer.settle();
}

async function close(): Promise<void> {
  expect(viewer.errors).toEqual([]);
  await viewer.page.context().close();
  await stop(server.process);
}

const trace = () => viewer.page.locator('.plot[data-plot=pattern]');
const ranges = async () => ((await viewer.document()) as never as { detectors: { shape: { from: number; to: number } }[] }).detectors;
const range = async () => (await ranges())[0]?.shape;
const text = async () => `range:${(await range())?.from},${(await range())?.to}`;

/** Drags something along the trace by a part of its width. */
async function drag(what: Locator, part: number): Promise<void> {
  const [box, over] = [await what.boundingBox(), await trace().locator('.u-over').boundingBox()];
  if (!box || !over) throw new Error('it is not there');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await viewer.page.mouse.move(x, y);
  await viewer.page.mouse.down();
  await viewer.page.mouse.move(x + part * over.width, y, { steps: 6 });
  await viewer.page.mouse.up();
  await viewer.settle();
}

async function csv(of: Locator): Promise<string[][]> {
  const [file] = await Promise.all([viewer.page.waitForEvent('download'), of.getByRole('button', { name: /CSV/ }).click()]);
  const lines = readFileSync(await file.path(), 'utf8')
    .trim()
    .split('\n');
  return lines.map(line => line.split(','));
}

describe('a spectrum image', () => {
  beforeAll(() => open(map));
  afterAll(close);

  it('shows the spectrum of the selector as a trace, in the unit of its axis', async () => {
    await trace().locator('canvas').waitFor();
    const at = (3 * columns + 3) * channels;
    expect((await viewer.values('pattern')).data).toEqual([...counts.subarray(at, at + channels)]);
    const [head, ...lines] = await csv(viewer.page.locator('section', { has: trace() }));
    expect(head).toEqual(['channel (eV)', 'frame (counts)']);
    expect(lines.map(([energy]) => Number(energy))).toEqual(Array.from({ length: channels }, (_, i) => i / 2));
    expect(lines.map(([, value]) => Number(value))).toEqual([...counts.subarray(at, at + channels)]);
  });

  it('has a window whose edges and middle are dragged, and the image follows', async () => {
    const before = await range();
    await drag(viewer.page.getByRole('slider', { name: 'Window: from' }), -0.2);
    await drag(viewer.page.getByRole('slider', { name: 'Window: to' }), -0.1);
    const after = await range();
    expect(after?.from).toBeLessThan(before?.from ?? 0);
    expect(after?.to).toBeLessThan(before?.to ?? 0);
    expect((await viewer.values('navigator')).data).toEqual(computed(map, 'virtual-image', '--detector', await text()));
    await drag(viewer.page.getByRole('slider', { name: 'Window: move' }), 0.1);
    const moved = await range();
    expect([(moved?.to ?? 0) - (moved?.from ?? 0), moved?.from]).toEqual([
      (after?.to ?? 0) - (after?.from ?? 0),
      expect.closeTo((after?.from ?? 0) + 10, -1),
    ]);
    expect((await viewer.values('navigator')).data).toEqual(computed(map, 'virtual-image', '--detector', await text()));
    await viewer.page.keyboard.press('Control+z');
    await viewer.settle();
    expect(await range()).toEqual(after);
  });

  it('takes the window from keys, and from fields in the unit of the axis', async () => {
    const fields = viewer.page.getByRole('group', { name: 'Range of Window' }).getByRole('textbox');
    await fields.nth(0).fill('10');
    await viewer.page.keyboard.press('Enter');
    await fields.nth(1).fill('19.9');
    await viewer.page.keyboard.press('Enter');
    await viewer.settle();
    expect(await text()).toBe('range:20,40');
    await viewer.page.getByRole('slider', { name: 'Window: to' }).focus();
    await viewer.page.keyboard.press('ArrowRight');
    await viewer.page.keyboard.press('Shift+ArrowRight');
    await viewer.settle();
    expect(await text()).toBe('range:20,51');
    await viewer.page.keyboard.press('Alt+ArrowLeft');
    await viewer.page.keyboard.press('q');
    await viewer.settle();
    expect(await text()).toBe('range:20,49');
    expect((await viewer.values('navigator')).data).toEqual(computed(map, 'virtual-image', '--detector', 'range:20,49'));
  });

  it('has several windows, drawn on the trace, each with its image', async () => {
    await viewer.page.getByRole('button', { name: 'Draw window' }).click();
    const over = await trace().locator('.u-over').boundingBox();
    if (!over) throw new Error('there is no trace');
    await viewer.page.mouse.move(over.x + over.width * 0.7, over.y + 40);
    await viewer.page.mouse.down();
    await viewer.page.mouse.move(over.x + over.width * 0.9, over.y + 60, { steps: 5 });
    await viewer.page.mouse.up();
    await viewer.settle();
    const shape = (await ranges())[1]?.shape;
    expect([shape?.from, shape?.to]).toEqual([expect.closeTo(70, -0.7), expect.closeTo(90, -0.7)]);
    expect(await viewer.page.getByRole('slider', { name: /: move$/ }).count()).toBe(2);
    expect((await viewer.values('navigator')).data).toEqual(
      computed(map, 'virtual-image', '--detector', `range:${shape?.from},${shape?.to}`),
    );
    await viewer.command('reset the view');
  });

  it('of a region shows the mean, the sum and the maximum as traces', async () => {
    await viewer.page.getByRole('toolbar', { name: 'Draw a selector' }).getByRole('button', { name: 'Draw rectangle' }).click();
    await viewer.drag('navigator', [1, 1], [4, 5]);
    for (const [name, analysis] of [
      ['Mean', 'mean'],
      ['Sum', 'sum'],
      ['Max', 'max'],
    ] as const) {
      await viewer.page.getByRole('group', { name: 'What this pattern shows' }).getByRole('button', { name }).click();
      await viewer.settle();
      expect((await viewer.values('pattern')).data).toEqual(computed(map, analysis, '--roi', 'rect:1,1,4,5'));
    }
    await viewer.command('reset the view');
  });

  it('offers no look that needs a frame of rows and columns', async () => {
    const chips = viewer.page.getByRole('group', { name: 'What this image shows' }).getByRole('button');
    const names = await chips.allTextContents();
    expect(names).toContain('Window');
    for (const name of ['BF', 'ADF', 'CoM', 'DPC']) expect(names).not.toContain(name);
    for (const chip of await chips.all()) {
      await chip.click();
      await viewer.settle();
      expect(await viewer.page.locator('.refusal').count()).toBe(0);
    }
    await viewer.command('reset the view');
  });
});

describe('spectra along a line', () => {
  beforeAll(() => open(write('line.npy', [12, channels])));
  afterAll(close);

  it('are two traces: a value for each position, and the spectrum of one', async () => {
    await viewer.page.locator('.plot[data-plot=navigator] canvas').waitFor();
    await trace().locator('canvas').waitFor();
    await drag(viewer.page.getByRole('slider', { name: 'Window: from' }), -0.2);
    expect((await viewer.values('navigator')).data).toEqual(
      computed(join(folder, 'line.npy'), 'virtual-image', '--detector', await text()),
    );
    const over = await viewer.page.locator('.plot[data-plot=navigator] .u-over').boundingBox();
    await viewer.page.mouse.click((over?.x ?? 0) + (over?.width ?? 0) * 0.05, (over?.y ?? 0) + 30);
    await viewer.settle();
    const { selectors } = (await viewer.document()) as never as { selectors: { shape: { column: number } }[] };
    const at = (selectors[0]?.shape.column ?? -1) * channels;
    expect(at).toBeLessThan(3 * channels);
    expect((await viewer.values('pattern')).data).toEqual([...counts.subarray(at, at + channels)]);
  });
});

describe('one spectrum', () => {
  beforeAll(() => open(write('one.npy', [channels])));
  afterAll(close);

  it('is a trace, and its window gives a number', async () => {
    await trace().locator('canvas').waitFor();
    expect((await viewer.values('pattern')).data).toEqual([...counts.subarray(0, channels)]);
    const { from, to } = (await range()) ?? { from: 0, to: -1 };
    expect((await viewer.values('navigator')).data).toEqual([counts.subarray(from, to + 1).reduce((a, b) => a + b, 0)]);
    await viewer.page.locator('.plot[data-plot=navigator] .numbers').waitFor();
  });
});
