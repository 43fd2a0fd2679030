// What is no image: curves and tables, with their numbers as CSV.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { npy, readNpy, Viewer } from './browser';
import { browser, viewer } from './fresh';
import { ronchi, serve, stop } from './server';

const scan = join(inject('folder'), 'scan', 'scan_master.h5');
const folder = mkdtempSync(join(tmpdir(), 'ronchi-curves-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rows = (text: string) =>
  text
    .trim()
    .split('\n')
    .map(line => line.split(','));

async function saved(from: Viewer): Promise<string[][]> {
  const [file] = await Promise.all([from.page.waitForEvent('download'), from.page.getByRole('button', { name: /CSV/ }).click()]);
  expect(file.suggestedFilename()).toMatch(/\.csv$/);
  return rows(readFileSync(await file.path(), 'utf8'));
}

describe('numbers along one axis', () => {
  it('of an analysis are a curve or a table, and saved as they are', { timeout: 120_000 }, async () => {
    const { page } = viewer;
    await page.getByRole('button', { name: 'Add an operation', exact: true }).click();
    await page
      .locator('.operation-list')
      .getByRole('option')
      .filter({ has: page.getByText('pca', { exact: true }) })
      .click();
    await page.locator('#parameter-components').fill('9');
    await page.getByRole('form').getByRole('button', { name: 'Run', exact: true }).click();
    await page.locator('.outcome').waitFor({ timeout: 100_000 });
    const result = 'singular_values';
    await page.locator('.outcome').getByRole('button', { name: result }).click();
    await page.keyboard.press('Escape');
    await page.locator('.plot canvas').waitFor();
    await viewer.settle();
    const file = join(folder, 'values.npy');
    execFileSync(ronchi, ['run', 'pca', scan, '--components', '9', '--result', result, '-o', file, '--force'], { stdio: 'ignore' });
    const expected = readNpy(file).data;
    const [head, ...lines] = await saved(viewer);
    expect(head).toEqual(['index', `pca ${result} (counts)`]);
    expect(lines.map(([index]) => Number(index))).toEqual([...expected.keys()]);
    for (const [i, [, value]] of lines.entries()) expect(Number(value) / (expected[i] as number)).toBeCloseTo(1, 4);
    await page.getByRole('button', { name: 'Table' }).click();
    expect(await page.locator('.numbers tbody tr').count()).toBe(9);
    await page.getByRole('button', { name: 'Curve' }).click();
    await page.getByRole('button', { name: 'Log' }).click();
    await page.locator('.plot canvas').waitFor();
    await page.keyboard.press('1');
    await viewer.settle();
    expect(await page.locator('.plot').count()).toBe(0);
  });
});

describe('a scan of one axis', () => {
  it('is a trace, along which a click moves the selector', async () => {
    const file = join(folder, 'line.npy');
    const values = Uint16Array.from({ length: 40 * 16 * 16 }, (_, i) => (i * 7919) % 200);
    writeFileSync(file, npy(values, [40, 16, 16]));
    const { link: own, process } = await serve(folder, [file]);
    const other = await Viewer.open(browser, own);
    await other.settle();
    await other.page.locator('.plot canvas').waitFor();
    // A place along it is one number, and a curve has no zoom of an image.
    await other.page.getByRole('heading', { name: /^Diffraction frame \d+$/ }).waitFor();
    await other.page.getByText('Click on the curve to choose a frame').waitFor();
    const place = other.page.getByRole('group', { name: 'Place in the scan, in positions' });
    expect(await place.locator('.number-field > span').allInnerTexts()).toEqual(['Position']);
    await other.image('pattern').focus();
    await other.page.locator('.status', { hasText: '%' }).waitFor();
    await other.page.locator('.plot').focus();
    await other.page.locator('.status', { hasNotText: '%' }).waitFor();
    const [head, ...lines] = await saved(other);
    expect(head?.length).toBe(2);
    expect(lines).toHaveLength(40);
    expect(lines.map(([, value]) => Number(value))).toEqual((await other.values('navigator')).data);
    const box = await other.page.locator('.u-over').boundingBox();
    await other.page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) * 0.9, (box?.y ?? 0) + 40);
    await other.settle();
    const { selectors } = (await other.document()) as never as { selectors: { shape: { row: number; column: number } }[] };
    expect(selectors[0]?.shape.row).toBe(0);
    expect(selectors[0]?.shape.column).toBeGreaterThan(30);
    const frame = selectors[0]?.shape.column ?? 0;
    expect((await other.values('pattern')).data).toEqual([...values.subarray(frame * 256, (frame + 1) * 256)]);
    expect(other.errors).toEqual([]);
    await other.page.context().close();
    await stop(process);
  });
});
