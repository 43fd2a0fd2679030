// Values along one axis: curves, traces and tables.

import { axesOf, coordinate } from '../display/axes';
import type { Shown } from '../display/picture';
import type { AxisInfo } from '../protocol/session';
import type { NumberArray, Values } from '../protocol/values';
import { areCurves, isDetectorPane, type Pane, viewOf } from './document';
import { areRows, isLook, isResult } from './pictures';
import { valueUnit } from './readout';
import { findLook } from './repertoire';
import { imageName } from './requests';
import { findResult } from './results';
import type { Viewer } from './viewer';

export interface Column {
  readonly name: string;
  readonly unit: string;
  /** Whole numbers of 64 bits as they are. */
  readonly values: ArrayLike<number | bigint>;
}

/** Numbers along one axis: where, and what is there. */
export interface Curves {
  readonly along: Column & { readonly values: ArrayLike<number> };
  readonly series: readonly Column[];
  /** Rows of a table, each a curve where they are long; else the numbers of one curve. */
  readonly rows: number;
  /** Whether it is a list of rows, each place one of them. */
  readonly isList?: true;
}

const index: AxisInfo = { name: 'index', unit: '', scale: 1, offset: 0 };

/** Curves of planes that lie row by row. */
export function curvesOf(
  planes: readonly (NumberArray | BigUint64Array | BigInt64Array)[],
  { rows, columns }: Pick<Values, 'rows' | 'columns'>,
  names: readonly string[],
  unit: string,
  axis: AxisInfo = index,
): Curves {
  const { name, unit: own } = axis;
  const along = { name, unit: own === 'px' ? '' : own, values: Float64Array.from({ length: columns }, (_, i) => coordinate(axis, i)) };
  const series = planes.flatMap((plane, k) =>
    Array.from({ length: rows }, (_, row) => ({
      name: [names[k] ?? '', rows > 1 ? String(row) : ''].filter(word => word !== '').join(' '),
      unit,
      values: plane.subarray(row * columns, (row + 1) * columns),
    })),
  );
  return { along, series, rows };
}

/** Shorter ones are written down. */
const fewest = 8;
/** Curves that can be told from one another. */
const most = 16;

/** Whether numbers are better drawn than written down: columns of rows have nothing in common. */
export const isCurve = ({ along, series, isList }: Curves) => !isList && along.values.length >= fewest && series.length <= most;

const headed = ({ name, unit }: Column) => (unit ? `${name} (${unit})` : name);
const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** A line for each place, a column for each curve. */
export function csvOf({ along, series }: Curves): string {
  const lines = [[along, ...series].map(column => quoted(headed(column))).join(',')];
  for (let i = 0; i < along.values.length; i++)
    lines.push([along, ...series].map(column => (Number.isFinite(Number(column.values[i])) ? String(column.values[i]) : '')).join(','));
  return `${lines.join('\n')}\n`;
}

/** Whether values lie along one axis, or are a table: nothing that is an image. */
export function isPlot(viewer: Viewer, pane: Pane, shown: Shown | null | undefined): boolean {
  const kind = shown?.received[0]?.kind;
  if (!shown || kind === undefined) return false;
  if (isDetectorPane(viewer.looked(), pane)) return areCurves(viewer.framesOf(pane));
  if (areRows(viewOf(viewer.looked(), pane).image)) return kind === 'array';
  const { rows, columns, mode } = shown.picture;
  if (mode === 'color') return false;
  // An array of many rows, each long, is looked at as an image is.
  return kind === 'array' ? rows <= most || columns < fewest : (viewer.framesOf(pane)?.scanShape.length ?? 2) < 2;
}

// All digits of whole numbers, where all were measured.
function asCame({ received, data }: Shown) {
  const [first] = received;
  return first?.exact && first.planes === 1 && !first.validity ? first.exact : data;
}

/** The axis of a pattern that is a curve. */
export const channelAxis = (viewer: Viewer, pane: Pane): AxisInfo => {
  const frames = viewer.framesOf(pane);
  const axis = frames && axesOf(frames).detector[0];
  return axis ? { ...axis, name: axis.name === 'detector column' ? 'channel' : axis.name || 'channel' } : { ...index, name: 'channel' };
};

// The numbers of a pattern say where they come from themselves.
function patternIn(viewer: Viewer, pane: Pane, shown: Shown): Curves {
  const { pattern, selectors, activeSelector } = viewer.document;
  const selector = selectors.find(other => other.id === activeSelector);
  const name = pattern
    ? imageName(viewer.document, pattern)
    : selector?.shape.kind === 'point'
      ? 'frame'
      : (findLook(selector?.reduce ?? '')?.name ?? '');
  return curvesOf([asCame(shown)], shown.picture, [name], valueUnit(viewer, pane), channelAxis(viewer, pane));
}

/** Rows that lie one after the other, a value for each column in each. */
export function listOf(values: NumberArray, columns: readonly { name: string; unit: string | null }[]): Curves {
  const rows = Math.floor(values.length / columns.length);
  const series = columns.map(({ name, unit }, k) => ({
    name,
    unit: unit ?? '',
    values: Float64Array.from({ length: rows }, (_, i) => Number(values[i * columns.length + k])),
  }));
  return { along: { name: index.name, unit: '', values: Float64Array.from({ length: rows }, (_, i) => i) }, series, rows, isList: true };
}

/** What a pane shows, as curves; null: nothing, or an image. */
export function curvesIn(viewer: Viewer, pane: Pane): Curves | null {
  const shown = viewer.shown()[pane];
  const first = shown?.received[0];
  if (!shown || !first || !isPlot(viewer, pane, shown)) return null;
  if (isDetectorPane(viewer.looked(), pane)) return patternIn(viewer, pane, shown);
  const { image } = viewOf(viewer.looked(), pane);
  if (isResult(image) && image.rows) {
    const columns = findResult(viewer.framesOf(pane), image)?.columns;
    return columns ? listOf(shown.data, columns) : null;
  }
  const isOverlay = shown.picture.mode === 'overlay' && isLook(image);
  const nameOf = (id: string) => viewer.document.detectors.find(detector => detector.id === id)?.name ?? '';
  const names = isOverlay ? image.detectors.map(nameOf) : [imageName(viewer.document, image)];
  const frames = viewer.framesOf(pane);
  const axis = first.kind === 'array' || !frames ? index : (axesOf(frames).scan[0] ?? { ...index, name: 'position' });
  const along = { ...axis, name: axis.name || 'position' };
  const planes = isOverlay ? shown.picture.planes : [asCame(shown)];
  return curvesOf(planes, shown.picture, names, valueUnit(viewer, pane), along);
}
