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

export type Pane = 'navigator' | 'pattern';

/** Images of one kind share a display: switching to a direction and back changes no contrast. */
export type DisplayKind = 'image' | 'signed' | 'angle' | 'wheel' | 'pattern' | 'total';

export interface Document {
  /** The scan that the rest belongs to. */
  scan: string;
  detectors: Detector[];
  activeDetector: string;
  selectors: Selector[];
  activeSelector: string;
  image: ImageOf;
  displays: Record<DisplayKind, Display>;
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

export const emptyDocument: Document = {
  scan: '',
  detectors: [],
  activeDetector: '',
  selectors: [],
  activeSelector: '',
  image: { of: 'map', name: 'sum' },
  displays: {
    image: imageDisplay,
    signed: signedDisplay,
    angle: angleDisplay,
    wheel: wheelDisplay,
    pattern: patternDisplay,
    total: { ...patternDisplay, isFollowing: true },
  },
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

/** What a scan is first looked at with: the bright field, and the frame in the middle. */
export function firstDocument(scan: ScanInfo): Document {
  const disk = diskOf(scan, { disk: null });
  return {
    ...emptyDocument,
    scan: scan.path,
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
    image: { of: 'detector', a: 'd1' },
  };
}

/** What a document from elsewhere is worth: members of the right kind are taken, others are as at first. */
export function readDocument(raw: Record<string, unknown>, scan: ScanInfo, results: readonly string[] = []): Document {
  const first = firstDocument(scan);
  if (raw.scan !== scan.path || !Array.isArray(raw.detectors) || !Array.isArray(raw.selectors)) return first;
  const read = { ...first } as Record<string, unknown>;
  for (const [name, value] of Object.entries(raw)) {
    if (name in first && (value === null || typeof value === typeof read[name] || read[name] === null)) read[name] = value;
  }
  const document = read as unknown as Document;
  document.displays = Object.fromEntries(
    Object.entries(emptyDocument.displays).map(([kind, display]) => [kind, { ...display, ...document.displays[kind as DisplayKind] }]),
  ) as Document['displays'];
  if (document.image.of === 'result' && !results.includes(document.image.name)) document.image = first.image;
  if (!results.includes(document.patternResult)) document.patternResult = '';
  document.member = Math.min(Math.max(Math.round(document.member), 0), seriesLength(scan) - 1);
  return document;
}
