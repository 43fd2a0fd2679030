// Rows of each scan position, as a table that follows the selector.

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, watch, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Viewer } from './browser';
import { at, browser, folder } from './own';
import { ronchi, stop } from './server';

// The analysis of the manual.
const manual = readFileSync(resolve(import.meta.dirname, '../../docs/your-own-udf.md'), 'utf8');
const peaks = /```csharp\n(public sealed class Peaks[\s\S]*?)```/.exec(manual)?.[1] ?? '';
const head = 'using System;\nusing System.Collections.Generic;\nusing Ronchi.Engine;\nusing Ronchi.Frames;\n\n';

let run: ChildProcess;
let viewer: Viewer;
/** Lines of the file that the command line writes, by scan position. */
const lines = new Map<string, string[]>();

// It is moved to its name when all of it is there.
function written(file: string): Promise<void> {
  return new Promise(done => {
    const watcher = watch(folder, look);
    function look(): void {
      if (!existsSync(file)) return;
      watcher.close();
      done();
    }
    look();
  });
}

beforeAll(async () => {
  writeFileSync(at('peaks.cs'), head + peaks);
  const scan = join(inject('folder'), 'scan', 'scan_master.h5');
  run = spawn(ronchi, ['run', 'peaks.cs', scan, '--threshold', '40', '--show', '-o', 'peaks.csv'], { cwd: folder });
  const link = await new Promise<string>((done, fail) => {
    let text = '';
    run.stderr?.on('data', data => {
      text += data;
      const found = /show: (\S+)/.exec(text)?.[1];
      if (found) done(found);
    });
    run.on('exit', code => fail(new Error(`it ended with ${code}: ${text}`)));
  });
  viewer = await Viewer.open(browser, link);
  await viewer.settle();
  await written(at('peaks.csv'));
  for (const line of readFileSync(at('peaks.csv'), 'utf8').trim().split('\n').slice(1)) {
    const [row, column, ...rest] = line.split(',');
    const key = `${row} ${column}`;
    lines.set(key, [...(lines.get(key) ?? []), rest.join(',')]);
  }
});
afterAll(async () => {
  await viewer?.page.context().close();
  await stop(run);
});

const table = () => viewer.page.getByRole('region', { name: 'Table of the values' });
const shown = async () => {
  const rows = await table().locator('tbody tr').allInnerTexts();
  return rows.map(row => row.split('\t').slice(1).map(Number));
};
const expected = (place: string) => (lines.get(place) ?? []).map(line => line.split(',').map(Number));

describe('a result with rows for each position', () => {
  it('is shown by their numbers, and as a table of those at the selector', async () => {
    const { page } = viewer;
    await page.getByRole('group', { name: 'Part of the picture' }).getByRole('button', { name: 'rows' }).click();
    await page.getByRole('heading', { name: 'Rows, position' }).waitFor();
    // Every position has its own, some none.
    const empty = Array.from({ length: 128 }, (_, i) => `${i} 7`).find(place => !lines.has(place)) ?? '';
    const places = [...lines.keys()];
    for (const place of [places[0], places[3000], empty, places.at(-1)].map(String)) {
      await viewer.command(`goto ${place}`);
      await page.getByRole('heading', { name: `Rows, position ${place.replace(' ', ', ')}` }).waitFor();
      await expect.poll(shown).toEqual(expected(place));
      expect(await table().locator('thead th').allInnerTexts()).toEqual(['index', 'row (px)', 'column (px)', 'height (counts)']);
      expect(await table().getByText('There are no rows at this position.').isVisible()).toBe(place === empty);
    }
  });

  it('is saved as other tables are', async () => {
    const place = [...lines.keys()][1000] as string;
    await viewer.command(`goto ${place}`);
    await expect.poll(shown).toEqual(expected(place));
    const download = viewer.page.waitForEvent('download');
    await viewer.page.getByRole('button', { name: 'Save the numbers (CSV, Ctrl+S)' }).click();
    const saved = readFileSync(await (await download).path(), 'utf8')
      .trim()
      .split('\n');
    expect(saved[0]).toBe('index,row (px),column (px),height (counts)');
    expect(saved.slice(1).map(line => line.split(',').slice(1).map(Number))).toEqual(expected(place));
    expect(viewer.errors).toEqual([]);
  });
});
