// What documents and layouts from elsewhere are worth: of another time, another browser, or a link.

import type { ScanInfo } from '../protocol/session';
import {
  type Cell,
  type Document,
  data,
  emptyDocument,
  firstDocument,
  firstLayout,
  type ImageView,
  imageDisplays,
  imagePanes,
  isCell,
  keyOf,
  type Layout,
  lookedAt,
  parted,
  seriesLength,
  tabs,
} from './document';
import { type FrameOf, type ImageOf, imageOfDetector, imageOfNone, type LookOf, type ResultOf } from './pictures';
import { looksOver, partOf, regionLook } from './repertoire';

/** What a document from elsewhere is worth: members of the right kind are taken, others are as at first. */
export function readDocument(raw: Record<string, unknown>, scan: ScanInfo, layout: Layout = firstLayout): Document {
  const first: Document = { ...firstDocument(scan), ...structuredClone(layout) };
  if (raw.scan !== keyOf(scan) || !Array.isArray(raw.detectors) || !Array.isArray(raw.selectors)) return first;
  const read = { ...first } as Record<string, unknown>;
  for (const [name, value] of Object.entries(parted(raw).document)) {
    if (name in first && (value === null || typeof value === typeof read[name] || read[name] === null)) read[name] = value;
  }
  const document = read as unknown as Document;
  document.displays = completed(emptyDocument.displays, document.displays);
  document.links = completed(emptyDocument.links, document.links);
  document.selectors = document.selectors.map(selector =>
    looksOver('detector').some(look => look.id === selector.reduce) ? selector : { ...selector, reduce: regionLook().id },
  );
  const views = (Array.isArray(raw.images) ? raw.images : []) as Partial<ImageView>[];
  document.images = imagePanes
    .map(pane => views.find(view => view?.pane === pane))
    .filter(view => view !== undefined)
    .map(view => ({
      ...(view as ImageView),
      of: view.of && hasFrames(scan, view.of) ? view.of : null,
      image: readImage(view.image, document, scan),
      displays: completed(imageDisplays, view.displays ?? {}),
    }));
  if (document.images[0]?.pane !== 'navigator') document.images = [...first.images, ...document.images];
  if (!hasFrames(scan, document.of)) document.of = data;
  document.pattern = document.pattern && hasResult(scan, document.pattern, 'detector') ? { ...document.pattern, over: 'detector' } : null;
  document.member = Math.min(Math.max(Math.round(document.member), 0), seriesLength(lookedAt(scan, document.of)) - 1);
  return document;
}

/** What a layout from elsewhere is worth; cells over scans that are closed are gone. */
export function readLayout(raw: Record<string, unknown>, scans: readonly ScanInfo[]): Layout {
  const cells = (Array.isArray(raw.cells) ? raw.cells : []) as Partial<Cell>[];
  const known = cells.filter(
    cell => isCell(cell?.pane ?? 'pattern') && scans.some(scan => scan.id === cell.scan) && typeof cell.image === 'object' && cell.image,
  ) as Cell[];
  return {
    tab: tabs.find(tab => tab === raw.tab) ?? firstLayout.tab,
    cells: known.map(cell => ({ ...cell, of: cell.of ?? data, displays: completed(imageDisplays, cell.displays ?? {}) })),
    cellLinks: { ...firstLayout.cellLinks, ...(typeof raw.cellLinks === 'object' ? raw.cellLinks : {}) },
    processLinks: { ...firstLayout.processLinks, ...(typeof raw.processLinks === 'object' ? raw.processLinks : {}) },
  };
}

// An image that there is no longer, or that is written in an older way, becomes the first one.
function readImage(raw: unknown, document: Document, scan: ScanInfo): ImageOf {
  const given = (typeof raw === 'object' && raw !== null ? raw : {}) as Partial<LookOf> & Partial<ResultOf> & Partial<FrameOf>;
  if (given.frame === true) return { frame: true };
  if (typeof given.signal === 'string') {
    const image: ResultOf = {
      signal: given.signal,
      result: String(given.result),
      component: given.component ?? null,
      ...(given.slice ? { slice: given.slice } : {}),
      show: given.show ?? 'image',
      ...(given.rows === true ? { rows: given.rows } : {}),
      ...(given.over === 'detector' ? { over: given.over } : {}),
    };
    if (hasResult(scan, image)) return image;
  }
  const look = looksOver('scan').find(other => other.id === given.look);
  const detectors = (Array.isArray(given.detectors) ? given.detectors : []).filter(id => document.detectors.some(other => other.id === id));
  if (look && detectors.length >= look.detectors[0]) return { look: look.id, part: partOf(look, String(given.part)).name, detectors };
  const [detector] = document.detectors;
  return detector ? imageOfDetector(detector.id) : imageOfNone();
}

const hasFrames = (scan: ScanInfo, of: string) =>
  of === data || scan.signals.some(signal => signal.name === of && signal.gives === 'frames');

/** Whether a scan has a result; of a signal whose results are not known yet, any. */
function hasResult(scan: ScanInfo, { signal: name, result }: ResultOf, kind?: string): boolean {
  const signal = scan.signals.find(other => other.name === name && other.gives === 'results');
  return signal !== undefined && (signal.results?.some(other => other.name === result && (!kind || other.kind === kind)) ?? true);
}

// Members that are missing, or no objects, are as at first.
function completed<T extends Record<string, object>>(first: T, given: Partial<T>): T {
  return Object.fromEntries(
    Object.entries(first).map(([name, value]) => {
      const other = given[name];
      if (Array.isArray(value)) return [name, [...(Array.isArray(other) ? other : value)]];
      return [name, { ...value, ...(typeof other === 'object' ? other : {}) }];
    }),
  ) as T;
}
