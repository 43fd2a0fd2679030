// The form that opens data holds every option that the server takes.

import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WebSocket } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { npy, readNpy, Viewer } from './browser';
import { browser, folder } from './own';
import { ronchi, serve, stop } from './server';

const header = 64;
const values = Uint16Array.from({ length: 6 * 9 * 16 * 24 }, (_, i) => (i * 7919) % 1000);

beforeAll(async () => {
  mkdirSync(join(folder, 'raw'));
  writeFileSync(join(folder, 'raw', 'frames.raw'), Buffer.concat([Buffer.alloc(header), Buffer.from(values.buffer)]));
  const pixels = new Float32Array(16 * 24);
  pixels[5] = 1;
  for (const name of ['mask', 'dark', 'repair']) writeFileSync(join(folder, 'raw', `${name}.npy`), npy(pixels, [16, 24]));
  writeFileSync(join(folder, 'raw', 'gain.npy'), npy(pixels.fill(2), [16, 24]));
});

// What a person might fill in, by the form that the schema names.
const filling = (name: string, { type, ...parameter }: { type: string; enum?: string[]; 'x-form': string }): string =>
  type === 'boolean'
    ? 'true'
    : (parameter.enum?.[0] ??
      { RxC: '6 x 9', TYPE: 'u16', 'ROW0,COL0,ROW1,COL1': '0,0,7,7', N: '2', 'N|auto': '2' }[parameter['x-form']] ??
      `${name}.npy`);

async function choose(viewer: Viewer, file: string): Promise<void> {
  await viewer.page.keyboard.press('o');
  await viewer.page.getByRole('dialog', { name: 'Open a scan' }).waitFor();
  await viewer.page.keyboard.type(file);
  await viewer.page.locator('.open-options').waitFor();
  await viewer.page.getByText('More options').click();
}

async function fill(viewer: Viewer, options: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(options)) {
    const field = viewer.page.locator(`#parameter-${name}`);
    if (text === 'true') await field.check();
    else if (await field.evaluate(element => element.tagName === 'SELECT')) await field.selectOption(text);
    else await field.fill(text);
  }
}

describe('the form for opening', () => {
  it('has a field for each option, and sends what was filled in', async () => {
    const { link, process } = await serve(join(folder, 'raw'), []);
    const sent: Record<string, unknown>[] = [];
    const answer = {
      format: 'any',
      scanShape: [6, 9],
      detectorShape: [16, 24],
      dtype: 'uint16',
      bytes: 1,
      notes: [],
      forms: [],
      suggestedShapes: [],
    };
    const viewer = await Viewer.open(browser, link, undefined, async page => {
      page.on('websocket', (socket: WebSocket) => socket.on('framesent', ({ payload }) => sent.push(JSON.parse(String(payload)))));
      await page.route('**/api/inspect?*', route => route.fulfill({ json: answer }));
      await page.route('**/api/preview?*', route => route.fulfill({ body: '' }));
    });
    const { page } = viewer;
    const schema = (await page.evaluate(async () => {
      const description = await (await fetch('api/openapi.json')).json();
      return description.paths['/api/open'].post.requestBody.content['application/json'].schema.properties;
    })) as Record<string, { type: string; enum?: string[]; 'x-form': string }>;
    const options = Object.fromEntries(
      Object.entries(schema)
        .filter(([name]) => name !== 'path')
        .map(([name, parameter]) => [name, filling(name, parameter)]),
    );
    expect(Object.keys(options).length).toBeGreaterThanOrEqual(18);
    await choose(viewer, 'frames');
    await fill(viewer, options);
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await expect.poll(() => sent.find(message => message.type === 'open')).toBeDefined();
    const expected = Object.fromEntries(
      Object.entries(options).map(([name, text]) => [name, text === 'true' ? true : text.replaceAll(' x ', 'x')]),
    );
    expect(sent.find(message => message.type === 'open')).toEqual({ type: 'open', path: join(folder, 'raw', 'frames.raw'), ...expected });
    await page.context().close();
    await stop(process);
  });

  it('opens as it says, and the copied command line reads the same', async () => {
    const { link, process } = await serve(join(folder, 'raw'), []);
    const viewer = await Viewer.open(browser, link);
    await viewer.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await choose(viewer, 'frames');
    const options = {
      'scan-shape': '6x9',
      'frame-shape': '16x24',
      dtype: 'u16',
      offset: String(header),
      'sync-offset': '1',
      'pixel-mask': 'mask.npy',
      dark: 'dark.npy',
      gain: 'gain.npy',
      repair: 'repair.npy',
      crop: '0,0,15,15',
      'det-bin': '2',
      'scan-bin': '3',
      map: 'true',
    };
    await fill(viewer, options);
    await viewer.page.locator('.look dl').waitFor();
    await viewer.page.getByRole('button', { name: 'Open', exact: true }).click();
    await viewer.settle();
    await viewer.page.keyboard.press('Control+k');
    await viewer.page.keyboard.type('total intensity');
    await viewer.page.keyboard.press('Enter');
    await viewer.settle();
    await viewer.page.getByRole('button', { name: 'Script' }).click();
    await viewer.page.getByRole('menuitem', { name: 'Copy as command line' }).click();
    await viewer.page.getByText('Command copied').waitFor();
    const line = await viewer.page.evaluate(() => navigator.clipboard.readText());
    for (const name of Object.keys(options)) expect(line, name).toContain(`--${name}`);
    const file = join(folder, 'total.npy');
    execFileSync('bash', ['-c', line.replace(/^ronchi/, `'${ronchi}'`).replace(/-o \S+$/, `-o '${file}' --force`)], {
      cwd: join(folder, 'raw'),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    expect((await viewer.values('navigator')).data).toEqual(readNpy(file).data);
    expect(viewer.errors).toEqual([]);
    await viewer.page.context().close();
    await stop(process);
  });
});
