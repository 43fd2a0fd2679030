// What leaves the page: pictures as they are seen, numbers as they are, links and scripts.

import { unwrap } from 'solid-js/store';
import { colorNames } from '../display/picture';
import { said } from '../protocol/ask';
import type { NumberArray, Values } from '../protocol/values';
import { csvOf, curvesIn } from './curves';
import { isFramePane, type Pane, parted, viewOf } from './document';
import { figureOf } from './figure';
import { type Linked, toFragment } from './link';
import { isLook } from './pictures';
import { imageName } from './requests';
import { requestsOf, type Script, scriptsOf } from './script';
import { callsOf } from './tree';
import type { Viewer } from './viewer';

/** Puts a text on the clipboard, and says so. */
export async function copy(viewer: Viewer, text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    viewer.notify(`${what} copied`);
  } catch {
    viewer.notify(`This browser does not allow copying from here: ${text}`, true);
  }
}

/** What is looked at, and how: enough to see it again. */
export function viewOfNow(viewer: Viewer): Linked | null {
  const scan = viewer.root();
  if (!scan) return null;
  const { document } = parted(unwrap(viewer.document) as unknown as Record<string, unknown>);
  const signals = callsOf(scan);
  return { path: scan.path, request: scan.request, document, ...(signals.length > 0 ? { signals } : {}), cameras: viewer.keptCameras() };
}

function fragmentOf(viewer: Viewer): string | null {
  const kept = viewOfNow(viewer);
  return kept && toFragment(kept);
}

export function copyLink(viewer: Viewer): void {
  const fragment = fragmentOf(viewer);
  if (fragment) void copy(viewer, `${location.origin}${location.pathname}${fragment}`, 'Link');
}

const scriptNames = { command: 'Command', program: 'Program', pipeline: 'Pipeline' } as const;
const textOf = (script: Script, kind: keyof typeof scriptNames): string | null =>
  kind === 'pipeline' ? script.pipeline && `${JSON.stringify(script.pipeline, null, 2)}\n` : script[kind];

/** What a pane shows, as a command line, a program or a pipeline. */
export async function copyScript(viewer: Viewer, kind: keyof typeof scriptNames, pane: Pane): Promise<void> {
  try {
    const scripts = await scriptsOf(viewer, pane);
    const texts = scripts.map(script => textOf(script, kind)).filter(text => text !== null);
    if (texts.length > 0) await copy(viewer, texts.join('\n'), scriptNames[kind]);
    else viewer.notify(scripts.find(script => script.why)?.why ?? 'Nothing is shown that could be computed again.', true);
  } catch (error) {
    viewer.notify(said(error), true);
  }
}

const whatIn = (viewer: Viewer, pane: Pane) =>
  isFramePane(pane)
    ? viewer.showsBefore(pane)
      ? 'pattern before'
      : 'pattern'
    : imageName(viewer.document, viewOf(viewer.looked(), pane).image);

const nameOf = (viewer: Viewer, pane: Pane) => {
  const file =
    viewer
      .framesOf(pane)
      ?.path.split(/[\\/]/)
      .at(-1)
      ?.replace(/(_master)?\.\w+$/, '') ?? 'image';
  const what = whatIn(viewer, pane);
  return `${file}_${what}`
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');
};

