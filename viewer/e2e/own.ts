// A browser and a folder of the test file that imports this: it starts servers on data that it writes there.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { launch } from './browser';

export const folder = mkdtempSync(join(tmpdir(), 'ronchi-e2e-own-'));
export let browser: Browser;

export const at = (name: string) => join(folder, name);

beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});
