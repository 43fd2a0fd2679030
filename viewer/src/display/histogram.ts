// Counts of values, and limits from them.

import type { NumberArray } from '../protocol/values';

export interface Histogram {
  readonly low: number;
  readonly high: number;
  readonly counts: Uint32Array;
  /** Finite values. */
  readonly total: number;
  readonly mean: number;
  readonly deviation: number;
  /** The values are whole numbers, and each has a bin of its own. */
  readonly isExact: boolean;
  /** A power of two near the largest value, in which it is counted: 1, but for doubles, whose squares and sums may find no room. */
  readonly unit: number;
}

const bins = 1024;
const mostExact = 65536;

/** Counts the finite values; what is no number is left out. */
export function histogramOf(data: NumberArray): Histogram {
  let [low, high, total, sum, squares] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0, 0];
  const isFloat = data instanceof Float32Array || data instanceof Float64Array;
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number;
    if (isFloat && !Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
    total++;
    sum += value;
  }
  if (total === 0)
    return { low: 0, high: 1, counts: new Uint32Array(1), total: 0, mean: Number.NaN, deviation: Number.NaN, isExact: false, unit: 1 };
  const unit = data instanceof Float64Array ? powerOfTwo(Math.max(Math.abs(low), Math.abs(high))) : 1;
  const [inverse, first] = [1 / unit, low / unit];
  const mean = Number.isFinite(sum) ? sum / total : (scaledSum(data, inverse) / total) * unit;
  const isExact = !isFloat && high - low < mostExact;
  const counts = new Uint32Array(isExact ? high - low + 1 : high > low ? bins : 1);
  const factor = isExact ? 1 : counts.length / (high / unit - first || 1);
  const center = mean / unit;
  const last = counts.length - 1;
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number;
    if (isFloat && !Number.isFinite(value)) continue;
    const scaled = value * inverse;
    squares += (scaled - center) * (scaled - center);
    const bin = Math.min(Math.floor((scaled - first) * factor), last);
    counts[bin] = (counts[bin] as number) + 1;
  }
  return { low, high, counts, total, mean, deviation: Math.sqrt(squares / total) * unit, isExact, unit };
}

/** The value at or below which this share of all values lies, in percent: exact for whole numbers of small range, else to a millionth of the range. */
export function percentile(data: NumberArray, histogram: Histogram, percent: number): number {
  if (percent <= 0) return histogram.low;
  if (percent >= 100) return histogram.high;
  const wanted = (percent / 100) * histogram.total;
  const [bin, seen] = reach(histogram.counts, wanted);
  if (histogram.isExact) return histogram.low + bin;
  // A few large values make coarse bins: the one that matters is looked at more closely.
  const { unit, low, high, counts } = histogram;
  const inverse = 1 / unit;
  const width = (high / unit - low / unit) / counts.length;
  const from = low / unit + bin * width;
  const fine = new Uint32Array(bins);
  const factor = bins / (width || 1);
  const last = counts.length - 1;
  for (let i = 0; i < data.length; i++) {
    const at = ((data[i] as number) * inverse - from) * factor;
    if ((at >= 0 || bin === 0) && (at < bins || bin === last)) {
      const place = Math.min(Math.max(Math.floor(at), 0), bins - 1);
      fine[place] = (fine[place] as number) + 1;
    }
  }
  const [part] = reach(fine, wanted - seen);
  return (from + ((percent < 50 ? part : part + 1) / bins) * width) * unit;
}

/** Limits from percentiles; where these are one value and others are not, from all values: a few bright pixels are seen. */
export function limitsOf(data: NumberArray, histogram: Histogram, lowPercent: number, highPercent: number): [number, number] {
  const [low, high] = [percentile(data, histogram, lowPercent), percentile(data, histogram, highPercent)];
  return high > low ? [low, high] : [histogram.low, histogram.high];
}

// Its inverse has to be a number, too.
const powerOfTwo = (size: number) => 2 ** Math.min(Math.max(Math.floor(Math.log2(size || 1)), -1022), 1022);

function scaledSum(data: NumberArray, inverse: number): number {
  let sum = 0;
  for (const value of data) if (Number.isFinite(value)) sum += value * inverse;
  return sum;
}

// The first bin up to which so many are counted, and how many before it.
function reach(counts: Uint32Array, wanted: number): [number, number] {
  let seen = 0;
  for (let bin = 0; bin < counts.length; bin++) {
    const count = counts[bin] as number;
    if (seen + count >= wanted && count > 0) return [bin, seen];
    seen += count;
  }
  return [counts.length - 1, seen];
}
