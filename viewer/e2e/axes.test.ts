// Axes with a value for each index: places and sliders are told by the values.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { npy, Viewer } from './browser';
import { browser, folder } from './own';
import { serve, stop } from './server';

it('a series of uneven tilts says the tilt of each member', async () => {
  const series = join(folder, 'tilts');
  mkdirSync(series);
  const values = Uint16Array.from({ length: 4 * 5 * 16 * 16 }, (_, i) => (i * 7919) % 200);
  for (const name of ['a', 'b', 'c']) writeFileSync(join(series, `${name}.npy`), npy(values, [4, 5, 16, 16]));
  const table = join(folder, 'tilts.csv');
  writeFileSync(table, 'tilt (deg)\n-60\n-10.5\n45\n');
  const { link, process } = await serve(folder, [series, '--series-values', table]);
  const viewer = await Viewer.open(browser, link);
  await viewer.settle();
  const label = viewer.page.locator('.timeline .member');
  expect(await label.textContent()).toBe('1 ∕ 3 −60 deg');
  for (const [i, text] of [
    ['1', '2 ∕ 3 −10.5 deg'],
    ['2', '3 ∕ 3 45 deg'],
  ] as const) {
    await viewer.page.locator('.timeline input[type=range]').fill(i);
    await viewer.settle();
    await expect.poll(() => label.textContent()).toBe(text);
  }
  expect(viewer.errors).toEqual([]);
  await viewer.page.context().close();
  await stop(process);
});
