import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { npy, Viewer } from './browser';
import { browser, viewer } from './fresh';
import { serve, stop } from './server';

// The pictures of docs/viewer.md: taken anew on request, RONCHI_UPDATE_DOCS=1.
describe.runIf(process.env.RONCHI_UPDATE_DOCS === '1')('pictures for the documentation', () => {
  const picture = (name: string) => viewer.page.screenshot({ path: join(import.meta.dirname, '../../docs/images', `viewer-${name}.png`) });
  it('bright field, dark field, centre of mass, commands, light', async () => {
    await viewer.page.setViewportSize({ width: 1280, height: 760 });
    await viewer.command('goto 80 46');
    await viewer.page.keyboard.press('3');
    await viewer.page.mouse.move(4, 400);
    await viewer.settle();
    await viewer.page.waitForTimeout(400);
    await picture('adf');
    await viewer.page.keyboard.press('5');
    await viewer.settle();
    await viewer.page.waitForTimeout(400);
    await picture('com');
    await viewer.page.getByRole('button', { name: 'Add an operation', exact: true }).click();
    await viewer.page.locator('.operation-list').getByRole('option', { name: 'com Computes' }).click();
    await viewer.page.locator('.operation-form').getByRole('button', { name: 'Run' }).click();
    await viewer.page.locator('.outcome tbody tr').nth(6).waitFor();
    // The command at the end names a folder of the test.
    await viewer.page.locator('.operation-form').evaluate(form => form.scrollTo(0, form.scrollHeight - form.clientHeight - 170));
    await viewer.page.waitForTimeout(400);
    await picture('analysis');
    await viewer.page.keyboard.press('Escape');
    await viewer.command('reset the view');
    await viewer.command('goto 80 46');
    await viewer.page.getByRole('tab', { name: 'Process' }).click();
    await viewer.command('operate-bin-detector');
    await viewer.page.locator('#parameter-det-bin').fill('2');
    await viewer.page.locator('.badge', { hasText: 'preview' }).first().waitFor();
    await viewer.settle();
    await viewer.page.waitForTimeout(400);
    await picture('process');
    await viewer.page.keyboard.press('Escape');
    await viewer.page.getByRole('tab', { name: 'Compare' }).click();
    await viewer.page.getByRole('group', { name: 'Compare' }).getByLabel('Same picture').uncheck();
    await viewer.image('cell2').focus();
    await viewer.page.keyboard.press('5');
    await viewer.page.mouse.move(4, 500);
    await viewer.settle();
    await viewer.page.waitForTimeout(400);
    await picture('compare');
    await viewer.page.getByRole('tab', { name: '4D' }).click();
    await viewer.settle();
    await viewer.page.keyboard.press('Control+k');
    await viewer.page.keyboard.type('det');
    await viewer.page.waitForTimeout(300);
    await picture('commands');
    await viewer.page.keyboard.press('Escape');
    for (let i = 0; i < 3; i++) await viewer.page.keyboard.press('j');
    await viewer.settle();
    const at = await viewer.place('navigator', 70, 50);
    await viewer.page.mouse.move(at.x, at.y);
    await viewer.page.mouse.wheel(0, -250);
    await viewer.settle();
    await viewer.page.waitForTimeout(400);
    await picture('images');
    for (let i = 0; i < 3; i++) await viewer.page.keyboard.press('Shift+J');
    await viewer.page.keyboard.press('0');
    await viewer.command('dark or light');
    await viewer.page.getByRole('toolbar', { name: 'Draw a selector' }).getByRole('button', { name: 'Draw rectangle' }).click();
    await viewer.drag('navigator', [70, 60], [100, 90]);
    await viewer.page.keyboard.press('1');
    await viewer.settle();
    await viewer.page.waitForTimeout(400);
    await picture('light');
    await viewer.page.keyboard.press('o');
    await viewer.page.keyboard.type('scan_m');
    await viewer.page.locator('.look dl').waitFor();
    await viewer.page.locator('.look canvas').waitFor();
    // The folder is one of the test.
    await viewer.page.locator('.folder').evaluate(folder => {
      folder.textContent = 'scans';
    });
    await picture('open');
    await viewer.page.keyboard.press('Escape');
  });

  it('a spectrum image with an energy window', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ronchi-pictures-'));
    const file = join(folder, 'edges.npy');
    writeFileSync(file, npy(edges(96, 96, 640), [96, 96, 640]));
    const calibration = { scanStep: 0.5, scanUnit: 'nm', detectorStep: 0.5, detectorUnit: 'eV' };
    writeFileSync(`${file}.ronchi.json`, JSON.stringify(calibration));
    const { link, process: server } = await serve(folder, [file, '--detector-axes', '1']);
    const own = await Viewer.open(browser, link, { width: 1280, height: 760 });
    await own.settle();
    const fields = own.page.getByRole('group', { name: 'Range of Window' }).getByRole('textbox');
    for (const [i, energy] of ['266', '286'].entries()) {
      await fields.nth(i).fill(energy);
      await own.page.keyboard.press('Enter');
    }
    await own.page.keyboard.press('Escape');
    await own.command('goto 56 64');
    await own.page.mouse.move(4, 500);
    await own.settle();
    await own.page.waitForTimeout(400);
    await own.page.screenshot({ path: join(import.meta.dirname, '../../docs/images', 'viewer-spectrum.png') });
    await own.page.context().close();
    await stop(server);
    rmSync(folder, { recursive: true, force: true });
  });
});

/** An energy loss spectrum at each position: a falling background, and an edge at 284 eV where there are particles. */
function edges(rows: number, columns: number, channels: number): Uint16Array {
  const particles = [
    [30, 28, 16],
    [58, 66, 22],
    [74, 24, 10],
    [20, 74, 12],
  ] as const;
  return Uint16Array.from({ length: rows * columns * channels }, (_, i) => {
    const [position, channel] = [Math.floor(i / channels), i % channels];
    const [row, column, energy] = [Math.floor(position / columns), position % columns, 20 + channel / 2];
    const amount = particles.reduce((sum, [r, c, radius]) => sum + Math.max(1 - ((row - r) ** 2 + (column - c) ** 2) / radius ** 2, 0), 0);
    const edge = energy < 284 ? 0 : amount * (180 * Math.exp(-(((energy - 287) / 2.5) ** 2)) + 320 * (284 / energy) ** 2.5);
    const noise = ((i * 2654435761) % 4294967296) / 4294967296 - 0.5;
    const mean = 60 + 900 * (200 / (energy + 120)) ** 2 + edge;
    return Math.max(Math.round(mean + noise * 2.2 * Math.sqrt(mean)), 0);
  });
}
