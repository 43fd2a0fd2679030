import { join } from 'node:path';
import { describe, it } from 'vitest';
import { viewer } from './fresh';

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
    await viewer.page.locator('.operation-form').evaluate(form => form.scrollTo(0, form.scrollHeight - form.clientHeight - 60));
    await viewer.page.waitForTimeout(400);
    await picture('analysis');
    await viewer.page.keyboard.press('Escape');
    await viewer.command('reset the view');
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
});
