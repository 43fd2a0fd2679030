// From the values that came to what is drawn: parts of a field, and which display suits them.

import type { NumberArray, Values } from '../protocol/values';
import { type DisplayKind, type Document, type Pane, viewOf } from '../state/document';
import { type Histogram, histogramOf, percentile } from './histogram';
import type { Picture } from './renderer';

/** What a pane shows. */
export interface Shown {
  /** As they came. */
  readonly received: readonly Values[];
  readonly picture: Picture;
  /** The numbers below the cursor: the image itself, or the length of a direction. */
  readonly data: NumberArray;
  readonly histogram: Histogram;
}

export function displayKind(
  pane: Pane,
  document: Pick<Document, 'images' | 'patternResult' | 'selectors' | 'activeSelector'>,
): DisplayKind {
  const { image } = viewOf(document, pane);
  if (pane === 'pattern') {
    // Sums over many frames, and what analyses give, have limits of their own.
    const selector = document.selectors.find(other => other.id === document.activeSelector);
    return document.patternResult || (selector?.shape.kind !== 'point' && selector?.reduce === 'sum') ? 'total' : 'pattern';
  }
  switch (image.of) {
    case 'difference':
      return 'signed';
    case 'com':
    case 'dpc':
      return image.part === 'wheel' ? 'wheel' : image.part === 'angle' ? 'angle' : image.part === 'magnitude' ? 'image' : 'signed';
    default:
      return 'image';
  }
}

/** What is shown, so far as it decides about limits: they are found anew when another kind of picture comes, and held within one. */
export function contrastKey(pane: Pane, document: Pick<Document, 'images' | 'patternResult' | 'selectors' | 'activeSelector'>): string {
  const { image } = viewOf(document, pane);
  if (pane !== 'pattern') return `${pane} ${image.of} ${'part' in image ? image.part : 'name' in image ? image.name : ''}`;
  const selector = document.selectors.find(other => other.id === document.activeSelector);
  return `pattern ${document.patternResult || (selector?.shape.kind === 'point' ? 'frame' : selector?.reduce)}`;
}

const channels = (color: string): [number, number, number] =>
  [1, 3, 5].map(i => Number.parseInt(color.slice(i, i + 2), 16) / 255) as [number, number, number];

// While a scan is read, positions that are not there yet hold 0: they are no number, and count in no limit.
function there(values: Values): NumberArray {
  if (!values.isPartial || values.kind === 'pattern') return values.data;
  if (values.kind === 'frame')
    return values.data.some(value => value !== 0) ? values.data : new Float32Array(values.data.length).fill(Number.NaN);
  return Float32Array.from(values.data, value => (value === 0 ? Number.NaN : value));
}

/** The picture for values that came; null: they are not what is asked for now. */
export function shownOf(pane: Pane, received: readonly Values[], document: Document): Shown | null {
  const first = received[0];
  if (!first) return null;
  const base = {
    rows: first.rows,
    columns: first.columns,
    isWhole: !(first.data instanceof Float32Array),
    isPartial: first.isPartial,
  };
  const { image, displays } = viewOf(document, pane);
  const scalar = (data: NumberArray): Shown => ({
    received,
    data,
    histogram: histogramOf(data),
    picture: { ...base, planes: [data], mode: 'scalar' },
  });
  if (first.kind === 'field') {
    if (pane === 'pattern' || (image.of !== 'com' && image.of !== 'dpc')) return null;
    const length = first.rows * first.columns;
    const [towardsRows, towardsColumns] = [first.data.subarray(0, length), first.data.subarray(length)];
    if (image.part === 'x' || image.part === 'y') return scalar(image.part === 'x' ? towardsColumns : towardsRows);
    const data = Float32Array.from({ length }, (_, i) => {
      const [r, c] = [towardsRows[i] as number, towardsColumns[i] as number];
      return image.part === 'angle' ? (Math.atan2(r, c) * 180) / Math.PI : Math.hypot(r, c);
    });
    if (image.part !== 'wheel') return scalar(data);
    return { received, data, histogram: histogramOf(data), picture: { ...base, planes: [towardsRows, towardsColumns], mode: 'wheel' } };
  }
  if (pane !== 'pattern' && (image.of === 'com' || image.of === 'dpc')) return null;
  if (pane !== 'pattern' && image.of === 'overlay' && received.length > 1) {
    if (received.some(values => values.rows !== first.rows || values.columns !== first.columns)) return null;
    // All planes need one kind of numbers, for one kind of sampler.
    const planes = received.map(values => Float32Array.from(there(values)));
    const { lowPercentile, highPercentile } = displays.image;
    const limits = planes.map(plane => {
      const histogram = histogramOf(plane);
      return [percentile(plane, histogram, lowPercentile), percentile(plane, histogram, highPercentile)] as [number, number];
    });
    const colors = image.list.map(id => channels(document.detectors.find(detector => detector.id === id)?.color ?? '#ffffff'));
    const data = there(first);
    return { received, data, histogram: histogramOf(data), picture: { ...base, planes, mode: 'overlay', limits, colors } };
  }
  return scalar(there(first));
}
