// What is derived from a scan: added, changed, named, deleted, and taken back.

import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { Viewer } from './browser';
import { browser, link, viewer } from './fresh';

const folder = inject('folder');
const names = async () => (await viewer.signals()).map(signal => signal.name);
const item = (name: string) => viewer.page.getByRole('treeitem', { name, exact: true });
const state = (name: string) => async () => (await viewer.signals()).find(signal => signal.name === name)?.state;

async function fill(name: string, parameters: Record<string, string>, button = 'Run'): Promise<void> {
  const form = viewer.page.getByRole('form', { name, exact: true });
  for (const [parameter, text] of Object.entries(parameters)) await form.locator(`#parameter-${parameter}`).fill(text);
  await form.getByRole('button', { name: button, exact: true }).click();
  await form.locator('.outcome, .problem').first().waitFor({ timeout: 60_000 });
}

async function add(name: string, parameters: Record<string, string> = {}): Promise<void> {
  await viewer.page.getByRole('button', { name: 'Add an operation', exact: true }).click();
  await viewer.page
    .locator('.operation-list')
    .getByRole('option')
    .filter({ has: viewer.page.getByText(name, { exact: true }) })
    .click();
  await fill(name, parameters);
  await viewer.page.keyboard.press('Escape');
  await viewer.settle();
}

async function undo(): Promise<void> {
  await viewer.image('pattern').focus();
  await viewer.page.keyboard.press('Control+z');
}

describe('the tree', () => {
  it('has the scan, and what is added to it, which is shown at once and taken back as one step', async () => {
    await item('scan_master.h5').waitFor();
    const before = await viewer.document();
    await add('com');
    expect(await viewer.signals()).toMatchObject([{ name: 'com', of: 'data', operation: 'com', state: 'kept' }]);
    const { images } = (await viewer.document()) as never as { images: { image: Record<string, unknown> }[] };
    expect(images[0]?.image).toMatchObject({ signal: 'com', show: 'directions' });
    await viewer.page.getByRole('group', { name: 'Part of the picture' }).getByRole('button', { name: 'length' }).click();
    await undo();
    await undo();
    await expect.poll(names).toEqual([]);
    expect(await viewer.document()).toEqual(before);
    await viewer.page.keyboard.press('Control+y');
    await expect.poll(names).toEqual(['com']);
    await expect.poll(async () => (await viewer.document()).images).toEqual(images);
    await viewer.settle();
  });

  it('changes the parameters of a signal, and what is shown follows', async () => {
    await add('com');
    const before = await viewer.received('navigator');
    await item('com').hover();
    await viewer.page.getByRole('button', { name: 'Change the parameters of com' }).click();
    await fill('com', { radius: '6' }, 'Change');
    await viewer.page.keyboard.press('Escape');
    await viewer.settle();
    expect(await names()).toEqual(['com']);
    await expect.poll(async () => await viewer.received('navigator')).not.toEqual(before);
    await undo();
    await expect.poll(async () => await viewer.received('navigator')).toEqual(before);
  });

  it('gives new names with F2, to what needs the signal too, and takes them back', async () => {
    await add('com');
    await add('shift-frames', { by: 'com/field' });
    expect(await viewer.signals()).toMatchObject([{ name: 'com' }, { name: 'shift-frames', parameters: { by: 'com/field' } }]);
    await item('com').focus();
    await viewer.page.keyboard.press('F2');
    await viewer.page.keyboard.type('beam');
    await viewer.page.keyboard.press('Enter');
    await expect.poll(names).toEqual(['beam', 'shift-frames']);
    expect(await viewer.signals()).toMatchObject([{}, { parameters: { by: 'beam/field' } }]);
    await undo();
    await expect.poll(names).toEqual(['com', 'shift-frames']);
  });

  it('duplicates, and deletes a signal with all that needs it', async () => {
    await add('com');
    await add('shift-frames', { by: 'com/field' });
    await item('com').hover();
    await viewer.page.getByRole('button', { name: 'Duplicate com' }).click();
    await expect.poll(names).toEqual(['com', 'shift-frames', 'com-2']);
    await item('com').focus();
    await viewer.page.keyboard.press('Delete');
    await expect.poll(names).toEqual(['com-2']);
    await viewer.page.getByText('Deleted with com, which they need: shift-frames').waitFor();
    await undo();
    await expect.poll(names).toEqual(['com', 'shift-frames', 'com-2']);
    await viewer.settle();
  });

  it('takes back its own step alone, where others added a signal meanwhile', async () => {
    await add('com');
    await viewer.page.evaluate(() => {
      const { viewer: page } = (window as never as { ronchi: { viewer: { tell(request: object): void } } }).ronchi;
      page.tell({
        type: 'signals',
        signals: [
          { name: 'com', operation: 'com' },
          { name: 'theirs', operation: 'sum' },
        ],
      });
    });
    await expect.poll(names).toEqual(['com', 'theirs']);
    await undo();
    await expect.poll(names).toEqual(['theirs']);
    await viewer.page.keyboard.press('Control+y');
    await expect.poll(names).toEqual(['com', 'theirs']);
    await viewer.settle();
  });

  it('looks at derived frames, and back at the data', async () => {
    await add('bin-detector', { 'det-bin': '2' });
    expect((await viewer.document()).of).toBe('bin-detector');
    expect((await viewer.values('pattern')).rows).toBe(64);
    await viewer.page.getByText('128 × 128 × 64 × 64').waitFor();
    // The same detector, on pixels of twice the size: the same image.
    const binned = (await viewer.values('navigator')).data;
    await item('scan_master.h5').click();
    await viewer.settle();
    expect((await viewer.values('pattern')).rows).toBe(128);
    const whole = (await viewer.values('navigator')).data;
    const sum = (list: number[]) => list.reduce((a, b) => a + b, 0);
    expect(Math.abs(sum(binned) / sum(whole) - 1)).toBeLessThan(0.1);
  });

  it('says what has failed, where it failed', async () => {
    await add('com', { radius: '0.1', center: '0.5,0.5' });
    await expect.poll(state('com')).toBe('failed');
    await item('com').locator('.tree-error').waitFor();
    viewer.errors.splice(0);
  });

  it('keeps what was derived over a reload, and for other browsers', async () => {
    await add('com');
    const other = await Viewer.open(browser, link);
    await other.settle();
    expect((await other.signals()).map(signal => signal.name)).toEqual(['com']);
    expect(await other.document()).toEqual(await viewer.document());
    await other.page.context().close();
  });
});

