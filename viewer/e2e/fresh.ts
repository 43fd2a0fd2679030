// A fresh page for each test of the file that imports this: it looks at the demo scan as at first, and has raised no error in the end.

import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject } from 'vitest';
import { launch, Viewer } from './browser';

export const link = inject('link');
export let browser: Browser;
export let viewer: Viewer;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  viewer = await Viewer.fresh(browser, link);
});
afterEach(async () => {
  expect(viewer.errors).toEqual([]);
  await viewer.page.context().close();
});
