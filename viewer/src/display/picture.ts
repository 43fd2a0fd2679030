// From the values that came to what is drawn: parts of a field, and which display suits them.

import type { NumberArray, Values } from '../protocol/values';
import { type DisplayKind, type Document, type ImageKind, isDetectorPane, isFramePane, type Pane, viewOf } from '../state/document';
import { isLook, showOf } from '../state/pictures';
import { isOfVectors, regionLook, type Show } from '../state/repertoire';
import { kindOfImage } from '../state/requests';
import { type Histogram, histogramOf, limitsOf } from './histogram';
import type { Picture } from './renderer';

/** What a pane shows. */
export interface Shown {
  /** As they came. */
  readonly received: readonly Values[];
  readonly picture: Picture;
  /** The numbers below the cursor, by which limits are found: the image itself, the length of a direction, or red, green and blue one behind the other. */
  readonly data: NumberArray;
  readonly histogram: Histogram;
}

type Choices = Pick<Document, 'tab' | 'images' | 'cells' | 'pattern' | 'selectors' | 'activeSelector' | 'processLinks'>;

const kinds: Record<Show, ImageKind> = {
  image: 'image',
  overlay: 'image',
  length: 'image',
  signed: 'signed',
  row: 'signed',
  column: 'signed',
  angle: 'angle',
  directions: 'wheel',
};

export function displayKind(pane: Pane, document: Choices): DisplayKind {
  if (!isFramePane(pane)) return isDetectorPane(document, pane) ? 'frame' : kinds[showOf(viewOf(document, pane).image)];
  if (pane === 'before' && !document.processLinks.contrast) return 'before';
  // Sums over many frames, and what analyses give, have limits of their own.
  const selector = document.selectors.find(other => other.id === document.activeSelector);
  return document.pattern || (selector?.shape.kind !== 'point' && selector?.reduce !== regionLook().id) ? 'total' : 'pattern';
}

/** What is shown, so far as it decides about limits: they are found anew when another kind of picture or other frames come, and held within one. */
export function contrastKey(pane: Pane, document: Choices, frames: string): string {
  if (!isFramePane(pane)) return `${pane} ${kindOfImage(viewOf(document, pane).image)}`;
  const selector = document.selectors.find(other => other.id === document.activeSelector);
  const what = document.pattern ? kindOfImage(document.pattern) : selector?.shape.kind === 'point' ? 'frame' : selector?.reduce;
  return `${pane} ${what} ${frames}`;
}

const channels = (color: string): [number, number, number] =>
  [1, 3, 5].map(i => Number.parseInt(color.slice(i, i + 2), 16) / 255) as [number, number, number];

// What was not measured is no number, and counts in no limit: not read yet, masked, or not recorded.
function measured({ data, validity }: Values): NumberArray {
  if (!validity) return data;
  const number = (value: number, i: number) => (validity[i % validity.length] === 0 ? Number.NaN : value);
  return data instanceof Float64Array ? data.map(number) : Float32Array.from(data, number);
}

// Real numbers of one kind, of 64 bits if some of them are.
function alike(planes: readonly NumberArray[]): (Float32Array | Float64Array)[] {
  return planes.some(plane => plane instanceof Float64Array)
    ? planes.map(plane => Float64Array.from(plane))
    : planes.map(plane => Float32Array.from(plane));
}

/** The picture for values that came; null: they are not what is asked for now. */
export function shownOf(pane: Pane, received: readonly Values[], document: Document): Shown | null {
  const first = received[0];
  if (!first) return null;
  const { image, displays } = viewOf(document, pane);
  const base = {
    rows: first.rows,
    columns: first.columns,
    isWhole: first.isWhole && !first.exact,
    isPartial: first.isPartial,
  };
  const scalar = (data: NumberArray): Shown => ({
    received,
    data,
    histogram: histogramOf(data),
    picture: { ...base, planes: [data], mode: 'scalar' },
  });
  const show = isFramePane(pane) ? 'image' : showOf(image);
  if ((first.kind === 'field') !== isOfVectors(show)) return null;
  if (first.kind === 'field') return vectors(received, first, show, base, scalar);
  if (first.kind === 'array' && isLook(image)) return null;
  if (first.planes > 2) return colored(received, first, base);
  if (show !== 'overlay' || isFramePane(pane) || received.length < 2) return scalar(measured(first));
  if (received.some(values => values.rows !== first.rows || values.columns !== first.columns)) return null;
  // All planes need one kind of numbers, for one kind of sampler.
  const planes = alike(received.map(measured));
  const { lowPercentile, highPercentile } = displays.image;
  const limits = planes.map(plane => {
    const histogram = histogramOf(plane);
    return limitsOf(plane, histogram, lowPercentile, highPercentile);
  });
  const ids = isLook(image) ? image.detectors : [];
  const colors = ids.map(id => channels(document.detectors.find(detector => detector.id === id)?.color ?? '#ffffff'));
  const data = measured(first);
  return { received, data, histogram: histogramOf(data), picture: { ...base, planes, mode: 'overlay', limits, colors } };
}

// Bytes are colours as they are; other numbers have the limits of the pane, the same for all colours.
function colored(received: readonly Values[], first: Values, base: Pick<Picture, 'rows' | 'columns' | 'isWhole' | 'isPartial'>): Shown {
  const length = first.rows * first.columns;
  const all = measured(first);
  const planes = Array.from({ length: first.planes }, (_, i) => all.subarray(i * length, (i + 1) * length));
  const data = all.subarray(0, 3 * length);
  const limits = first.data instanceof Uint8Array ? planes.map((): [number, number] => [0, 255]) : undefined;
  return { received, data, histogram: histogramOf(data), picture: { ...base, planes, mode: 'color', ...(limits ? { limits } : {}) } };
}

/** What the planes of a picture in colour are. */
export const colorNames = ['red', 'green', 'blue', 'fourth'] as const;

/** The numbers of a pixel, as they came: one, or those of all colours. */
export function valuesAt({ picture, data, received }: Shown, index: number): (number | bigint)[] {
  if (picture.mode === 'color') return picture.planes.map(plane => plane[index] as number);
  const value = data[index] as number;
  const first = received[0];
  // In 32 bits, where some were not measured, large whole numbers are rounded.
  const isAsCame = first?.isWhole && first.planes === 1 && !Number.isNaN(value);
  return [isAsCame ? ((first.exact ?? first.data)[index] as number | bigint) : value];
}

// One picture of a field of two planes.
function vectors(
  received: readonly Values[],
  first: Values,
  show: Show,
  base: Pick<Picture, 'rows' | 'columns' | 'isWhole' | 'isPartial'>,
  scalar: (data: NumberArray) => Shown,
): Shown {
  const length = first.rows * first.columns;
  const both = measured(first);
  const [towardsRows, towardsColumns] = [both.subarray(0, length), both.subarray(length)];
  if (show === 'row' || show === 'column') return scalar(show === 'row' ? towardsRows : towardsColumns);
  const number = (_: unknown, i: number) => {
    const [r, c] = [towardsRows[i] as number, towardsColumns[i] as number];
    return show === 'angle' ? (Math.atan2(r, c) * 180) / Math.PI : Math.hypot(r, c);
  };
  const isWide = both instanceof Float64Array && show !== 'angle';
  const data = isWide ? Float64Array.from({ length }, number) : Float32Array.from({ length }, number);
  if (show !== 'directions') return scalar(data);
  return { received, data, histogram: histogramOf(data), picture: { ...base, planes: [towardsRows, towardsColumns], mode: 'wheel' } };
}
