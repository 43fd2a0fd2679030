import { describe, expect, it } from 'vitest';
import { Viewer } from './browser';
import { browser, link, viewer } from './fresh';

describe('the page', () => {
  it.each([
    [800, 600],
    [1024, 700],
    [1440, 900],
    [2560, 1440],
  ])('fits a window of %i × %i', async (width, height) => {
    await viewer.page.setViewportSize({ width, height });
    await viewer.settle();
    const outside = await viewer.page.evaluate(() => {
      const list = [];
      for (const element of document.querySelectorAll('.top button, .pane-line > *, .status > *, .image, .scale-bar, .color-bar')) {
        const box = element.getBoundingClientRect();
        if (box.width > 0 && (box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.left < -1 || box.top < -1))
          list.push(element.outerHTML.slice(0, 90));
      }
      for (const aside of document.querySelectorAll('aside'))
        if (aside.scrollWidth > aside.clientWidth + 1) list.push(`${aside.className} is too wide`);
      return list;
    });
    expect(outside).toEqual([]);
    const [a, b] = [await viewer.image('navigator').boundingBox(), await viewer.image('pattern').boundingBox()];
    expect(Math.abs((a?.width ?? 0) - (b?.width ?? 0))).toBeLessThanOrEqual(1);
  });

  it('draws again after the context was lost', async () => {
    const before = await viewer.color('navigator', 64, 64);
    await viewer.page.evaluate(async () => {
      for (const canvas of document.querySelectorAll<HTMLCanvasElement>('.image canvas')) {
        const extension = canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context');
        extension?.loseContext();
        await new Promise(done => setTimeout(done, 60));
        extension?.restoreContext();
      }
      await new Promise(done => setTimeout(done, 200));
    });
    await viewer.settle();
    expect(await viewer.color('navigator', 64, 64)).toEqual(before);
  });

  it('two browsers see one session', async () => {
    const second = await Viewer.open(browser, link);
    await second.settle();
    await viewer.page.keyboard.press('3');
    await second.page.locator('.items .name').first().waitFor();
    await expect.poll(async () => (await second.document()).images).toEqual((await viewer.document()).images);
    await second.settle();
    await viewer.settle();
    expect((await second.values('navigator')).data).toEqual((await viewer.values('navigator')).data);
    expect(second.errors).toEqual([]);
    await second.page.context().close();
  });

  it('a page that comes back finds everything as it was, also beside results of an analysis', async () => {
    await viewer.page.evaluate(() => fetch('api/operations/sum-sig', { method: 'POST', body: '{}' }));
    await viewer.settle();
    await viewer.page.keyboard.press('1');
    await viewer.page.keyboard.press('4');
    await viewer.settle();
    const before = await viewer.document();
    const again = await Viewer.open(browser, link);
    await again.settle();
    expect(await again.document()).toEqual(before);
    await again.page.context().close();
  });

  it('a link, a file and a kept view show the same part, also in a window of another size', async () => {
    const { page } = viewer;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const at = await viewer.place('navigator', 30, 100);
    await page.mouse.move(at.x, at.y);
    await page.mouse.wheel(0, -700);
    await page.keyboard.press('3');
    await viewer.settle();
    const seen = async (from: Viewer) => {
      const [left, top] = [await from.place('navigator', 30, 100), await from.place('navigator', 31, 101)];
      const box = await from.image('navigator').boundingBox();
      return [(top.x - left.x) / Math.min(box?.width ?? 1, box?.height ?? 1), (left.x - (box?.x ?? 0)) / (box?.width ?? 1)];
    };
    const before = await seen(viewer);
    const same = async (from: Viewer) => {
      const now = await seen(from);
      for (const [i, value] of before.entries()) expect(now[i]).toBeCloseTo(value, 2);
    };
    await viewer.page.keyboard.press('Shift+1');
    await viewer.image('navigator').focus();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('copy link');
    await page.keyboard.press('Enter');
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      (async () => {
        await page.keyboard.press('Control+k');
        await page.keyboard.type('save session');
        await page.keyboard.press('Enter');
      })(),
    ]);
    await page.keyboard.press('0');
    await page.keyboard.press('1');
    await viewer.settle();
    await page.keyboard.press('Alt+1');
    await viewer.settle();
    await same(viewer);

    const other = await Viewer.open(browser, `${link}${new URL(copied).hash}`, { width: 1100, height: 720 });
    await other.settle();
    await same(other);
    expect((await other.document()).images).toEqual((await viewer.document()).images);
    expect(new URL(other.page.url()).pathname).toBe('/'); // neither token nor link stay in the address
    expect(new URL(other.page.url()).search + new URL(other.page.url()).hash).toBe('');
    await other.page.keyboard.press('0');
    const [chooser] = await Promise.all([
      other.page.waitForEvent('filechooser'),
      (async () => {
        await other.page.keyboard.press('Control+k');
        await other.page.keyboard.type('restore session');
        await other.page.keyboard.press('Enter');
      })(),
    ]);
    await chooser.setFiles(await download.path());
    await expect.poll(async () => (await seen(other))[0]).toBeCloseTo(before[0] as number, 2);
    await other.settle();
    await same(other);
    expect(other.errors).toEqual([]);
    await other.page.context().close();
  });

  it('says in words what cannot be opened', async () => {
    const { page } = viewer;
    await page.keyboard.press('o');
    await page.keyboard.type('broken');
    await page.locator('.look .hint.error').waitFor();
    expect(await page.locator('.look .hint.error').textContent()).toMatch(/broken_master\.h5/);
    expect(await page.getByRole('button', { name: 'Open', exact: true }).isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    await page.evaluate(
      path =>
        (window as never as { ronchi: { viewer: { connection: { send(request: object): void } } } }).ronchi.viewer.connection.send({
          type: 'open',
          path,
        }),
      '/etc/hostname',
    );
    await page.getByRole('alert').waitFor();
    expect((await viewer.values('navigator')).rows).toBe(128);
  });

  it('asks nothing of other hosts, and strangers get nothing', async () => {
    const hosts = await viewer.page.evaluate(() => performance.getEntriesByType('resource').map(entry => new URL(entry.name).host));
    expect(new Set(hosts)).toEqual(new Set([new URL(link).host]));
    const { origin } = new URL(link);
    expect((await fetch(`${origin}/api/state`)).status).toBe(403);
    expect((await fetch(`${origin}/?token=wrong`)).status).toBe(403);
    expect((await fetch(link, { headers: { Origin: 'http://elsewhere.example' } })).status).toBe(403);
  });
});
