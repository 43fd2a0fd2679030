import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { readNpy } from './browser';
import { viewer } from './fresh';
import { ronchi } from './server';

const folder = inject('folder');
const scan = join(folder, 'scan', 'scan_master.h5');

// The image as the command line computes it.
function computed(detector: string): number[] {
  const file = join(folder, 'expected.npy');
  execFileSync(ronchi, ['run', 'virtual-image', scan, '--detector', detector, '-o', file, '--force'], { stdio: 'ignore' });
  return readNpy(file).data;
}

const shapeText = async () => {
  const { detectors, activeDetector } = (await viewer.document()) as never as {
    detectors: { id: string; shape: Record<string, number> & { kind: string } }[];
    activeDetector: string;
  };
  const shape = detectors.find(detector => detector.id === activeDetector)?.shape;
  const numbers = ['row', 'column', 'radius', 'inner', 'outer']
    .filter(name => shape && name in shape)
    .map(name => Math.round((shape?.[name] ?? 0) * 1000) / 1000);
  return `${shape?.kind}:${numbers.join(',')}`;
};

describe('what is seen is what the library computes', () => {
  it('shows the bright field of the found disk, and the frame in the middle', async () => {
    const image = await viewer.values('navigator');
    expect([image.rows, image.columns]).toEqual([128, 128]);
    expect(image.data).toEqual(computed(await shapeText()));
  });

  it('a detector that is dragged gives the image of where it is, its grab offset kept', async () => {
    const before = (await viewer.document()) as never as { detectors: { shape: { row: number; column: number; radius: number } }[] };
    const { row, column, radius } = before.detectors[0]?.shape ?? { row: 0, column: 0, radius: 0 };
    await viewer.drag('pattern', [row + 1, column - 1], [row + 10, column + 19]);
    const after = (await viewer.document()) as never as typeof before;
    expect(after.detectors[0]?.shape.row).toBeCloseTo(row + 9, 1);
    expect(after.detectors[0]?.shape.column).toBeCloseTo(column + 20, 1);
    expect((await viewer.values('navigator')).data).toEqual(computed(await shapeText()));
    await viewer.drag('pattern', [row + 9, column + 20 + radius], [row + 9, column + 20 + radius + 6]);
    expect((await viewer.values('navigator')).data).toEqual(computed(await shapeText()));
  });

  it('draws the colours of the numbers: gray, from raw values', async () => {
    const { data, columns } = await viewer.values('navigator');
    const [low, high] = await viewer.limits('navigator');
    for (const [row, column] of [
      [10, 10],
      [64, 64],
      [100, 31],
      [127, 0],
    ] as const) {
      const value = data[row * columns + column] as number;
      const gray = Math.round(Math.min(Math.max((value - low) / (high - low), 0), 1) * 255);
      const [red, green, blue, alpha] = await viewer.color('navigator', row, column);
      for (const channel of [red, green, blue]) expect(Math.abs((channel ?? 0) - gray)).toBeLessThanOrEqual(1);
      expect(alpha).toBe(255);
    }
  });

  it('an overlay of five is the sum of their colours', async () => {
    for (const text of ['new detector annulus', 'new detector sector', 'new detector rectangle', 'new detector square', 'overlay'])
      await viewer.command(text);
    const { planes, limits, colors, columns } = await viewer.page.evaluate(() => {
      const { picture } = (
        window as never as {
          ronchi: {
            viewer: {
              shown(): Record<
                string,
                {
                  picture: { planes: ArrayLike<number>[]; limits: [number, number][]; colors: [number, number, number][]; columns: number };
                }
              >;
            };
          };
        }
      ).ronchi.viewer.shown().navigator as never;
      const { planes, limits, colors, columns } = picture as {
        planes: ArrayLike<number>[];
        limits: [number, number][];
        colors: [number, number, number][];
        columns: number;
      };
      return { planes: planes.map(plane => Array.from(plane)), limits, colors, columns };
    });
    expect(planes.length).toBe(5);
    await viewer.page.locator('.legend', { hasText: /BF\s*Annulus\s*Sector\s*Rectangle\s*Square/ }).waitFor();
    const [file] = await Promise.all([
      viewer.page.waitForEvent('download', download => download.suggestedFilename().endsWith('.npy')),
      viewer.command('save numbers (npy)'),
    ]);
    const saved = readNpy(await file.path());
    expect(saved.shape).toEqual([5, 128, 128]);
    expect(saved.data).toEqual(planes.flat());
    for (const [row, column] of [
      [10, 10],
      [64, 64],
      [100, 31],
    ] as const) {
      const expected = [0, 1, 2].map(channel => {
        const sum = planes.reduce((total, plane, i) => {
          const [low, high] = limits[i] as [number, number];
          const part = ((plane[row * columns + column] as number) - low) / (high - low);
          return total + (colors[i]?.[channel] ?? 0) * Math.min(Math.max(part, 0), 1);
        }, 0);
        return Math.round(Math.min(sum, 1) * 255);
      });
      const color = await viewer.color('navigator', row, column);
      for (const [i, value] of expected.entries()) expect(Math.abs((color[i] ?? 0) - value)).toBeLessThanOrEqual(1);
    }
  });

  it('an annulus, a polygon and a sector that are drawn are those of the library', async () => {
    for (const [name, from, to] of [
      ['annulus', [64, 62], [64, 92]],
      ['sector', [64, 62], [64, 100]],
      ['rectangle', [30, 30], [50, 70]],
    ] as const) {
      await viewer.page
        .getByRole('toolbar', { name: 'Draw a detector' })
        .getByRole('button', { name: `Draw ${name}` })
        .click();
      await viewer.drag('pattern', [...from], [...to]);
      const { detectors } = (await viewer.document()) as never as { detectors: { shape: Record<string, number> & { kind: string } }[] };
      const shape = detectors.at(-1)?.shape as Record<string, number> & { kind: string };
      expect(shape.kind).toBe(name);
      const numbers = Object.entries(shape)
        .filter(([, value]) => typeof value === 'number')
        .map(([, value]) => Math.round((value as number) * 1000) / 1000);
      expect((await viewer.values('navigator')).data).toEqual(computed(`${name === 'rectangle' ? 'rect' : name}:${numbers.join(',')}`));
    }
  });

  it('a region of the scan gives its mean pattern and says how many frames', async () => {
    await viewer.page.getByRole('toolbar', { name: 'Draw a selector' }).getByRole('button', { name: 'Draw rectangle' }).click();
    await viewer.drag('navigator', [20, 30], [27, 41]);
    await viewer.page.getByRole('heading', { name: /mean of \d+ frames/ }).waitFor();
    const { selectors } = (await viewer.document()) as never as { selectors: { shape: Record<string, number> }[] };
    const { row0 = 0, column0 = 0, row1 = 0, column1 = 0 } = selectors.at(-1)?.shape ?? {};
    const file = join(folder, 'pattern.npy');
    execFileSync(
      ronchi,
      [
        'run',
        'sum',
        scan,
        '--roi',
        `rect:${[Math.ceil(row0), Math.ceil(column0), Math.floor(row1), Math.floor(column1)]}`,
        '-o',
        file,
        '--force',
      ],
      { stdio: 'ignore' },
    );
    const count = (Math.floor(row1) - Math.ceil(row0) + 1) * (Math.floor(column1) - Math.ceil(column0) + 1);
    const expected = readNpy(file).data.map(value => value / count);
    const { data } = await viewer.values('pattern');
    // A masked pixel has no mean; a sum of integers, which cannot say so, holds 0 there.
    const masked = data.flatMap((value, i) => (Number.isNaN(value) ? [i] : []));
    expect(masked).toHaveLength(5);
    for (const i of masked) expect(expected[i]).toBe(0);
    const error = (value: number, i: number) => Math.abs(value - (expected[i] as number)) / Math.max(1, expected[i] as number);
    expect(data.filter((value, i) => error(value as number, i) > 1e-4)).toEqual([]);
  });
});

