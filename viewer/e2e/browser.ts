// A page in Debian's Chromium, and what tests ask of it.

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

export type Pane = 'navigator' | `image${number}` | `cell${number}` | 'before' | 'pattern';

/** What tests look at of a signal of the tree. */
export interface Signal {
  name: string;
  of: string;
  operation: string | null;
  state: string;
  parameters: Record<string, unknown>;
}

export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.RONCHI_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      '--disable-dev-shm-usage',
      '--hide-scrollbars',
      '--force-device-scale-factor=1',
      '--disable-background-networking',
    ],
  });

export class Viewer {
  readonly errors: string[] = [];

  private constructor(readonly page: Page) {
    page.on('console', message => {
      if (message.type() === 'error') this.errors.push(message.text());
    });
    page.on('pageerror', error => this.errors.push(error.message));
  }

  /** Opens the page, once what stands between it and the server is prepared. */
  static async open(
    browser: Browser,
    link: string,
    size = { width: 1440, height: 900 },
    prepare?: (page: Page) => Promise<void>,
  ): Promise<Viewer> {
    const context = await browser.newContext({ viewport: size, acceptDownloads: true, colorScheme: 'dark' });
    const viewer = new Viewer(await context.newPage());
    await prepare?.(viewer.page);
    await viewer.page.goto(link);
    await viewer.page.locator('.connection.open').waitFor();
    return viewer;
  }

  /** A page that looks at the scan as at first, with nothing derived from it. */
  static async fresh(browser: Browser, link: string): Promise<Viewer> {
    const viewer = await Viewer.open(browser, link);
    await viewer.page.evaluate(async () => {
      const { scans, active } = (await (await fetch('api/state')).json()) as { scans: { id: string }[]; active: string };
      const post = (address: string, body: object) =>
        fetch(address, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
      for (const { id } of scans.slice(1)) await post('api/close', { scan: id });
      await post('api/signals', { scan: scans.length > 1 ? scans[0]?.id : active, signals: [] });
      await post('api/patch', { layout: { tab: null, cells: null, cellLinks: null, processLinks: null } });
    });
    await viewer.page.waitForFunction(() => {
      const { viewer } = (
        window as never as {
          ronchi: { viewer: { session(): { scans: { signals: object[] }[] }; document: { tab: string } } };
        }
      ).ronchi;
      const { scans } = viewer.session();
      return scans.length === 1 && scans[0]?.signals.length === 0 && viewer.document.tab === '4d';
    });
    await viewer.settle();
    await viewer.command('reset the view');
    return viewer;
  }

  /** Runs a command by a few of its letters. */
  async command(text: string): Promise<void> {
    await this.page.keyboard.press('Control+k');
    await this.page.keyboard.type(text);
    await this.page.keyboard.press('Enter');
    await this.settle();
  }

  /** Opens data as the page asks for it, and waits until they are looked at. */
  async openFile(path: string, request: Record<string, string | boolean> = {}): Promise<void> {
    await this.page.evaluate(
      open => (window as never as { ronchi: { viewer: { tell(request: object): void } } }).ronchi.viewer.tell(open),
      { type: 'open', path, ...request },
    );
    await this.page.locator('.dataset', { hasText: basename(path).replace(/\.\w+$/, '') }).waitFor();
    await this.settle();
  }

  /** Waits until everything that was asked for is on the screen. */
  async settle(): Promise<void> {
    await this.page.waitForFunction(() => {
      const { viewer } = (
        window as never as {
          ronchi: {
            viewer: {
              connection: { isSettled(): boolean };
              document: { tab: string; images: { pane: string }[]; cells: { pane: string }[] };
              shown(): Record<string, unknown>;
              scan(): { isComplete: boolean } | undefined;
              framesAt(isAfter: boolean): object | null;
            };
          };
        }
      ).ronchi;
      const { tab, images, cells } = viewer.document;
      const views = tab === 'compare' ? cells : tab === 'process' ? images.slice(0, 1) : images;
      const frames = tab === 'process' && viewer.framesAt(false) ? ['before', 'pattern'] : ['pattern'];
      const isThere = [...views.map(view => view.pane), ...frames].every(pane => viewer.shown()[pane]);
      return viewer.connection.isSettled() && viewer.scan()?.isComplete && isThere;
    });
    await this.page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))));
  }

  /** The numbers that a pane shows. */
  values(pane: Pane): Promise<{ rows: number; columns: number; data: number[] }> {
    return this.page.evaluate(name => {
      const shown = (
        window as never as {
          ronchi: { viewer: { shown(): Record<string, { picture: { rows: number; columns: number }; data: ArrayLike<number> }> } };
        }
      ).ronchi.viewer.shown()[name];
      return { rows: shown?.picture.rows ?? 0, columns: shown?.picture.columns ?? 0, data: Array.from(shown?.data ?? []) };
    }, pane);
  }

  /** The numbers as they came, vectors one after the other; what was not measured is no number. */
  received(pane: Pane): Promise<number[]> {
    return this.page.evaluate(name => {
      const shown = (
        window as never as {
          ronchi: {
            viewer: {
              shown(): Record<string, { received: { planes: number; data: ArrayLike<number>; validity: Uint8Array | null }[] }>;
            };
          };
        }
      ).ronchi.viewer.shown()[name];
      return (shown?.received ?? []).flatMap(({ planes, data, validity }) => {
        const length = data.length / planes;
        return Array.from(data, (_, i) => {
          const at = (i % planes) * length + Math.floor(i / planes);
          return validity?.[at % length] === 0 ? Number.NaN : (data[at] as number);
        });
      });
    }, pane);
  }

  /** Where an image position lies on the page. */
  async place(pane: Pane, row: number, column: number): Promise<{ x: number; y: number }> {
    const camera = await this.page.evaluate(name => {
      const state = (
        window as never as { ronchi: { viewer: { panes: Record<string, { camera: { row: number; column: number; scale: number } }> } } }
      ).ronchi.viewer.panes[name];
      return { ...state?.camera } as { row: number; column: number; scale: number };
    }, pane);
    const box = await this.image(pane).boundingBox();
    if (!box) throw new Error('the pane is not there');
    return {
      x: box.x + box.width / 2 + (column - camera.column) * camera.scale,
      y: box.y + box.height / 2 + (row - camera.row) * camera.scale,
    };
  }

  image(pane: Pane) {
    return this.page.locator(`.image[data-pane=${pane}]`);
  }

  async drag(pane: Pane, from: [number, number], to: [number, number], steps = 8): Promise<void> {
    const [a, b] = [await this.place(pane, ...from), await this.place(pane, ...to)];
    await this.page.mouse.move(a.x, a.y);
    await this.page.mouse.down();
    await this.page.mouse.move(b.x, b.y, { steps });
    await this.page.mouse.up();
    await this.settle();
  }

  /** The colour on the canvas at an image position. */
  async color(pane: Pane, row: number, column: number): Promise<number[]> {
    const { x, y } = await this.place(pane, row, column);
    const box = await this.image(pane).boundingBox();
    return this.page.evaluate(
      ([name, px, py]) =>
        (
          window as never as { ronchi: { probe: { renderers: Record<string, { pixel(x: number, y: number): number[] }> } } }
        ).ronchi.probe.renderers[name as string]?.pixel(px as number, py as number) ?? [],
      [pane, x - (box?.x ?? 0), y - (box?.y ?? 0)] as const,
    );
  }

  /** The share of the window that images fill. */
  filled(): Promise<number> {
    return this.page.evaluate(() => {
      const boxes = [...document.querySelectorAll('.image canvas')].map(canvas => canvas.getBoundingClientRect());
      return boxes.reduce((sum, box) => sum + box.width * box.height, 0) / (innerWidth * innerHeight);
    });
  }

  document(): Promise<Record<string, never>> {
    return this.page.evaluate(() =>
      JSON.parse(JSON.stringify((window as never as { ronchi: { viewer: { document: unknown } } }).ronchi.viewer.document)),
    );
  }

  /** The tree of the scan that is looked at. */
  signals(): Promise<Signal[]> {
    return this.page.evaluate(() =>
      JSON.parse(
        JSON.stringify((window as never as { ronchi: { viewer: { root(): { signals: unknown } } } }).ronchi.viewer.root().signals),
      ),
    );
  }

  limits(pane: Pane): Promise<[number, number]> {
    return this.page.evaluate(
      name => (window as never as { ronchi: { viewer: { limits(pane: string): [number, number] } } }).ronchi.viewer.limits(name),
      pane,
    );
  }

  requests(): Promise<number> {
    return this.page.evaluate(
      () =>
        (window as never as { ronchi: { viewer: { connection: { counts: { requests: number } } } } }).ronchi.viewer.connection.counts
          .requests,
    );
  }
}

