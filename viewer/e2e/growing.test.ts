// Data that another program writes while they are looked at.

import { execFileSync } from 'node:child_process';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { npy, readNpy, Viewer } from './browser';
import { browser, folder } from './own';
import { ronchi, serve, stop } from './server';

const [rows, columns, side] = [8, 10, 16];
const frameBytes = side * side * 2;
const values = Uint16Array.from({ length: rows * columns * side * side }, (_, i) => {
  const [row, column] = [Math.floor((i % (side * side)) / side), i % side];
  return (Math.hypot(row - 7.5, column - 7.5) < 4 ? 100 : 2) + ((i * 7919) % 31);
});
const whole = npy(values, [rows, columns, side, side]);
const headBytes = whole.length - rows * columns * frameBytes;

const upTo = (frames: number) => headBytes + frames * frameBytes;

/** A file that holds the first frames, and what writes the next. */
function begin(name: string, first: number) {
  const file = join(folder, name);
  writeFileSync(file, whole.subarray(0, upTo(first)));
  let there = first;
  return {
    file,
    write(frames: number) {
      appendFileSync(file, whole.subarray(upTo(there), upTo(frames)));
      there = frames;
    },
  };
}

/** Until the image has so many values; what is not there yet is no number. */
const measured = (page: Page, count: number) =>
  page.waitForFunction(expected => {
    const shown = (
      window as never as { ronchi: { viewer: { shown(): Record<string, { data: ArrayLike<number> }> } } }
    ).ronchi.viewer.shown().navigator;
    return Array.from(shown?.data ?? []).filter(Number.isFinite).length === expected;
  }, count);

function computed(file: string, ...options: string[]): number[] {
  const out = join(folder, 'out.npy');
  execFileSync(ronchi, ['run', ...options, file, '-o', out, '--force'], { stdio: 'ignore' });
  return readNpy(out).data;
}

describe('data that are being written', () => {
  it('are looked at while they come, and in the end are as the finished file', async () => {
    const { file, write } = begin('scan.npy', 12);
    const { link, process } = await serve(folder, [file, '--follow', '--wait', '60']);
    const viewer = await Viewer.open(browser, link);
    const { page } = viewer;
    await measured(page, 12);
    const badge = page.locator('section', { has: viewer.image('navigator') }).locator('.badge.growing');
    expect(await badge.textContent()).toBe('12 of 80 frames');
    // A detector is moved meanwhile: of what is there.
    await viewer.image('pattern').focus();
    await page.keyboard.press('Alt+ArrowRight');
    await page.keyboard.press('Alt+ArrowRight');
    write(47);
    await measured(page, 47);
    await page.waitForFunction(() => document.querySelector('.badge.growing')?.textContent === '47 of 80 frames');
    const { detectors } = (await viewer.document()) as never as { detectors: { shape: { row: number; column: number; radius: number } }[] };
    const { row, column, radius } = detectors[0]?.shape ?? { row: 0, column: 0, radius: 0 };
    const detector = `disk:${[row, column, radius].map(value => Math.round(value * 1000) / 1000)}`;
    const partial = (await viewer.values('navigator')).data;
    // The frame that is looked at comes when it is there.
    await page.keyboard.press('Control+k');
    await page.keyboard.type('goto 6 3');
    await page.keyboard.press('Enter');
    write(80);
    await viewer.settle();
    expect(await page.locator('.badge.growing').count()).toBe(0);
    expect((await viewer.values('pattern')).data).toEqual([
      ...values.subarray((6 * columns + 3) * side * side, (6 * columns + 4) * side * side),
    ]);
    const expected = computed(file, 'virtual-image', '--detector', detector);
    expect((await viewer.values('navigator')).data).toEqual(expected);
    expect(partial.slice(0, 47)).toEqual(expected.slice(0, 47));
    await page.getByRole('button', { name: 'Scan', exact: true }).click();
    expect(await page.locator('.growth').textContent()).toBe('Complete: all 80 frames came.');
    expect(viewer.errors).toEqual([]);
    await page.context().close();
    await stop(process);
  });

  it('that stop say why, and lost frames stay unmeasured', async () => {
    const { file } = begin('stopped.npy', 33);
    const { link, process } = await serve(folder, []);
    const viewer = await Viewer.open(browser, link);
    const { page } = viewer;
    await page.keyboard.press('o');
    await page.getByRole('dialog', { name: 'Open a scan' }).waitFor();
    await page.keyboard.type(file);
    await page.locator('#parameter-follow').check();
    await page.getByText('More options').click();
    await page.locator('#parameter-wait').fill('1');
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await viewer.settle();
    await measured(page, 33);
    expect(
      await page
        .locator('section', { has: viewer.image('navigator') })
        .locator('.badge.lost')
        .textContent(),
    ).toBe('47 lost');
    await page.getByRole('button', { name: 'Scan', exact: true }).click();
    expect(await page.locator('.growth').textContent()).toMatch(
      /^Ended with 33 of 80 frames\. 47 frames never came: their positions are unmeasured\. Nothing new came for 1 s/,
    );
    expect(viewer.errors).toEqual([]);
    await page.context().close();
    await stop(process);
  });
});
