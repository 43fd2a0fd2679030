// What goes beyond one scan: other scans after it, the way back from what the server did, and a server that is away.

import { type ChildProcess, execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { npy, Viewer } from './browser';
import { at, browser, folder } from './own';
import { ronchi, serve, stop } from './server';

// Counts with a bright disk in the middle, so that a scan has a beam.
function scanOf(shape: [number, number, number, number]): Uint16Array {
  const [rows, columns, height, width] = shape;
  return Uint16Array.from({ length: rows * columns * height * width }, (_, i) => {
    const [row, column] = [Math.floor(i / width) % height, i % width];
    const isBeam = Math.hypot(row - height / 2, column - width / 2) < Math.min(height, width) / 5;
    return (isBeam ? 40 : 1) + ((i * 7919) % 5) + (Math.floor(i / (width * height)) % 7);
  });
}

// Ended after each test, whatever became of it: the next one needs the same address.
const running: ChildProcess[] = [];
async function start(args: string[]): Promise<{ link: string; process: ChildProcess }> {
  const server = await serve(folder, args);
  running.push(server.process);
  return server;
}
afterEach(async () => {
  for (const server of running.splice(0)) if (server.exitCode === null && server.signalCode === null) await stop(server);
});

beforeAll(async () => {
  writeFileSync(at('large.npy'), npy(scanOf([4, 4, 256, 256]), [4, 4, 256, 256]));
  writeFileSync(at('small.npy'), npy(scanOf([5, 6, 20, 28]), [5, 6, 20, 28]));
  writeFileSync(at('frames.raw'), scanOf([1, 24, 32, 32]));
  writeFileSync(at('six.npy'), npy(scanOf([24, 5, 16, 16]), [3, 2, 4, 5, 16, 16]));
  const counts = scanOf([6, 7, 32, 32]);
  writeFileSync(
    at('tiny.npy'),
    npy(
      Float32Array.from(counts, value => value * 1e-11),
      [6, 7, 32, 32],
    ),
  );
  writeFileSync(
    at('one.npy'),
    npy(
      Float32Array.from(counts, value => value),
      [6, 7, 32, 32],
    ),
  );
});

const scan = (viewer: Viewer) =>
  viewer.page.evaluate(() =>
    (
      window as never as { ronchi: { viewer: { scan(): { scanShape: number[]; calibration: Record<string, unknown> | null } } } }
    ).ronchi.viewer.scan(),
  );

describe('one scan after another', () => {
  it('raises no error, and takes nothing that was typed for the one before', async () => {
    const { link } = await start([at('large.npy')]);
    const viewer = await Viewer.open(browser, link);
    await viewer.settle();
    await viewer.page.getByRole('button', { name: 'Calibration' }).click();
    await viewer.page.getByRole('textbox', { name: 'Detector pixel' }).fill('0.123');
    await viewer.page.keyboard.press('Enter');
    await viewer.command('new selector: rectangle');
    for (const name of ['small.npy', 'large.npy', 'small.npy']) await viewer.openFile(at(name));
    expect(await viewer.page.getByRole('alert').count()).toBe(0);
    expect(await viewer.page.locator('.refusal').count()).toBe(0);
    expect(await viewer.page.getByRole('textbox', { name: 'Detector pixel' }).inputValue()).toBe('');
    expect(await viewer.page.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true);
    expect(existsSync(at('small.npy.ronchi.json'))).toBe(false);
    await viewer.page.context().close();
  });

  it('shows floats of any scale alike', async () => {
    const { link } = await start([at('one.npy')]);
    const viewer = await Viewer.open(browser, link);
    await viewer.settle();
    const look = async () => {
      const colors = [];
      for (const [row, column] of [
        [16, 16],
        [3, 4],
        [20, 12],
      ] as const)
        colors.push(await viewer.color('pattern', row, column));
      return colors;
    };
    const expected = await look();
    await viewer.openFile(at('tiny.npy'));
    expect(await viewer.limits('pattern')).not.toEqual([0, 0]);
    const now = await look();
    for (const [i, color] of now.entries())
      for (const [k, value] of color.entries()) expect(Math.abs(value - (expected[i]?.[k] ?? 0))).toBeLessThanOrEqual(2);
    expect(now[0]).not.toEqual(now[1]);
    await viewer.image('pattern').focus();
    expect(Number(await viewer.page.getByLabel('High', { exact: true }).inputValue())).toBeGreaterThan(0);
    await viewer.page.context().close();
  });

  it('with several outer axes shows the patterns of each place, with a slider for each axis', async () => {
    const { link } = await start([at('six.npy')]);
    const viewer = await Viewer.open(browser, link);
    await viewer.settle();
    const frames = scanOf([24, 5, 16, 16]);
    const patternOf = (a: number, b: number) => {
      const frame = ((a * 2 + b) * 4 + 2) * 5 + 2;
      return [...frames.subarray(frame * 256, (frame + 1) * 256)];
    };
    expect((await viewer.values('pattern')).data).toEqual(patternOf(0, 0));
    const sliders = viewer.page.locator('.timeline input[type=range]');
    expect(await sliders.count()).toBe(2);
    await sliders.nth(0).fill('2');
    await sliders.nth(1).fill('1');
    await viewer.settle();
    expect((await viewer.values('pattern')).data).toEqual(patternOf(2, 1));
    await viewer.page.keyboard.press('Control+z');
    await viewer.settle();
    expect((await viewer.values('pattern')).data).toEqual(patternOf(2, 0));
    expect(viewer.errors).toEqual([]);
    await viewer.page.context().close();
  });
});

describe('undo', () => {
  it('takes back what the server did: calibration, scan shape', async () => {
    const { link } = await start([]);
    const viewer = await Viewer.open(browser, link);
    await viewer.openFile(at('frames.raw'), { 'frame-shape': '32x32', dtype: 'u16' });
    const { page } = viewer;
    await page.getByRole('button', { name: 'Calibration' }).click();
    await page.getByRole('textbox', { name: 'Scan step' }).fill('0.5');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect.poll(async () => (await scan(viewer)).calibration?.scanStep).toBe(0.5);
    await viewer.image('pattern').focus(); // a scan of one axis is a curve
    await page.keyboard.press('Control+z');
    await page.getByText('Undone: calibration').waitFor();
    await expect.poll(async () => (await scan(viewer)).calibration?.scanStep ?? null).toBeNull();

    await page.keyboard.press('3');
    await viewer.settle();
    const before = await viewer.document();
    const { scanShape } = await scan(viewer);
    await page.getByRole('button', { name: 'Scan', exact: true }).click();
    await page.getByRole('group', { name: 'Rows and columns of the scan' }).getByRole('button', { name: '4 × 6' }).click();
    await expect.poll(async () => (await scan(viewer)).scanShape).toEqual([4, 6]);
    await viewer.settle();
    await viewer.image('navigator').focus();
    await page.keyboard.press('Control+z');
    await page.getByText('Undone: scan shape').waitFor();
    await expect.poll(async () => (await scan(viewer)).scanShape).toEqual(scanShape);
    await viewer.settle();
    expect(await viewer.document()).toEqual(before);
    await page.keyboard.press('Control+z');
    await page.getByText('Undone: ADF').waitFor();
    await viewer.page.context().close();
  });

  it('has one step for all that was played, and one for each gesture meanwhile', async () => {
    const file = at('series.h5');
    execFileSync(ronchi, ['simulate', 'quick', file, '--series', '5', '--scan-shape', '12x16', '--frame-shape', '32x32'], {
      stdio: 'ignore',
    });
    const { link } = await start([file]);
    const viewer = await Viewer.open(browser, link);
    await viewer.settle();
    const { page } = viewer;
    const members = () =>
      page.evaluate(() => (window as never as { ronchi: { probe: { members: number[] } } }).ronchi.probe.members.length);
    await viewer.image('pattern').focus();
    await page.keyboard.press(' ');
    await expect.poll(members).toBeGreaterThan(2);
    const { row, column } = ((await viewer.document()) as never as { detectors: { shape: { row: number; column: number } }[] }).detectors[0]
      ?.shape ?? { row: 0, column: 0 };
    const [a, b] = [await viewer.place('pattern', row, column), await viewer.place('pattern', row + 3, column)];
    await page.mouse.move(a.x, a.y);
    await page.mouse.down();
    await page.mouse.move(b.x, b.y, { steps: 4 });
    await page.mouse.up();
    const seen = await members();
    await expect.poll(members).toBeGreaterThan(seen + 4);
    // At a member that is not the first, or there would be nothing to take back.
    await page.evaluate(
      () =>
        new Promise<void>(done => {
          const { viewer, play } = (window as never as { ronchi: { viewer: { document: { member: number } }; play: { toggle(): void } } })
            .ronchi;
          const look = () => {
            if (viewer.document.member !== 2) return requestAnimationFrame(look);
            play.toggle();
            done();
            return 0;
          };
          look();
        }),
    );
    await page.getByRole('button', { name: 'Undo play' }).waitFor();
    await page.keyboard.press('Control+z');
    await page.getByRole('button', { name: 'Undo move' }).waitFor();
    await page.keyboard.press('Control+z');
    await page.getByRole('button', { name: 'Undo (Ctrl+Z)' }).waitFor();
    await viewer.page.context().close();
  });
});

describe('a server that is away', () => {
  it('is given what was done meanwhile when it is back', async () => {
    const first = await start([at('small.npy')]);
    const viewer = await Viewer.open(browser, first.link);
    await viewer.settle();
    await viewer.page.waitForTimeout(1500); // the session is kept when it rests
    await stop(first.process);
    await viewer.page.getByText('The server does not answer').waitFor();
    await viewer.page.keyboard.press('3');
    await viewer.page.locator('.badge', { hasText: 'stale' }).first().waitFor();
    const done = await viewer.document();
    const second = await start([at('small.npy')]);
    await viewer.page.locator('.connection.open').waitFor();
    await viewer.settle();
    expect(await viewer.document()).toEqual(done);
    const other = await Viewer.open(browser, second.link);
    await other.settle();
    expect(await other.document()).toEqual(done);
    await viewer.page.locator('.badge', { hasText: 'stale' }).waitFor({ state: 'detached' });
    await other.page.context().close();
    await viewer.page.context().close();
  });
});
