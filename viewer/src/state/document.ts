// How a scan is looked at: everything here is JSON, kept by the server, the same in all browsers.

import { angleDisplay, type Display, imageDisplay, patternDisplay, signedDisplay, wheelDisplay } from '../display/display';
import type { Shape } from '../geometry/shapes';
import type { FramesInfo, ScanInfo } from '../protocol/session';
import { carriedDisk } from './carry';
import { type ImageOf, imageOfDetector, isLook, isOverDetector, type ResultOf } from './pictures';
import { type CustomaryDetector, regionLook, repertoire } from './repertoire';

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
  /** The look over the detector that its frames become. */
  reduce: string;
}

/** The data themselves, as the frames of a scan. */
export const data = 'data';

/** Panes that show what is chosen for them; the first is always there. */
export const imagePanes = ['navigator', 'image2', 'image3', 'image4', 'image5', 'image6', 'image7', 'image8'] as const;
export type ImagePane = (typeof imagePanes)[number];
/** Panes that compare scans with one another. */
export const cellPanes = ['cell1', 'cell2', 'cell3', 'cell4', 'cell5', 'cell6', 'cell7', 'cell8'] as const;
export type CellPane = (typeof cellPanes)[number];
/** A pane that shows what is chosen for it: mostly an image over a scan. */
export type ScanPane = ImagePane | CellPane;
/** The pattern of the selector, and beside it the same before the last operation. */
export const framePanes = ['before', 'pattern'] as const;
export type FramePane = (typeof framePanes)[number];
export type Pane = ScanPane | FramePane;
export const allPanes: readonly Pane[] = [...imagePanes, ...cellPanes, ...framePanes];
export const isFramePane = (pane: Pane): pane is FramePane => (framePanes as readonly string[]).includes(pane);
export const isCell = (pane: Pane): pane is CellPane => (cellPanes as readonly string[]).includes(pane);

/** Images of one kind share a display: switching to a direction and back changes no contrast. */
export type ImageKind = 'image' | 'signed' | 'angle' | 'wheel' | 'frame';
export type PatternKind = 'pattern' | 'total' | 'before';
export type DisplayKind = ImageKind | PatternKind;

/** What a pane shows. */
export interface ImageView {
  pane: ScanPane;
  /** The frames that it looks at: of the data, or of a signal of the tree; null: those that all look at. */
  of: string | null;
  image: ImageOf;
  displays: Record<ImageKind, Display>;
}

/** One image of a comparison, over any of the scans that are open. */
export interface Cell extends ImageView {
  pane: CellPane;
  scan: string;
  of: string;
}

/** What panes may have in common: the part that is seen, the place of the cursor, the limits of the colours. */
export const linkKinds = ['zoom', 'cursor', 'contrast'] as const;
export type LinkKind = (typeof linkKinds)[number];
/** What the cells of a comparison have in common, besides: the picture that is chosen, and the member of a series. */
export type CellLinkKind = LinkKind | 'picture' | 'member';

/** What is laid out: images and pattern of one scan, frames before and after an operation, or several scans beside one another. */
export const tabs = ['4d', 'process', 'compare'] as const;
export type Tab = (typeof tabs)[number];

/** What belongs to the session as a whole, not to one scan. */
export interface Layout {
  tab: Tab;
  cells: Cell[];
  cellLinks: Record<CellLinkKind, boolean>;
  /** Of the frames before and after an operation. */
  processLinks: Record<LinkKind, boolean>;
}

