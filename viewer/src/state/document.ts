// How a scan is looked at: everything here is JSON, kept by the server, the same in all browsers.

import { angleDisplay, type Display, imageDisplay, patternDisplay, signedDisplay, wheelDisplay } from '../display/display';
import type { Shape } from '../geometry/shapes';
import type { ScanInfo } from '../protocol/session';

export interface Detector {
  id: string;
  name: string;
  color: string;
  shape: Shape;
  isShown: boolean;
  isLocked: boolean;
}

export interface Selector {
  id: string;
  color: string;
  shape: Shape;
  isShown: boolean;
  reduce: 'mean' | 'sum' | 'max';
}

export type ImageOf =
  | { of: 'detector'; a: string }
  | { of: 'mean' | 'difference' | 'ratio'; a: string; b: string }
  | { of: 'overlay'; list: string[] }
  | { of: 'com'; part: ComPart; a: string | null }
  | { of: 'dpc'; part: ComPart; a: string }
  | { of: 'result'; name: string }
  | { of: 'map'; name: 'sum' | 'max' | 'std' };

export const comParts = ['wheel', 'magnitude', 'angle', 'x', 'y'] as const;
export type ComPart = (typeof comParts)[number];

/** Panes over the scan, the first always there, and the one over the detector. */
export const imagePanes = ['navigator', 'image2', 'image3', 'image4'] as const;
export type ImagePane = (typeof imagePanes)[number];
export type Pane = ImagePane | 'pattern';
export const allPanes: readonly Pane[] = [...imagePanes, 'pattern'];

/** Images of one kind share a display: switching to a direction and back changes no contrast. */
export type ImageKind = 'image' | 'signed' | 'angle' | 'wheel';
export type PatternKind = 'pattern' | 'total';
export type DisplayKind = ImageKind | PatternKind;

/** One image over the scan. */
export interface ImageView {
  pane: ImagePane;
  image: ImageOf;
  displays: Record<ImageKind, Display>;
}

/** What panes may have in common: the part that is seen, the place of the cursor, the limits of the colours. */
export const linkKinds = ['zoom', 'cursor', 'contrast'] as const;
export type LinkKind = (typeof linkKinds)[number];

export interface Document {
  /** The scan that the rest belongs to, and the shape in which it was read: places mean something in it alone. */
  scan: string;
  detectors: Detector[];
  activeDetector: string;
  selectors: Selector[];
  activeSelector: string;
  /** The first belongs to the navigator. */
  images: ImageView[];
  /** How patterns are shown. */
  displays: Record<PatternKind, Display>;
  /** The panes of each group. */
  links: Record<LinkKind, Pane[]>;
  disk: { row: number; column: number; radius: number } | null;
  /** A result over the detector that is shown instead of the pattern of the selector; empty: none. */
  patternResult: string;
  /** Index along the first axis of a series. */
  member: number;
  showsMask: boolean;
}

// Red and its neighbours for detectors, teal and its neighbours for selectors; apart on dark and on light.
export const detectorColors = [
  '#ff6b7d',
  '#ffa24c',
  '#f4d35e',
  '#c792ea',
  '#5aa9ff',
  '#ff8ac4',
  '#8bd450',
  '#d9a066',
  '#e05263',
  '#b8860b',
  '#9a8cff',
  '#4dd0e1',
  '#ef9a9a',
  '#aed581',
  '#ce93d8',
  '#bcaaa4',
];
export const selectorColors = ['#2dd4bf', '#7ee787', '#79c0ff', '#e3b341', '#f0abfc', '#fda4af', '#a5b4fc', '#bef264'];

export const mostDetectors = 16;
export const mostSelectors = 8;
/** Images of an overlay at most. */
export const mostOverlaid = 8;

const imageDisplays: Record<ImageKind, Display> = { image: imageDisplay, signed: signedDisplay, angle: angleDisplay, wheel: wheelDisplay };

/** How a kind of picture is shown at first. */
export const firstDisplay = (kind: DisplayKind): Display => ({ ...imageDisplays, ...emptyDocument.displays })[kind];

/** A new image over the scan. */
export const imageView = (pane: ImagePane, image: ImageOf): ImageView => ({ pane, image, displays: structuredClone(imageDisplays) });

/** What a pane shows; the navigator where it is not there. */
export const viewOf = (document: Pick<Document, 'images'>, pane: Pane): ImageView =>
  document.images.find(view => view.pane === pane) ?? (document.images[0] as ImageView);

export const emptyDocument: Document = {
  scan: '',
  detectors: [],
  activeDetector: '',
  selectors: [],
  activeSelector: '',
  images: [{ pane: 'navigator', image: { of: 'map', name: 'sum' }, displays: imageDisplays }],
  displays: { pattern: patternDisplay, total: { ...patternDisplay, isFollowing: true } },
  links: { zoom: [...imagePanes], cursor: [...imagePanes], contrast: [] },
  disk: null,
  patternResult: '',
  member: 0,
  showsMask: true,
};

