import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { npy, readNpy } from './browser';
import { viewer } from './fresh';
import { ronchi } from './server';

const folder = join(inject('folder'), 'scan');

// What has to be filled in, and what keeps the long ones short.
const filled: Record<string, Record<string, string>> = {
  'virtual-image': { detector: 'disk:64,64,12' },
  masks: { mask: 'weights.npy' },
  'fft-mask': { mask: 'weights.npy' },
  radial: { bins: '3' },
  fem: { 'inner-radius': '20', 'outer-radius': '40' },
  crystallinity: { 'inner-radius': '5', 'outer-radius': '30' },
  pca: { components: '2' },
};
interface Picture {
  signal: string;
  result: string;
  slice?: { at: number };
}
interface Shown {
  images: { image: Partial<Picture> }[];
  pattern: Picture | null;
}
// Which frame came last is decided by chance.
const byChance = ['signal-monitor', 'partition-monitor'];

beforeAll(() => {
  writeWeights(join(folder, 'weights.npy'));
});

const form = (name: string) => viewer.page.getByRole('form', { name, exact: true });

async function choose(name: string): Promise<void> {
  await viewer.page.getByRole('button', { name: 'Add an operation', exact: true }).click();
  await viewer.page
    .locator('.operation-list')
    .getByRole('option')
    .filter({ has: viewer.page.getByText(name, { exact: true }) })
    .click();
  await form(name).waitFor();
}

async function run(name: string, parameters: Record<string, string>): Promise<void> {
  for (const [parameter, text] of Object.entries(parameters)) await form(name).locator(`#parameter-${parameter}`).fill(text);
  await form(name).getByRole('button', { name: 'Run' }).click();
  await form(name).locator('.outcome, .problem').first().waitFor({ timeout: 240_000 });
}

describe('analyses', () => {
  it('all that the server offers run from their form, and give what the command line gives', { timeout: 1_200_000 }, async () => {
    const names = (await viewer.page.evaluate(async () =>
      ((await (await fetch('api/operations')).json()) as { operations: { name: string; gives: string }[] }).operations
        .filter(({ gives }) => gives === 'results')
        .map(({ name }) => name),
    )) as string[];
    expect(names.length).toBeGreaterThanOrEqual(29);
    const refused: string[] = [];
    for (const name of names) {
      await choose(name);
      await run(name, filled[name] ?? {});
      if ((await form(name).locator('.problem').count()) > 0) {
        // Too large for this scan: the command line says the same.
        const said = (await form(name).locator('.problem').textContent()) ?? '';
        expect(refusalOf(name)).toContain(said.replace(/^signal '[^']*': /, ''));
        viewer.errors.splice(0); // where it is refused before it runs, the browser notes it
        refused.push(name);
        await viewer.page.keyboard.press('Escape');
        continue;
      }
      const line = (await form(name).locator('.command-line code').textContent()) ?? '';
      const result = (await form(name).locator('.outcome tbody th').first().textContent()) ?? '';
      await viewer.page.keyboard.press('Escape');
      await viewer.settle();
      const shown = (await viewer.document()) as unknown as Shown;
      const image = shown.images[0]?.image;
      const file = join(folder, 'result.npy');
      execFileSync(
        'bash',
        ['-c', `${line.replace(/^ronchi/, `'${ronchi}'`)} --result ${channel(image, shown, result)} -o '${file}' --force`],
        {
          cwd: folder,
          stdio: ['ignore', 'ignore', 'pipe'],
        },
      );
      const isImage = image?.signal === name && !shown.pattern;
      const pane = isImage ? 'navigator' : shown.pattern ? 'pattern' : null;
      if (!pane || byChance.includes(name)) continue;
      const values = await viewer.received(pane);
      // Of an array of images the first is shown.
      const expected = readNpy(file, image?.slice && isImage ? values.length : undefined);
      const components = expected.data.length / values.length;
      expect(Number.isInteger(components), `${name}: ${expected.data.length} values, ${values.length} shown`).toBe(true);
      for (let i = 0; i < values.length; i += 97) {
        const [a, b] = [values[i] ?? Number.NaN, expected.data[i * components] ?? Number.NaN];
        if (Number.isNaN(a) && Number.isNaN(b)) continue;
        expect(Math.abs(a - b), `${name} at ${i}: ${a} shown, ${b} computed`).toBeLessThanOrEqual(1e-4 * Math.max(1, Math.abs(b)));
      }
      await viewer.command('reset the view');
    }
    expect(refused).toEqual(['pick-fft', 'covariance']);
  });

  it('are saved as pipelines, which give the same', { timeout: 240_000 }, async () => {
    await choose('virtual-image');
    await run('virtual-image', { detector: 'disk:64,64,12' });
    const saved = (await form('virtual-image').getByRole('link', { name: 'Save as a pipeline' }).getAttribute('href')) ?? '';
    const pipeline = JSON.parse(decodeURIComponent(saved.slice(saved.indexOf(',') + 1)));
    const file = join(folder, 'saved.json');
    const outputs = [{ signal: 'virtual-image', file: '{name}-image.npy' }];
    writeFileSync(file, JSON.stringify({ ...pipeline, outputs }));
    const scan = join(folder, 'scan_master.h5');
    execFileSync(ronchi, ['run', file, scan, '-o', join(folder, 'saved')], { stdio: 'ignore' });
    execFileSync(ronchi, ['run', 'virtual-image', scan, '--detector', 'disk:64,64,12', '-o', join(folder, 'one.npy')], { stdio: 'ignore' });
    expect(readFileSync(join(folder, 'saved/scan-image.npy')).equals(readFileSync(join(folder, 'one.npy')))).toBe(true);
  });

  it('say what is wrong with a parameter beside the form', async () => {
    await choose('radial');
    await run('radial', { bins: '0' });
    expect(await form('radial').locator('.problem').textContent()).toBe("signal 'radial': --bins: '0' is not a whole number from 1.");
    // The browser notes each refusal: of what is typed, and of the run.
    const refusals = viewer.errors.splice(0);
    expect(refusals.length).toBeGreaterThan(0);
    for (const refusal of refusals) expect(refusal).toContain('400');
  });

  it('take positions, radii and shapes from the active detector', async () => {
    await viewer.page.keyboard.press('1');
    await choose('com');
    const row = form('com').locator('.parameter', { has: viewer.page.locator('#parameter-center') });
    await row.getByRole('button').click();
    expect(await form('com').locator('#parameter-center').inputValue()).toMatch(/^[\d.]+,[\d.]+$/);
  });

  it('are commands of the palette', async () => {
    await viewer.page.keyboard.press('Control+k');
    await viewer.page.keyboard.type('centre of mass of each frame');
    await viewer.page.keyboard.press('Enter');
    await form('com').waitFor();
  });
});

function refusalOf(name: string): string {
  return spawnSync(ronchi, ['run', name, join(folder, 'scan_master.h5')], { encoding: 'utf8' }).stderr;
}

const channel = (image: Partial<Picture> | undefined, shown: Shown, first: string): string =>
  shown.pattern?.result ?? image?.result ?? first;

// A disk of weights, 128 × 128.
function writeWeights(file: string): void {
  const values = Float32Array.from({ length: 128 * 128 }, (_, i) => Math.max(0, 20 - Math.hypot(Math.floor(i / 128) - 64, (i % 128) - 64)));
  writeFileSync(file, npy(values, [128, 128]));
}