describe('the hand', () => {
  it('display changes ask for nothing and are drawn', async () => {
    const before = await viewer.requests();
    const color = await viewer.color('pattern', 64, 62);
    await viewer.image('pattern').focus();
    for (const key of ['l', 'c', 'c', 'i', 'a', 'Shift+A']) await viewer.page.keyboard.press(key);
    await viewer.settle();
    expect(await viewer.requests()).toBe(before);
    expect(await viewer.color('pattern', 64, 62)).not.toEqual(color);
  });

  it('everything is undone and done again, gesture by gesture', async () => {
    const first = await viewer.document();
    const states = [];
    for (const key of ['3', 'ArrowRight', 'Shift+ArrowDown', 'e', 'i', '5']) {
      await viewer.page.keyboard.press(key);
      await viewer.settle();
      states.push(await viewer.document());
    }
    for (const expected of [...states.slice(0, -1).reverse(), first]) {
      await viewer.page.keyboard.press('Control+z');
      await viewer.settle();
      expect(await viewer.document()).toEqual(expected);
    }
    for (const expected of states) {
      await viewer.page.keyboard.press('Control+y');
      expect(await viewer.document()).toEqual(expected);
    }
  });

  it('works with the keyboard alone', async () => {
    const { page } = viewer;
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog', { name: 'Commands' }).waitFor();
    await page.keyboard.type('goto 12 40');
    await page.keyboard.press('Enter');
    await viewer.settle();
    await page.getByRole('heading', { name: 'Frame 12, 40' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Shift+ArrowLeft');
    await page.getByRole('heading', { name: 'Frame 13, 30' }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'detached' });
    await page.keyboard.press('o');
    await page.getByRole('dialog', { name: 'Open a scan' }).waitFor();
    await page.keyboard.press('Escape');
    // Tab reaches every control, and shows where it is.
    const reached = new Set<string>();
    for (let i = 0; i < 150; i++) {
      await page.keyboard.press('Tab');
      reached.add(
        await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? ''),
      );
    }
    for (const name of ['Draw annulus', 'HAADF', 'Delete BF', 'All keys (?)'])
      expect(
        [...reached].some(text => text.includes(name)),
        `${name} of ${[...reached].join(' | ')}`,
      ).toBe(true);
  });

  it('zooms at the cursor, shows values, and fits again', async () => {
    const exact = await viewer.place('pattern', 64, 62);
    const [x, y] = [Math.round(exact.x), Math.round(exact.y)]; // pointers are told in whole pixels
    const scale = (await viewer.place('pattern', 65, 62)).y - exact.y;
    const [row, column] = [64 + (y - exact.y) / scale, 62 + (x - exact.x) / scale];
    await viewer.page.mouse.move(x, y);
    for (let i = 0; i < 14; i++) await viewer.page.mouse.wheel(0, -200);
    await viewer.page.locator('.value-labels text').first().waitFor();
    const after = await viewer.place('pattern', row, column);
    expect(Math.hypot(after.x - x, after.y - y)).toBeLessThan(1.5);
    await viewer.page.mouse.dblclick(x, y);
    await viewer.page.locator('.value-labels').waitFor({ state: 'detached' });

    // Zooming alone is no step: undo goes back to what was done before.
    await viewer.page.keyboard.press('3');
    for (let i = 0; i < 3; i++) await viewer.page.mouse.wheel(0, -200);
    await viewer.page.keyboard.press('Control+z');
    await viewer.page.getByText('Undone: ADF').waitFor();
    expect((await viewer.place('pattern', 65, 62)).y - (await viewer.place('pattern', 64, 62)).y).toBeGreaterThan(scale);
  });

  it('pictures and numbers are saved, each with where they come from', async () => {
    const downloads: { name: string; path: string }[] = [];
    viewer.page.on('download', async download => downloads.push({ name: download.suggestedFilename(), path: await download.path() }));
    await viewer.image('navigator').focus();
    await viewer.page.keyboard.press('Control+s');
    await viewer.page.keyboard.press('Control+k');
    await viewer.page.keyboard.type('save numbers npy');
    await viewer.page.keyboard.press('Enter');
    await expect
      .poll(() => downloads.map(download => download.name).sort(), { timeout: 20_000 })
      .toEqual(['scan_bf.json', 'scan_bf.json', 'scan_bf.npy', 'scan_bf.png']);
    const find = (name: string) => downloads.find(download => download.name === name)?.path ?? '';
    expect(readNpy(find('scan_bf.npy')).data).toEqual((await viewer.values('navigator')).data);
    const png = readFileSync(find('scan_bf.png'));
    expect([...png.subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
    const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
    expect(height % 128).toBe(0); // whole pixels of whole size
    expect(width - height).toBe(110); // and beside them what the colours mean
    expect(JSON.parse(readFileSync(find('scan_bf.json'), 'utf8'))).toMatchObject({ what: 'BF', source: { scanShape: [128, 128] } });
  });
});

describe('several images', () => {
  it('stand side by side, each that of its detector, with zoom, cursor and contrast in common', async () => {
    const { page } = viewer;
    await page.keyboard.press('j');
    await viewer.settle();
    const { detectors, images } = (await viewer.document()) as never as {
      detectors: { id: string; name: string }[];
      images: { pane: string; image: { detectors: string[] } }[];
    };
    expect(detectors.map(detector => detector.name)).toEqual(['BF', 'ADF']);
    expect(images.map(({ pane, image }) => [pane, image.detectors[0]])).toEqual([
      ['navigator', 'd1'],
      ['image2', 'd2'],
    ]);
    expect((await viewer.values('image2')).data).toEqual(computed(await shapeText()));
    const [bright, dark] = [await viewer.values('navigator'), await viewer.values('image2')];
    expect(bright.data).not.toEqual(dark.data);

    // The same part of both, and what lies below the cursor in both.
    const at = await viewer.place('navigator', 40, 90);
    await page.mouse.move(at.x, at.y);
    await page.mouse.wheel(0, -400);
    const [a, b] = [await viewer.place('navigator', 40, 90), await viewer.place('image2', 40, 90)];
    const [boxA, boxB] = [await viewer.image('navigator').boundingBox(), await viewer.image('image2').boundingBox()];
    expect(b.x - (boxB?.x ?? 0)).toBeCloseTo(a.x - (boxA?.x ?? 0), 0);
    expect(b.y - (boxB?.y ?? 0)).toBeCloseTo(a.y - (boxA?.y ?? 0), 0);
    const index = 40 * bright.columns + 90;
    await page.mouse.move(at.x + 1, at.y);
    await page.locator('.status .value', { hasText: `BF ${bright.data[index]} counts   ADF ${dark.data[index]} counts` }).waitFor();

    await viewer.image('image2').focus();
    await page.getByRole('group', { name: 'Linked with the other images' }).getByLabel('Contrast').check();
    await viewer.image('navigator').focus();
    await page.getByRole('group', { name: 'Linked with the other images' }).getByLabel('Contrast').check();
    expect(await viewer.limits('navigator')).toEqual(await viewer.limits('image2'));
    await page.getByLabel('Low', { exact: true }).fill('100');
    await page.keyboard.press('Enter');
    await expect.poll(async () => [(await viewer.limits('navigator'))[0], (await viewer.limits('image2'))[0]]).toEqual([100, 100]);

    // A preset goes to the image with the focus; the other stays.
    await viewer.image('image2').focus();
    await page.keyboard.press('4');
    await viewer.settle();
    expect((await viewer.values('navigator')).data).toEqual(bright.data);
    expect((await viewer.values('image2')).data).toEqual(computed(await shapeText()));
    await page.getByRole('button', { name: 'Close this image' }).click();
    expect(await page.locator('.image').count()).toBe(2);
    await page.keyboard.press('Control+z');
    await viewer.settle();
    expect(await page.locator('.image').count()).toBe(3);
  });
});