/** The number of scan axes before the last two: 1 for a series. */
export const seriesLength = (scan: ScanInfo) => (scan.scanShape.length > 2 ? scan.scanShape.slice(0, -2).reduce((a, b) => a * b, 1) : 1);
export const scanRows = (scan: ScanInfo) => (scan.scanShape.length > 1 ? (scan.scanShape.at(-2) as number) : 1);
export const scanColumns = (scan: ScanInfo) => scan.scanShape.at(-1) ?? 1;
export const detectorRows = (scan: ScanInfo) => (scan.detectorShape.length > 1 ? (scan.detectorShape.at(-2) as number) : 1);
export const detectorColumns = (scan: ScanInfo) => scan.detectorShape.at(-1) ?? 1;

export type PresetName = 'BF' | 'ABF' | 'ADF' | 'LAADF' | 'HAADF';
export const presetNames: PresetName[] = ['BF', 'ABF', 'ADF', 'LAADF', 'HAADF'];

/** The customary detectors about a disk of radius r: BF is the disk, ABF r∕2 to r, ADF r to 2r, LAADF r to 1.5r, HAADF 2r to 4r. */
export function presetShape(name: PresetName, disk: { row: number; column: number; radius: number }): Shape {
  const { row, column, radius } = disk;
  const ring = (inner: number, outer: number): Shape => ({ kind: 'annulus', row, column, inner: inner * radius, outer: outer * radius });
  switch (name) {
    case 'BF':
      return { kind: 'disk', row, column, radius: Math.max(radius, 1) };
    case 'ABF':
      return ring(0.5, 1);
    case 'ADF':
      return ring(1, 2);
    case 'LAADF':
      return ring(1, 1.5);
    case 'HAADF':
      return ring(2, 4);
  }
}

type Disk = { row: number; column: number; radius: number };

/** Whether a disk that was found can be one: not every scan has a bright field. */
function isLikely(disk: Disk | null, scan: ScanInfo): disk is Disk {
  const [rows, columns] = [detectorRows(scan), detectorColumns(scan)];
  return (
    disk !== null &&
    disk.row >= 0 &&
    disk.row < rows &&
    disk.column >= 0 &&
    disk.column < columns &&
    disk.radius <= Math.max(rows, columns) / 2
  );
}

/** The disk that was found, or one that suits the frames: an eighth of them, in the middle. */
export const diskOf = (scan: ScanInfo, document: Pick<Document, 'disk'>): Disk =>
  document.disk ??
  (isLikely(scan.disk, scan)
    ? scan.disk
    : {
        row: (detectorRows(scan) - 1) / 2,
        column: (detectorColumns(scan) - 1) / 2,
        radius: Math.max(Math.min(detectorRows(scan), detectorColumns(scan)) / 8, 1),
      });

export const keyOf = (scan: ScanInfo) => `${scan.path} ${scan.scanShape} ${scan.detectorShape}`;

/** What a scan is first looked at with: the bright field, and the frame in the middle. */
export function firstDocument(scan: ScanInfo): Document {
  const disk = diskOf(scan, { disk: null });
  return {
    ...structuredClone(emptyDocument), // a store changes what it is given in place
    scan: keyOf(scan),
    detectors: [
      { id: 'd1', name: 'BF', color: detectorColors[0] as string, shape: presetShape('BF', disk), isShown: true, isLocked: false },
    ],
    activeDetector: 'd1',
    selectors: [
      {
        id: 's1',
        color: selectorColors[0] as string,
        shape: { kind: 'point', row: Math.floor(scanRows(scan) / 2), column: Math.floor(scanColumns(scan) / 2) },
        isShown: true,
        reduce: 'mean',
      },
    ],
    activeSelector: 's1',
    images: [imageView('navigator', { of: 'detector', a: 'd1' })],
  };
}

/** What a document from elsewhere is worth: members of the right kind are taken, others are as at first. */
export function readDocument(raw: Record<string, unknown>, scan: ScanInfo, results: readonly string[] = []): Document {
  const first = firstDocument(scan);
  if (raw.scan !== keyOf(scan) || !Array.isArray(raw.detectors) || !Array.isArray(raw.selectors)) return first;
  const read = { ...first } as Record<string, unknown>;
  for (const [name, value] of Object.entries(raw)) {
    if (name in first && (value === null || typeof value === typeof read[name] || read[name] === null)) read[name] = value;
  }
  const document = read as unknown as Document;
  document.displays = completed(emptyDocument.displays, document.displays);
  document.links = completed(emptyDocument.links, document.links);
  const views = (Array.isArray(raw.images) ? raw.images : []) as Partial<ImageView>[];
  document.images = imagePanes
    .map(pane => views.find(view => view?.pane === pane && isImage(view.image, results)))
    .filter(view => view !== undefined)
    .map(view => ({ ...(view as ImageView), displays: completed(imageDisplays, view.displays ?? {}) }));
  if (document.images[0]?.pane !== 'navigator') document.images = [...first.images, ...document.images];
  if (!results.includes(document.patternResult)) document.patternResult = '';
  document.member = Math.min(Math.max(Math.round(document.member), 0), seriesLength(scan) - 1);
  return document;
}

const kinds: ImageOf['of'][] = ['detector', 'mean', 'difference', 'ratio', 'overlay', 'com', 'dpc', 'result', 'map'];

function isImage(image: unknown, results: readonly string[]): image is ImageOf {
  const given = image as Partial<ImageOf> | undefined;
  return given?.of === 'result' ? results.includes(String(given.name)) : kinds.includes(given?.of as ImageOf['of']);
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