describe('frames of the tree', () => {
  it('that another program deletes leave what was drawn on them where it was', async () => {
    const before = await viewer.document();
    await add('crop', { crop: '32,32,95,95' });
    const moved = (await viewer.document()).detectors as never as { shape: { row: number } }[];
    expect(moved[0]?.shape.row).toBeCloseTo(((before.detectors as never as typeof moved)[0]?.shape.row as number) - 32, 6);
    await viewer.page.evaluate(async () => {
      const headers = { 'Content-Type': 'application/json' };
      await fetch('api/signals', { method: 'POST', headers, body: JSON.stringify({ signals: [] }) });
    });
    await expect.poll(async () => (await viewer.document()).of).toBe('data');
    expect((await viewer.document()).detectors).toEqual(before.detectors);
    await viewer.settle();
  });

  it('are written to a file, are read there, and say so', async () => {
    const { page } = viewer;
    const file = join(folder, 'scan', 'scan-crop.h5');
    rmSync(file, { force: true });
    await add('crop', { crop: '32,32,95,95' });
    const before = (await viewer.values('pattern')).data;
    await item('crop').hover();
    await page.getByRole('button', { name: 'Write crop to a file…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Write crop to a file' });
    await expect(dialog.getByRole('textbox').inputValue()).resolves.toBe(file);
    await dialog.getByRole('button', { name: 'Write' }).click();
    await dialog.waitFor({ state: 'detached', timeout: 60_000 });
    expect(existsSync(file)).toBe(true);
    await item('crop').getByText('in scan-crop.h5').waitFor();
    await expect.poll(state('crop')).toBe('kept');
    await viewer.settle();
    expect((await viewer.values('pattern')).data).toEqual(before);

    // What is read is never replaced; a refusal stays in the dialog, and Escape leaves it.
    await item('crop').hover();
    await page.getByRole('button', { name: 'Write crop to a file…' }).click();
    await dialog.getByRole('textbox').fill(join(folder, 'scan', 'scan_master.h5'));
    await dialog.getByLabel('Replace a file of that name').check();
    await dialog.getByRole('button', { name: 'Write' }).click();
    await dialog.getByRole('alert').filter({ hasText: 'choose another name' }).waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    rmSync(file, { force: true });
    expect(viewer.errors.splice(0)).toEqual([expect.stringContaining('400')]); // the browser tells of the refusal, too
  });
});
