// What the page says: it covers nothing, what was done goes by itself, and what went wrong stays until it is dismissed or is true no longer.

import { writeFileSync } from 'node:fs';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { npy, Viewer } from './browser';
import { at, browser, folder } from './own';
import { serve, stop } from './server';

const link = inject('link');

type Notify = { ronchi: { viewer: { notify(text: string, isError?: boolean): void } } };

const say = ({ page }: Viewer, text: string, isError: boolean) =>
  page.evaluate(([words, wrong]) => (window as never as Notify).ronchi.viewer.notify(words as string, wrong as boolean), [text, isError]);

const errors = ({ page }: Viewer) => page.locator('.notice').allInnerTexts();
const long = 'scan_master.h5: chunk 12 of frame 345 cannot be read, for its data file is shorter than it says: copy the file again.';

/** Controls that cannot be pressed where they are: something lies above them. */
const covered = ({ page }: Viewer) =>
  page.evaluate(() => {
    const dialog = document.querySelector('.veil');
    return [...document.querySelectorAll<HTMLElement>('button, input, select, [role=tab]')]
      .filter(
        element =>
          element.checkVisibility({ visibilityProperty: true }) && (!dialog || dialog.contains(element) || element.closest('.notices')),
      )
      .flatMap(element => {
        element.scrollIntoView({ block: 'nearest' }); // of a list that scrolls
        const { left, top, width, height } = element.getBoundingClientRect();
        const at = document.elementFromPoint(left + width / 2, top + height / 2);
        const isAbove = at?.closest('.notices, .told') && !at.closest('.notices')?.contains(element);
        return isAbove ? [element.ariaLabel || element.textContent || element.tagName] : [];
      });
  });

describe.each([
  [800, 600],
  [1024, 700],
  [1440, 900],
])('at %i × %i', (width, height) => {
  it('no control is covered by what is said, also beside a dialog', async () => {
    const viewer = await Viewer.open(browser, link, { width, height });
    const { page } = viewer;
    await viewer.settle();
    await say(viewer, long.repeat(3), true);
    await say(viewer, 'The second of them.', true);
    await say(viewer, long, false);
    await page.locator('.notice').nth(1).waitFor();
    await page.locator('.told:not(:empty)').waitFor();
    expect(await covered(viewer)).toEqual([]);
    await page.keyboard.press('o');
    await page.locator('.open-panel .actions').waitFor();
    expect(await covered(viewer)).toEqual([]);
    // Everything of the dialog, and every sentence, is in the window.
    const outside = await page.evaluate(
      () =>
        [...document.querySelectorAll('.open-panel, .open-panel .actions button, .notice, .told')].filter(element => {
          const { left, right, top, bottom } = element.getBoundingClientRect();
          return left < 0 || top < 0 || right > innerWidth || bottom > innerHeight;
        }).length,
    );
    expect(outside).toBe(0);
    await page.context().close();
  });
});

describe('what is said', () => {
  it('goes by itself where it was done, and stays where it went wrong', async () => {
    const viewer = await Viewer.open(browser, link, { width: 1024, height: 700 }, page => page.clock.install());
    const { page } = viewer;
    await page.clock.resume();
    await viewer.settle();
    await page.keyboard.press('Alt+3');
    await page.locator('.told', { hasText: 'No view 3 stored' }).waitFor();
    await say(viewer, 'Something went wrong.', true);
    await page.clock.fastForward('10:00');
    await page.locator('.told:empty').waitFor({ state: 'attached' });
    expect(await errors(viewer)).toEqual(['Something went wrong.']);
    await page.context().close();
  });

  it('is said once, and dismissed by its button, by keys alone, and by Escape, the newest first', async () => {
    const viewer = await Viewer.open(browser, link, { width: 1024, height: 700 });
    const { page } = viewer;
    await viewer.settle();
    for (const text of ['one', 'two', 'three', 'one']) await say(viewer, text, true);
    expect(await errors(viewer)).toEqual(['two', 'three', 'one']);
    const buttons = page.getByRole('alert').getByRole('button', { name: 'Dismiss' });
    await buttons.nth(1).click();
    expect(await errors(viewer)).toEqual(['two', 'one']);
    // Reached with Tab.
    for (let i = 0; i < 200 && !(await page.evaluate(() => document.activeElement?.closest('.notice'))); i++)
      await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await errors(viewer)).length).toBe(1);
    await page.keyboard.press('Escape');
    await expect.poll(() => errors(viewer)).toEqual([]);
    await page.context().close();
  });
});

describe('a server that is away', () => {
  let server: Awaited<ReturnType<typeof serve>> | undefined;
  afterEach(async () => {
    if (server) await stop(server.process);
    server = undefined;
  });

  it('is told in whole lines, and by nothing any longer when it is back', { timeout: 120_000 }, async () => {
    const file = at('away.npy');
    writeFileSync(
      file,
      npy(
        Uint16Array.from({ length: 4 * 5 * 16 * 16 }, (_, i) => i % 251),
        [4, 5, 16, 16],
      ),
    );
    server = await serve(folder, [file]);
    const viewer = await Viewer.open(browser, server.link, { width: 1024, height: 700 });
    const { page } = viewer;
    await viewer.settle();
    await page.getByRole('button', { name: 'Add an operation', exact: true }).click();
    await page
      .locator('.operation-list')
      .getByRole('option')
      .filter({ has: page.getByText('bin-detector', { exact: true }) })
      .click();
    await stop(server.process);
    server = undefined;
    const banner = page.locator('.notice', { hasText: 'The server does not answer. This page reconnects' });
    await banner.waitFor();
    // One sentence, which begins at the left and runs on: not in columns beside one another.
    const lines = await banner.locator('span').evaluate(span => {
      const range = document.createRange();
      range.selectNodeContents(span);
      return [...range.getClientRects()].map(({ top, bottom }) => [top, bottom]);
    });
    const height = await banner.evaluate(element => element.getBoundingClientRect().height);
    expect(height).toBeLessThan(60);
    expect(lines.length).toBeLessThanOrEqual(5);

    await page.locator('#parameter-det-bin').fill('2');
    await page.locator('.operation-form .fault', { hasText: 'does not answer' }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.operation-form .problem', { hasText: 'does not answer' }).waitFor();
    server = await serve(folder, [file]);
    await page.locator('.connection.open').waitFor();
    await banner.waitFor({ state: 'detached' });
    await expect.poll(() => page.getByText('does not answer').count()).toBe(0);
    // The browser tells that requests were refused: that is what was tried.
    viewer.errors.length = 0;
    await page.context().close();
  });
});