/** The numbers of an NPY file, or so many of them. */
export function readNpy(file: string, most = Number.POSITIVE_INFINITY): { shape: number[]; data: number[] } {
  const bytes = readFileSync(file);
  const length = bytes.readUInt16LE(8);
  const header = bytes.toString('latin1', 10, 10 + length);
  const type = /'descr': '[<|]([fui]\d)'/.exec(header)?.[1];
  const shape = (/'shape': \(([^)]*)\)/.exec(header)?.[1] ?? '')
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '')
    .map(Number);
  const view = new DataView(bytes.buffer, bytes.byteOffset + 10 + length);
  const size = Number(type?.[1]);
  const read: Record<string, (at: number) => number> = {
    u1: at => view.getUint8(at),
    u2: at => view.getUint16(at, true),
    u4: at => view.getUint32(at, true),
    u8: at => Number(view.getBigUint64(at, true)),
    i4: at => view.getInt32(at, true),
    i8: at => Number(view.getBigInt64(at, true)),
    f4: at => view.getFloat32(at, true),
    f8: at => view.getFloat64(at, true),
  };
  const take = read[type ?? ''];
  if (!take) throw new Error(`${file}: ${type}`);
  const count = shape.reduce((a, b) => a * b, 1);
  return { shape, data: Array.from({ length: Math.min(count, most) }, (_, i) => take(i * size)) };
}

/** An NPY file. */
export function npy(
  data: Float32Array | Float64Array | Uint16Array | Uint8Array | BigUint64Array | BigInt64Array,
  shape: number[],
): Buffer {
  const letter = data instanceof Float32Array || data instanceof Float64Array ? 'f' : data instanceof BigInt64Array ? 'i' : 'u';
  const type = `${letter}${data.BYTES_PER_ELEMENT}`;
  const header = `{'descr': '<${type}', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`.padEnd(117, ' ');
  const head = Buffer.concat([Buffer.from([0x93]), Buffer.from('NUMPY'), Buffer.from([1, 0, 118, 0]), Buffer.from(`${header}\n`)]);
  return Buffer.concat([head, Buffer.from(data.buffer, data.byteOffset, data.byteLength)]);
}
