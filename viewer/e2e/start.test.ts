import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { readNpy, Viewer } from './browser';
import { browser, folder } from './own';
import { ronchi, serve, stop } from './server';

describe('without a scan', () => {
  it('offers the demo scan, and goes on with it after the server was started again', async () => {
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    const first = await serve(empty, []);
    const viewer = await Viewer.open(browser, first.link);
    await viewer.page.getByRole('heading', { name: 'Open a scan' }).waitFor();
    await viewer.page.getByRole('button', { name: 'Demo scan' }).click();
    await viewer.page.getByRole('status').filter({ hasText: 'Making the demo scan' }).waitFor();
    await viewer.settle();
    expect((await viewer.values('navigator')).rows).toBe(128);
    await viewer.page.keyboard.press('4');
    await viewer.settle();
    const document = await viewer.document();
    await viewer.page.waitForTimeout(1500); // the session is kept when it rests
    await stop(first.process);
    await viewer.page.getByText('The server does not answer').waitFor();

    // The page that is still open goes on by itself; another one finds the same.
    const second = await serve(empty, []);
    expect(second.link).toBe(first.link);
    await viewer.page.locator('.connection.open').waitFor();
    await viewer.settle();
    expect(await viewer.document()).toEqual(document);
    await viewer.page.keyboard.press('3');
    await viewer.settle();
    await viewer.page.keyboard.press('4');
    await viewer.settle();
    await viewer.page.context().close();
    const again = await Viewer.open(browser, second.link);
    await again.settle();
    expect(await again.document()).toEqual(document);
    expect(again.errors).toEqual([]);
    await again.page.context().close();
    await stop(second.process);
  });

  it('opens a path that is pasted, and a file without a header whose layout is typed', async () => {
    const place = join(folder, 'raw');
    mkdirSync(place);
    const values = Uint16Array.from({ length: 6 * 9 * 16 * 24 }, (_, i) => (i * 7919) % 1000);
    writeFileSync(join(place, 'frames.raw'), values);
    const { link, process } = await serve(place, []);
    const viewer = await Viewer.open(browser, link);
    await viewer.page.keyboard.press('o');
    await viewer.page.keyboard.type('frames');
    await viewer.page.getByLabel('frame shape').fill('16 x 24');
    await viewer.page.getByLabel('dtype').fill('u16');
    await viewer.page.getByLabel('scan shape').fill('6 × 9');
    await viewer.page.locator('.look dl').waitFor();
    await viewer.page.getByRole('button', { name: 'Open', exact: true }).click();
    await viewer.settle();
    const pattern = await viewer.values('pattern');
    const frame = 3 * 9 + 4;
    expect(pattern.data).toEqual([...values.subarray(frame * 16 * 24, (frame + 1) * 16 * 24)]);
    // A paste is told to the page by an event of its own.
    await viewer.page.evaluate(text => {
      const data = new DataTransfer();
      data.setData('text/plain', text);
      document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data }));
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
    }, '/etc/hostname');
    await viewer.page.getByRole('alert').waitFor();
    await viewer.page.context().close();
    await stop(process);
  });
});

describe('a series', () => {
  it('is gone through and played, none left out', async () => {
    const file = join(folder, 'series.h5');
    execFileSync(ronchi, ['simulate', 'quick', file, '--series', '5', '--scan-shape', '12x16', '--frame-shape', '32x32'], {
      stdio: 'ignore',
    });
    const { link, process } = await serve(folder, [file]);
    const viewer = await Viewer.open(browser, link);
    await viewer.settle();
    const expected = join(folder, 'frame.npy');
    for (const key of [']', ']', '[', 'End']) {
      await viewer.page.keyboard.press(key);
      await viewer.settle();
    }
    expect((await viewer.document()).member).toBe(4);
    execFileSync(ronchi, ['run', 'pick', file, '--roi', 'rect:0,0,11,15', '--result', 'intensity', '-o', expected, '--force'], {
      stdio: 'ignore',
    });
    await viewer.page.keyboard.press(' ');
    await viewer.page.waitForFunction(
      () => (window as never as { ronchi: { probe: { members: number[] } } }).ronchi.probe.members.length >= 9,
    );
    await viewer.page.keyboard.press(' ');
    const members = await viewer.page.evaluate(
      () => (window as never as { ronchi: { probe: { members: number[] } } }).ronchi.probe.members,
    );
    for (let i = 1; i < members.length; i++) expect(members[i]).toBe(((members[i - 1] as number) + 1) % 5);
    expect(viewer.errors).toEqual([]);
    await viewer.page.context().close();
    await stop(process);
  });
});

describe('ronchi run --show', () => {
  it('shows the results of an analysis', async () => {
    const scan = join(inject('folder'), 'scan', 'scan_master.h5');
    const sum = join(folder, 'sum.npy');
    const run = spawn(ronchi, ['run', 'sum', scan, '--show', '-o', sum, '--force'], { cwd: folder });
    const link = await new Promise<string>((done, fail) => {
      let text = '';
      run.stderr.on('data', data => {
        text += data;
        const found = /show: (\S+)/.exec(text)?.[1];
        if (found) done(found);
      });
      run.on('exit', code => fail(new Error(`it ended with ${code}: ${text}`)));
    });
    const viewer = await Viewer.open(browser, link);
    await viewer.page.getByRole('group', { name: 'What this pattern shows' }).getByRole('button', { name: 'intensity' }).waitFor();
    await viewer.settle();
    await expect.poll(async () => (await viewer.document()).pattern).toMatchObject({ result: 'intensity' });
    const total = (list: number[]) => list.filter(value => !Number.isNaN(value)).reduce((a, b) => a + b, 0);
    await expect.poll(async () => total((await viewer.values('pattern')).data)).toBe(total(readNpy(sum).data));
    // A masked pixel has no sum here, and 0 in a file of whole numbers.
    expect((await viewer.values('pattern')).data.map(value => (Number.isNaN(value) ? 0 : value))).toEqual(readNpy(sum).data);
    expect(viewer.errors).toEqual([]);
    await viewer.page.context().close();
    await stop(run);
  });
});
