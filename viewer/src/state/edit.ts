// What is done to detectors and selectors, from wherever: chips, keys, menus, pointers.

import { type Shape, type ShapeKind, toText } from '../geometry/shapes';
import { ask, said } from '../protocol/ask';
import {
  customaryShape,
  type Detector,
  type Document,
  detectorColors,
  detectorColumns,
  detectorRows,
  diskOf,
  firstRange,
  isDetectorPane,
  mostDetectors,
  mostSelectors,
  type Pane,
  type Selector,
  scanColumns,
  scanRows,
  selectorColors,
  showIn,
  shownPanes,
  viewOf,
  windowName,
} from './document';
import { detectorOf, imageOfDetector, imageOfNone, takes } from './pictures';
import { customaryNames, regionLook, repertoire } from './repertoire';
import type { Viewer } from './viewer';

const free = (taken: string[], colors: string[]) => colors.find(color => !taken.includes(color)) ?? (colors[0] as string);
const newId = (prefix: string, taken: string[]) => {
  for (let i = 1; ; i++) if (!taken.includes(`${prefix}${i}`)) return `${prefix}${i}`;
};

/** Adds a detector, makes it active and shows its image; null: there are sixteen. */
export function addDetector(viewer: Viewer, shape: Shape, name?: string): string | null {
  const { document } = viewer;
  if (document.detectors.length >= mostDetectors) {
    viewer.notify(`There are ${mostDetectors} detectors; delete one before you add another.`);
    return null;
  }
  const id = newId(
    'd',
    document.detectors.map(d => d.id),
  );
  const base =
    name ??
    {
      point: 'Point',
      disk: 'Disk',
      annulus: 'Annulus',
      square: 'Square',
      rectangle: 'Rectangle',
      sector: 'Sector',
      polygon: 'Polygon',
      line: 'Line',
      range: windowName,
    }[shape.kind];
  const names = document.detectors.map(d => d.name);
  let unique = base;
  for (let i = 2; names.includes(unique); i++) unique = `${base} ${i}`;
  const color = free(
    document.detectors.map(d => d.color),
    detectorColors,
  );
  const pane = viewer.activeImage();
  viewer.change(`add ${unique}`, d => {
    d.detectors.push({ id, name: unique, color, shape, isShown: true, isLocked: false });
    d.activeDetector = id;
    showIn(d, pane, imageOfDetector(id));
  });
  return id;
}

/** Makes a detector active and shows its image, unless a pane does so already. */
export function activateDetector(viewer: Viewer, id: string, showsImage = true): void {
  viewer.change('choose detector', d => {
    d.activeDetector = id;
    if (showsImage) showDetector(viewer, d, id);
  });
}

function showDetector(viewer: Viewer, document: Document, id: string): void {
  const panes = shownPanes(document);
  const isShown = panes.some(pane => detectorOf(viewOf(document, pane).image) === id);
  if (!isShown || panes.length === 1) showIn(document, viewer.activeImage(), imageOfDetector(id));
}

export function editDetector(viewer: Viewer, id: string, label: string, edit: (detector: Detector) => void): void {
  viewer.change(label, d => {
    const detector = d.detectors.find(other => other.id === id);
    if (detector) edit(detector);
  });
}

export function removeDetector(viewer: Viewer, id: string): void {
  viewer.change('delete detector', d => {
    d.detectors = d.detectors.filter(other => other.id !== id);
    const next = d.detectors.at(-1)?.id ?? '';
    if (d.activeDetector === id) d.activeDetector = next;
    for (const view of [...d.images, ...d.cells]) if (takes(view.image, id)) view.image = next ? imageOfDetector(next) : imageOfNone();
  });
}

export function duplicateDetector(viewer: Viewer, id: string): void {
  const detector = viewer.document.detectors.find(other => other.id === id);
  if (detector) addDetector(viewer, JSON.parse(JSON.stringify(detector.shape)) as Shape, detector.name);
}

/** Whether a detector is one of the customary ones, and may become another of them. */
export const keepsPreset = (detector: Detector) => !detector.isLocked && customaryNames().includes(detector.name);

/** Sets the beam's centre and radius; customary detectors that lie about it go with it. Null: those that were found. */
export function setBeam(viewer: Viewer, label: string, disk: Document['disk']): void {
  const scan = viewer.scan();
  if (!scan) return;
  viewer.change(label, d => {
    const before = diskOf(scan, d);
    d.disk = disk;
    const after = diskOf(scan, d);
    for (const detector of d.detectors.filter(keepsPreset)) {
      const customary = repertoire().detectors.find(other => other.name === detector.name);
      if (customary && toText(detector.shape) === toText(customaryShape(customary, before)))
        detector.shape = customaryShape(customary, after);
    }
  });
}

/** The disk near where it is now, to a fraction of a pixel. */
export async function refineDisk(viewer: Viewer): Promise<void> {
  const scan = viewer.scan();
  if (!scan) return;
  const { row, column, radius } = diskOf(scan, viewer.document);
  try {
    const disk = await ask<{ row: number; column: number; radius: number }>(
      `api/disk?scan=${encodeURIComponent(scan.id)}&near=${row},${column},${radius}`,
    );
    setBeam(viewer, 'refine the beam', disk);
  } catch (error) {
    viewer.notify(said(error), true);
  }
}

