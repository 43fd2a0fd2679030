import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch, Viewer } from './browser';

const link = inject('link');
let browser: Browser;
let viewer: Viewer;

beforeAll(async () => {
  browser = await launch();
  viewer = await Viewer.open(browser, link);
  viewer.page.setDefaultTimeout(8000);
  await viewer.settle();
});
afterAll(() => browser?.close());

// Contrast of each text against what lies behind it: WCAG 2.2, 1.4.3, relative luminance as defined there.
const faint = () =>
  viewer.page.evaluate(() => {
    const channels = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number);
    const luminance = ([r = 0, g = 0, b = 0]: number[]) => {
      const [x = 0, y = 0, z = 0] = [r, g, b].map(c => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const behind = (element: Element): number[] => {
      const layers: number[][] = [];
      for (let at: Element | null = element; at; at = at.parentElement) {
        const [r = 0, g = 0, b = 0, alpha = 1] = channels(getComputedStyle(at).backgroundColor);
        layers.push([r, g, b, alpha]);
        if (alpha === 1) break;
      }
      let [r, g, b] = [255, 255, 255];
      for (const [lr = 0, lg = 0, lb = 0, alpha = 0] of layers.reverse())
        [r, g, b] = [r + (lr - r) * alpha, g + (lg - g) * alpha, b + (lb - b) * alpha];
      return [r, g, b];
    };
    const list: string[] = [];
    const walker = document.createTreeWalker(document.querySelector('.app') as Element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement as HTMLElement;
      const text = node.textContent?.trim() ?? '';
      if (text === '' || element.closest('.visually-hidden, :disabled, option') || !element.checkVisibility()) continue;
      const style = getComputedStyle(element);
      const [back, [r = 0, g = 0, b = 0, alpha = 1]] = [behind(element), channels(style.color)];
      const front = [r, g, b].map((c, i) => (back[i] as number) + (c - (back[i] as number)) * alpha);
      const [one, other] = [luminance(front), luminance(back)];
      const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
      const size = Number.parseFloat(style.fontSize);
      const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      if (ratio < (isLarge ? 3 : 4.5)) list.push(`${text.slice(0, 30)}: ${ratio.toFixed(2)} (${element.className || element.tagName})`);
    }
    return [...new Set(list)];
  });

// What a screen reader would have no name for, or that cannot be reached.
const nameless = () =>
  viewer.page.evaluate(() => {
    const list: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>('button, input, select, textarea, [role], [tabindex="0"]')) {
      if (!element.checkVisibility() || element.closest('[aria-hidden=true]')) continue;
      const labels = 'labels' in element ? [...((element as HTMLInputElement).labels ?? [])].map(label => label.textContent?.trim()) : [];
      const name =
        element.getAttribute('aria-label') ||
        document.getElementById(element.getAttribute('aria-labelledby') ?? '')?.textContent ||
        labels.join(' ') ||
        element.textContent?.trim() ||
        element.title;
      const needsNone = ['option', 'status', 'alert', 'group', 'presentation'].includes(element.getAttribute('role') ?? '');
      if (!name && !needsNone) list.push(element.outerHTML.slice(0, 100));
    }
    for (const image of document.querySelectorAll('img')) if (!image.hasAttribute('alt')) list.push(image.outerHTML);
    const ids = [...document.querySelectorAll('[id]')].map(element => element.id);
    for (const id of ids) if (ids.filter(other => other === id).length > 1) list.push(`two elements are called ${id}`);
    return list;
  });

async function operation(): Promise<void> {
  await viewer.page.keyboard.press('p');
  await viewer.page.locator('.operation-list').getByRole('option').first().click();
}

const places: [string, () => Promise<void>][] = [
  ['the page', async () => {}],
  ['several images and selectors', async () => void (await viewer.page.keyboard.press('j'))],
  ['the tree', async () => void (await viewer.page.locator('.tree-item').first().focus())],
  ['several scans', async () => void (await viewer.page.getByRole('tab', { name: 'Compare' }).click())],
  ['an operation', async () => operation()],
  ['the commands', async () => void (await viewer.page.keyboard.press('Control+k'))],
  ['the keys', async () => void (await viewer.page.keyboard.press('?'))],
  ['files', async () => void (await viewer.page.keyboard.press('o'))],
  ['the monitor', async () => void (await viewer.page.getByRole('button', { name: 'Memory, timing and jobs' }).click())],
];

describe.each(['dark', 'light'])('in %s', theme => {
  it.each(places)('%s: legible, and everything has a name', async (name, go) => {
    const { page } = viewer;
    if ((await page.locator('.app').getAttribute('data-theme')) !== theme)
      await page.getByRole('button', { name: theme === 'dark' ? 'Dark' : 'Light', exact: true }).click();
    await go();
    await page.waitForTimeout(400);
    const found = { faint: await faint(), nameless: await nameless() };
    if (name === 'the monitor') await page.getByRole('button', { name: 'Close', exact: true }).click();
    else await page.keyboard.press('Escape');
    if (name === 'several scans') await page.getByRole('tab', { name: '4D' }).click();
    if (name === 'several images and selectors') await page.keyboard.press('Control+z');
    expect(found).toEqual({ faint: [], nameless: [] });
  });
});

describe('the keyboard', () => {
  it('reaches everything in the order in which it is read, and the focus is seen', async () => {
    const { page } = viewer;
    await page.locator('.told:empty').waitFor({ state: 'attached' });
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    const seen: { text: string; area: string; hasRing: boolean }[] = [];
    for (let i = 0; i < 180; i++) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(() => {
        const element = document.activeElement as HTMLElement | null;
        if (!element || element === document.body) return null;
        const area = element.closest('.top, .panel, .stage')?.classList[0] ?? 'elsewhere';
        const ringed = [element, element.closest('label'), element.closest('.pane')?.querySelector('header')].filter(
          other => other != null,
        );
        const hasRing = ringed.some(other => {
          const style = getComputedStyle(other as Element);
          return (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
        });
        return { text: element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 30) ?? '', area, hasRing };
      });
      if (!at) break;
      seen.push(at);
    }
    const areas = seen.map(at => at.area).filter((area, i, all) => area !== all[i - 1]);
    expect(areas).toEqual(['top', 'panel', 'stage']);
    expect(seen.filter(at => !at.hasRing)).toEqual([]);
    expect(seen.length).toBeGreaterThan(40);
  });

  it('stays inside what is open above the page, and Escape leaves it', async () => {
    const { page } = viewer;
    for (const [key, name] of [
      ['o', 'Open a scan'],
      ['Control+k', 'Commands'],
      ['?', 'Keys'],
    ] as const) {
      await viewer.image('navigator').focus();
      await page.keyboard.press(key);
      const dialog = page.getByRole('dialog', { name });
      await dialog.waitFor();
      for (let i = 0; i < 30; i++) {
        await page.keyboard.press('Tab');
        expect(await dialog.evaluate(element => element.contains(document.activeElement)), `${name}, Tab ${i}`).toBe(true);
      }
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      expect(await page.evaluate(() => document.activeElement?.classList.contains('image'))).toBe(true);
    }
  });
});
