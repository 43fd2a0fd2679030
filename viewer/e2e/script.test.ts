import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch, type Pane, readNpy, Viewer } from './browser';
import { ronchi } from './server';

const folder = inject('folder');
const link = inject('link');
const root = resolve(import.meta.dirname, '../..');
let browser: Browser;
let viewer: Viewer;

beforeAll(async () => {
  browser = await launch();
  viewer = await Viewer.open(browser, link);
  await viewer.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await viewer.settle();
  await command('reset the view');
  await command('ADF');
  await command('new detector annulus');
});
afterAll(() => browser?.close());

const command = (text: string) => viewer.command(text);

async function copied(pane: Pane, what: 'command line' | 'C# program'): Promise<string> {
  await viewer.image(pane).focus();
  await viewer.page.evaluate(() => navigator.clipboard.writeText('nothing yet'));
  await command(`copy as ${what}`);
  // The server says it: it takes a moment.
  for (let tries = 0; tries < 400; tries++) {
    const text = await viewer.page.evaluate(() => navigator.clipboard.readText());
    if (text !== 'nothing yet') return text;
    await new Promise(done => setTimeout(done, 25));
  }
  throw new Error('nothing was copied');
}

// What has no value here may hold any number in a file.
function close(actual: number[], expected: number[]): void {
  expect(actual.length).toBe(expected.length);
  expect(expected.filter(Number.isFinite).length).toBeGreaterThan(expected.length / 2);
  for (let i = 0; i < actual.length; i++) {
    const [a, b] = [actual[i] as number, expected[i] as number];
    if (Number.isFinite(b) && !(Math.abs(a - b) <= 1e-4 * Math.max(1, Math.abs(b)))) throw new Error(`value ${i} is ${a}, not ${b}`);
  }
}

// Runs what was copied, with its result as NPY.
function run(line: string): number[] {
  const file = join(folder, 'copied.npy');
  const words = line.replace(/-o \S+$/, `-o ${file} --force`).match(/'[^']*'|\S+/g) ?? [];
  execFileSync(
    ronchi,
    words.slice(1).map(word => word.replace(/^'(.*)'$/, '$1')),
    { stdio: 'ignore' },
  );
  return readNpy(file).data;
}

const views: [name: string, go: () => Promise<void>, pane: Pane][] = [
  ['a detector', () => command('bright field disk refine').then(() => command('HAADF')), 'navigator'],
  ['a difference', () => command('A−B difference'), 'navigator'],
  ['a ratio', () => command('A−B ratio'), 'navigator'],
  ['a mean', () => command('A−B mean'), 'navigator'],
  ['the total', () => command('total intensity'), 'navigator'],
  ['the centre of mass', () => command('CoM direction'), 'navigator'],
  ['the centre of mass inside a detector', () => command('CoM inside'), 'navigator'],
  ['the four quadrants', () => command('DPC direction'), 'navigator'],
  ['the largest values', () => command('Statistics maximum'), 'navigator'],
  ['the standard deviation', () => command('Statistics deviation'), 'navigator'],
  ['a frame', () => command('goto 17 93'), 'pattern'],
  ['the mean over a circle', () => command('new selector circle'), 'pattern'],
  ['the mean over a line', () => command('new selector line'), 'pattern'],
];

describe('what is copied computes what is seen', () => {
  it.each(views)('%s', async (_, go, pane) => {
    await go();
    const values = run(await copied(pane, 'command line'));
    close(values, await viewer.received(pane));
  });

  it('as a program, too', async () => {
    // Several programs in one: each is an expression that a session gives.
    const expressions: string[] = [];
    const expected: number[][] = [];
    let whole = '';
    const spaces = new Set<string>();
    for (const [go, pane] of [
      ['A−B ratio', 'navigator'],
      ['CoM direction', 'navigator'],
      ['DPC direction', 'navigator'],
      ['Statistics deviation', 'navigator'],
      ['new selector rectangle', 'pattern'],
      ['goto 5 7', 'pattern'],
    ] as const) {
      await command(go);
      whole = await copied(pane, 'C# program');
      expressions.push(/var values = (.*);/.exec(whole)?.[1] ?? '');
      for (const line of whole.match(/^using [\w.]+;$/gm) ?? []) spaces.add(line);
      expected.push(await viewer.received(pane));
    }
    const file = join(folder, 'view.cs');
    const saves = expressions.map((expression, i) => `ArrayFile.Save("values-${i}.npy", [NamedArray.Of(${expression})], overwrite: true);`);
    writeFileSync(
      file,
      whole
        .replace('../src/Signals', join(root, 'src/Signals'))
        .replace(/(using [\w.]+;\n)+/, `${[...spaces].join('\n')}\n`)
        .replace(/var values = .*/, `${saves.join('\n')}\nvar values = ${expressions[0]};`),
    );
    execFileSync('dotnet', ['run', file], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'], timeout: 1_200_000 });
    for (const [i, values] of expected.entries()) close(readNpy(join(folder, `values-${i}.npy`)).data, values);
    close(readNpy(join(folder, 'values.npy')).data, expected[0] as number[]);
  }, 1_260_000);
});