/** The disk that was found when the scan was opened. */
export function foundDisk(viewer: Viewer): void {
  if (viewer.scan()?.disk) setBeam(viewer, 'the beam as found', null);
  else viewer.notify('No bright-field disk was found in this scan: draw it, or type its position.');
}

/** A shape of a kind where one would be wanted: on the detector about the disk, on the scan in the middle. */
export function firstShape(viewer: Viewer, pane: Pane, kind: ShapeKind): Shape {
  const scan = viewer.scan();
  const disk = scan ? diskOf(scan, viewer.document) : { row: 0, column: 0, radius: 1 };
  const [rows, columns] = scan ? [scanRows(scan), scanColumns(scan)] : [1, 1];
  const [row, column, radius] = isDetectorPane(viewer.document, pane)
    ? [disk.row, disk.column, disk.radius]
    : [Math.floor(rows / 2), Math.floor(columns / 2), Math.max(3, 0.15 * Math.min(rows, columns))];
  switch (kind) {
    case 'point':
      return { kind, row: Math.round(row), column: Math.round(column) };
    case 'disk':
      return { kind, row, column, radius };
    case 'annulus':
      return { kind, row, column, inner: radius, outer: radius * 1.5 };
    case 'square':
      return { kind, row, column, half: Math.round(radius) };
    case 'rectangle':
      return {
        kind,
        row0: Math.round(row - radius),
        column0: Math.round(column - radius * 1.4),
        row1: Math.round(row + radius),
        column1: Math.round(column + radius * 1.4),
      };
    case 'sector':
      return { kind, row, column, inner: radius * 0.25, outer: radius * 1.2, from: -45, to: 45 };
    case 'polygon':
      return {
        kind,
        points: [0, 1, 2, 3, 4].map(i => [row + radius * Math.sin(1.2566 * i - 1.5708), column + radius * Math.cos(1.2566 * i - 1.5708)]),
      };
    case 'line':
      return { kind, row0: row, column0: column - radius, row1: row, column1: column + radius };
    case 'range':
      return scan ? firstRange(scan) : { kind, from: 0, to: 0 };
  }
}

export function addSelector(viewer: Viewer, shape: Shape): string | null {
  const { document } = viewer;
  if (document.selectors.length >= mostSelectors) {
    viewer.notify(`There are ${mostSelectors} selectors; delete one before you add another.`);
    return null;
  }
  const id = newId(
    's',
    document.selectors.map(s => s.id),
  );
  const color = free(
    document.selectors.map(s => s.color),
    selectorColors,
  );
  viewer.change('add selector', d => {
    d.selectors.push({ id, color, shape, isShown: true, reduce: regionLook().id });
    d.activeSelector = id;
  });
  return id;
}

export function editSelector(viewer: Viewer, id: string, label: string, edit: (selector: Selector) => void): void {
  viewer.change(label, d => {
    const selector = d.selectors.find(other => other.id === id);
    if (selector) edit(selector);
  });
}

export function removeSelector(viewer: Viewer, id: string): void {
  viewer.change('delete selector', d => {
    if (d.selectors.length < 2) return;
    d.selectors = d.selectors.filter(other => other.id !== id);
    if (d.activeSelector === id) d.activeSelector = (d.selectors.at(-1) as Selector).id;
  });
}

/** A region as it may lie in an image: points on whole pixels inside it, ranges on whole channels, others with their middle inside. */
export function fitting(viewer: Viewer, pane: Pane, shape: Shape): Shape {
  const scan = viewer.scan();
  if (!scan) return shape;
  const isOverScan = !isDetectorPane(viewer.document, pane);
  const [rows, columns] = isOverScan ? [scanRows(scan), scanColumns(scan)] : [detectorRows(scan), detectorColumns(scan)];
  if (shape.kind === 'point')
    return { kind: 'point', row: clamp(Math.round(shape.row), rows), column: clamp(Math.round(shape.column), columns) };
  if (shape.kind === 'range') {
    const [from, to] = [Math.round(shape.from), Math.round(shape.to)];
    return { kind: 'range', from: clamp(Math.min(from, to), columns), to: clamp(Math.max(from, to), columns) };
  }
  if (isOverScan && shape.kind === 'rectangle')
    return {
      kind: 'rectangle',
      row0: Math.round(shape.row0),
      column0: Math.round(shape.column0),
      row1: Math.round(shape.row1),
      column1: Math.round(shape.column1),
    };
  if (isOverScan && shape.kind === 'line')
    return {
      kind: 'line',
      row0: clamp(shape.row0, rows),
      column0: clamp(shape.column0, columns),
      row1: clamp(shape.row1, rows),
      column1: clamp(shape.column1, columns),
    };
  return shape;
}

const clamp = (value: number, length: number) => Math.min(Math.max(value, 0), length - 1);