export interface Document extends Layout {
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
  /** The frames that are looked at: of the data, or of a signal of the tree. */
  of: string;
  /** A result over the detector that is shown instead of the pattern of the selector; null: none. */
  pattern: ResultOf | null;
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

/** How each kind of image is shown at first. */
export const imageDisplays: Record<ImageKind, Display> = {
  image: imageDisplay,
  signed: signedDisplay,
  angle: angleDisplay,
  wheel: wheelDisplay,
  frame: patternDisplay,
};

/** How a kind of picture is shown at first. */
export const firstDisplay = (kind: DisplayKind): Display => ({ ...imageDisplays, ...emptyDocument.displays })[kind];

/** A new image over the scan. */
export const imageView = (pane: ImagePane, image: ImageOf): ImageView => ({
  pane,
  of: null,
  image,
  displays: structuredClone(imageDisplays),
});
export const cellView = (pane: CellPane, { scan, of, image }: Pick<Cell, 'scan' | 'of' | 'image'>): Cell => ({
  pane,
  scan,
  of,
  image,
  displays: structuredClone(imageDisplays),
});

/** What a pane shows; the navigator where it is not there. */
export const viewOf = (document: Pick<Document, 'images' | 'cells'>, pane: Pane): ImageView =>
  (isCell(pane) ? document.cells.find(view => view.pane === pane) : document.images.find(view => view.pane === pane)) ??
  (document.images[0] as ImageView);

/** Shows an image in a pane; cells that go together all show it. */
export function showIn(document: Document, pane: ScanPane, image: ImageOf): void {
  const isShared = isCell(pane) && document.cellLinks.picture && isLook(image);
  for (const view of isShared ? document.cells : [viewOf(document, pane)]) view.image = image;
}

/** The panes in sight that show what is chosen for them. */
export const shownPanes = ({ tab, images, cells }: Pick<Document, 'tab' | 'images' | 'cells'>): ScanPane[] =>
  (tab === 'compare' ? cells : tab === 'process' ? images.slice(0, 1) : images).map(view => view.pane);

/** The panes in sight that show the frames of the selector. */
export const shownFramePanes = ({ tab }: Pick<Document, 'tab'>): readonly FramePane[] => (tab === 'process' ? framePanes : ['pattern']);

/** Whether a pane shows something over the detector: places in it are pixels of patterns. */
export const isDetectorPane = (document: Pick<Document, 'images' | 'cells'>, pane: Pane) =>
  isFramePane(pane) || isOverDetector(viewOf(document, pane).image);

export const firstLayout: Layout = {
  tab: '4d',
  cells: [],
  cellLinks: { zoom: true, cursor: true, contrast: true, picture: true, member: true },
  processLinks: { zoom: true, cursor: true, contrast: true },
};
const layoutMembers = Object.keys(firstLayout);

/** Members of a change that belong to the scan, and those of the session. */
export function parted(changes: Record<string, unknown>): { document: Record<string, unknown>; layout: Record<string, unknown> } {
  const pick = (isLayout: boolean) =>
    Object.fromEntries(Object.entries(changes).filter(([name]) => layoutMembers.includes(name) === isLayout));
  return { document: pick(false), layout: pick(true) };
}

export const emptyDocument: Document = {
  ...firstLayout,
  scan: '',
  detectors: [],
  activeDetector: '',
  selectors: [],
  activeSelector: '',
  images: [{ pane: 'navigator', of: null, image: { look: '', part: '', detectors: [] }, displays: imageDisplays }],
  displays: { pattern: patternDisplay, total: { ...patternDisplay, isFollowing: true }, before: patternDisplay },
  links: { zoom: [...imagePanes], cursor: [...imagePanes], contrast: [] },
  disk: null,
  of: data,
  pattern: null,
  member: 0,
  showsMask: true,
};

/** Whether frames have one axis: they are curves, and a detector is a range of their channels. */
export const areCurves = (frames: Pick<FramesInfo, 'detectorShape'> | undefined) => frames?.detectorShape.length === 1;

/** The number of scan axes before the last two: 1 for a series. */
export const seriesLength = (frames: FramesInfo) =>
  frames.scanShape.length > 2 ? frames.scanShape.slice(0, -2).reduce((a, b) => a * b, 1) : 1;
export const scanRows = (frames: FramesInfo) => (frames.scanShape.length > 1 ? (frames.scanShape.at(-2) as number) : 1);
export const scanColumns = (frames: FramesInfo) => frames.scanShape.at(-1) ?? 1;
export const detectorRows = ({ detectorShape }: FramesInfo) => (detectorShape.length > 1 ? (detectorShape[0] as number) : 1);
export const detectorColumns = ({ detectorShape }: FramesInfo) => detectorShape.slice(0, 2).at(-1) ?? 1;

/** A scan with the frames that are looked at. */
export const lookedAt = (scan: ScanInfo, of: string): ScanInfo =>
  withFrames(scan, scan.signals.find(signal => signal.name === of)?.frames ?? null);

/** A scan with other frames that are made from it: of another shape they have no pixels that are known to be bad. Null: its own. */
export function withFrames(scan: ScanInfo, frames: FramesInfo | null): ScanInfo {
  if (!frames) return scan;
  const { scanShape, detectorShape, dtype, axes, places } = frames;
  const isSame = String(detectorShape) === String(scan.detectorShape);
  return {
    ...scan,
    scanShape,
    detectorShape,
    dtype,
    axes,
    places,
    ...(isSame ? {} : { disk: scan.disk && carriedDisk(scan.disk, scan, frames), hotPixels: [], masked: [], maskedPixels: 0 }),
  };
}

/** A customary detector about a disk of radius r, as a shape: without a hole it is a disk. */
export function customaryShape(detector: CustomaryDetector, disk: { row: number; column: number; radius: number }): Shape {
  const { row, column, radius } = disk;
  const { inner, outer } = detector;
  return inner > 0
    ? { kind: 'annulus', row, column, inner: inner * radius, outer: outer * radius }
    : { kind: 'disk', row, column, radius: Math.max(outer * radius, 1) };
}

/** The first detector that is customary. */
const firstCustomary = (): CustomaryDetector => repertoire().detectors[0] ?? { name: 'Disk', help: '', inner: 0, outer: 1 };

/** What a detector is called that is a range of channels. */
export const windowName = 'Window';

/** The middle fifth of the channels. */
export function firstRange(frames: FramesInfo): Shape {
  const last = detectorColumns(frames) - 1;
  return { kind: 'range', from: Math.round(last * 0.4), to: Math.round(last * 0.6) };
}

const firstDetector = (scan: ScanInfo): Pick<Detector, 'name' | 'shape'> =>
  areCurves(scan)
    ? { name: windowName, shape: firstRange(scan) }
    : { name: firstCustomary().name, shape: customaryShape(firstCustomary(), diskOf(scan, { disk: null })) };

export type Disk = { row: number; column: number; radius: number };

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

/** Tells a scan, and the shape in which it was read; one that grows stays the same. */
export const keyOf = ({ path, scanShape, detectorShape, growth }: ScanInfo) =>
  `${path} ${growth?.isOpenEnded ? ['*', ...scanShape.slice(1)] : scanShape} ${detectorShape}`;

/** What a scan is first looked at with: the bright field or a window, and the frame in the middle. */
export function firstDocument(scan: ScanInfo): Document {
  return {
    ...structuredClone(emptyDocument), // a store changes what it is given in place
    scan: keyOf(scan),
    detectors: [
      {
        id: 'd1',
        ...firstDetector(scan),
        color: detectorColors[0] as string,
        isShown: true,
        isLocked: false,
      },
    ],
    activeDetector: 'd1',
    selectors: [
      {
        id: 's1',
        color: selectorColors[0] as string,
        shape: { kind: 'point', row: Math.floor(scanRows(scan) / 2), column: Math.floor(scanColumns(scan) / 2) },
        isShown: true,
        reduce: regionLook().id,
      },
    ],
    activeSelector: 's1',
    images: [imageView('navigator', imageOfDetector('d1'))],
  };
}
