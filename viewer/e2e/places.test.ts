// Data without axes: what is drawn on frames lies in the same place of the data on those that are made of them.

import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { npy, Viewer } from './browser';
import { at, browser, folder } from './own';
import { serve, stop } from './server';

interface Disk {
  row: number;
  column: number;
  radius: number;
}

it('detectors keep their place on cropped and binned frames without axes, calibrated or not', async () => {
  const isLit = (pixel: number) => Math.hypot(Math.floor(pixel / 18) - 8, (pixel % 18) - 9) < 4;
  writeFileSync(
    at('plain.npy'),
    npy(
      Uint16Array.from({ length: 80 * 288 }, (_, i) => (isLit(i % 288) ? 200 : 1)),
      [8, 10, 16, 18],
    ),
  );
  const { link, process } = await serve(folder, [at('plain.npy')]);
  const viewer = await Viewer.open(browser, link);
  await viewer.settle();
  const post = (path: string, body: object) =>
    viewer.page.evaluate(
      async ([to, text]) => void (await fetch(to, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: text })),
      [path, JSON.stringify(body)] as const,
    );
  const detector = async () => ((await viewer.document()) as unknown as { detectors: { shape: Disk }[] }).detectors[0]?.shape as Disk;
  const lookAt = async (name: string, columns: number) => {
    await viewer.page.getByRole('treeitem', { name, exact: true }).click();
    await expect.poll(async () => (await viewer.values('pattern')).columns).toBe(columns);
    await viewer.settle();
    return detector();
  };
  await post('api/signals', {
    signals: [
      { name: 'cut', operation: 'crop', parameters: { crop: '5,5,12,14' } },
      { name: 'half', operation: 'bin-detector', parameters: { 'det-bin': 2 } },
    ],
  });
  const { row, column, radius } = await detector();
  expect([row, column]).toEqual([8, 9]);
  for (const step of [null, 0.5]) {
    if (step) await post('api/calibrate', { calibration: { detectorStep: step, detectorUnit: 'mrad' } });
    expect(await lookAt('cut', 10)).toMatchObject({ row: row - 5, column: column - 5, radius });
    expect(await lookAt('half', 9)).toMatchObject({ row: (row - 0.5) / 2, column: (column - 0.5) / 2, radius: radius / 2 });
    expect(await lookAt('plain.npy', 18)).toMatchObject({ row, column, radius });
  }
  expect(viewer.errors).toEqual([]);
  await viewer.page.context().close();
  await stop(process);
});