export function download(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Where a picture comes from, so that it can be made again. */
async function provenance(viewer: Viewer, pane: Pane): Promise<Record<string, unknown>> {
  const scan = viewer.framesOf(pane);
  const scripts = await scriptsOf(viewer, pane).catch(() => []); // without a server the picture is saved all the same
  return {
    program: 'Ronchi',
    written: new Date().toISOString(),
    source: scan && {
      ...scan.request,
      format: scan.format,
      scanShape: scan.scanShape,
      detectorShape: scan.detectorShape,
      dtype: scan.dtype,
      notes: scan.notes,
    },
    what: whatIn(viewer, pane),
    requests: requestsOf(viewer, pane),
    display: { ...unwrap(viewer.displayOf(pane)), limits: viewer.limits(pane) },
    scripts,
    link: fragmentOf(viewer),
  };
}

const sidecar = async (viewer: Viewer, pane: Pane, extra: Record<string, unknown> = {}) =>
  new Blob([JSON.stringify({ ...(await provenance(viewer, pane)), ...extra }, null, 2)], { type: 'application/json' });

export async function savePicture(viewer: Viewer, pane: Pane): Promise<void> {
  if (curvesIn(viewer, pane)) {
    saveCurves(viewer, pane);
    return;
  }
  const blob = await figureOf(viewer, pane);
  if (!blob) return;
  const name = nameOf(viewer, pane);
  const origin = await sidecar(viewer, pane);
  download(blob, `${name}.png`);
  download(origin, `${name}.json`);
  viewer.notify(`${name}.png and ${name}.json saved`);
}

export async function copyImage(viewer: Viewer, pane: Pane): Promise<void> {
  try {
    const blob = await figureOf(viewer, pane);
    if (!blob) return;
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
    viewer.notify('Picture copied');
  } catch {
    viewer.notify('This browser does not allow copying pictures from here: save the picture instead.', true);
  }
}

/** The numbers of a curve or a table, as text. */
export function saveCurves(viewer: Viewer, pane: Pane): void {
  const curves = curvesIn(viewer, pane);
  if (!curves) return;
  const name = nameOf(viewer, pane);
  download(new Blob([csvOf(curves)], { type: 'text/csv' }), `${name}.csv`);
  viewer.notify(`${name}.csv saved`);
}

/** The numbers behind the image, not how it is shown. */
export async function saveNumbers(viewer: Viewer, pane: Pane, format: 'tif' | 'npy'): Promise<void> {
  const shown = viewer.shown()[pane];
  const first = shown?.received[0];
  if (!shown || !first) return;
  const name = nameOf(viewer, pane);
  const data = stacked(shown.received.map(values => values.exact ?? values.data));
  const planes = first.planes * shown.received.length;
  const shape = planes > 1 ? [planes, first.rows, first.columns] : [first.rows, first.columns];
  const names = planeNames(first) ?? (shown.received.length > 1 ? namesOf(viewer, pane) : undefined);
  const origin = await sidecar(viewer, pane, { shape, planes: names });
  download(format === 'npy' ? npy(data, shape) : tiff(real(data), first.rows * planes, first.columns), `${name}.${format}`);
  download(origin, `${name}.json`);
  viewer.notify(`${name}.${format} and ${name}.json saved`);
}

// The planes of one picture; undefined: it has one.
function planeNames({ planes }: Values): readonly string[] | undefined {
  if (planes > 2) return colorNames.slice(0, planes);
  return planes === 2 ? ['towards rows', 'towards columns'] : undefined;
}

// The detectors of an overlay.
function namesOf(viewer: Viewer, pane: Pane): string[] {
  const { image } = viewOf(viewer.looked(), pane);
  return isLook(image) ? image.detectors.map(id => viewer.document.detectors.find(detector => detector.id === id)?.name ?? '') : [];
}

type Numbers = NumberArray | BigUint64Array | BigInt64Array;

// One behind the other; numbers of several types become real ones of 64 bits, which hold them all.
function stacked(list: readonly Numbers[]): Numbers {
  const [first] = list;
  if (!first || list.length === 1) return first ?? new Uint8Array(0);
  const isOne = list.every(data => data.constructor === first.constructor);
  const length = list.reduce((sum, data) => sum + data.length, 0);
  const all = isOne ? new (first.constructor as new (length: number) => Numbers)(length) : new Float64Array(length);
  let at = 0;
  for (const data of list) {
    all.set((isOne ? data : Float64Array.from(data, Number)) as never, at);
    at += data.length;
  }
  return all;
}

/** NPY 1.0. */
export function npy(
  data: { buffer: ArrayBufferLike; byteOffset: number; byteLength: number; BYTES_PER_ELEMENT: number } & object,
  shape: number[],
): Blob {
  const letter =
    data instanceof Float32Array || data instanceof Float64Array
      ? 'f'
      : data instanceof Uint8Array || data instanceof Uint16Array || data instanceof Uint32Array || data instanceof BigUint64Array
        ? 'u'
        : 'i';
  const order = data.BYTES_PER_ELEMENT === 1 ? '|' : '<';
  let header = `{'descr': '${order}${letter}${data.BYTES_PER_ELEMENT}', 'fortran_order': False, 'shape': (${shape.join(', ')}${shape.length === 1 ? ',' : ''}), }`;
  header = `${header}${' '.repeat((64 - ((header.length + 11) % 64)) % 64)}\n`;
  const head = new Uint8Array(10 + header.length);
  head.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 255, header.length >> 8]);
  for (let i = 0; i < header.length; i++) head[10 + i] = header.charCodeAt(i);
  return new Blob([head, new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength)], {
    type: 'application/octet-stream',
  });
}

// What 32 bits do not hold keeps 64.
const real = (data: Numbers) =>
  data.BYTES_PER_ELEMENT === 8 ? Float64Array.from(data as ArrayLike<number | bigint>, Number) : Float32Array.from(data as NumberArray);

/** TIFF 6.0, one strip of real numbers. */
export function tiff(data: Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>, rows: number, columns: number): Blob {
  const entries: [number, number, number][] = [
    [256, 4, columns],
    [257, 4, rows],
    [258, 3, 8 * data.BYTES_PER_ELEMENT],
    [259, 3, 1],
    [262, 3, 1],
    [273, 4, 0],
    [277, 3, 1],
    [278, 4, rows],
    [279, 4, data.byteLength],
    [339, 3, 3],
  ];
  const start = 8 + 2 + entries.length * 12 + 4;
  const head = new DataView(new ArrayBuffer(start));
  head.setUint32(0, 0x2a4949, true);
  head.setUint32(4, 8, true);
  head.setUint16(8, entries.length, true);
  entries.forEach(([tag, type, value], i) => {
    const at = 10 + i * 12;
    head.setUint16(at, tag, true);
    head.setUint16(at + 2, type, true);
    head.setUint32(at + 4, 1, true);
    if (type === 3) head.setUint16(at + 8, value, true);
    else head.setUint32(at + 8, tag === 273 ? start : value, true);
  });
  return new Blob([head.buffer, data], { type: 'image/tiff' });
}
