import { describe, expect, it } from 'vitest';
import { type Display, imageDisplay, part, scales } from '../src/display/display';
import { histogramOf, percentile } from '../src/display/histogram';
import { Narrowing } from '../src/display/narrowed';
import { shownOf, valuesAt } from '../src/display/picture';
import type { Picture } from '../src/display/renderer';
import { baseOf, labelled, telling, ticks } from '../src/display/ticks';
import { exactly } from '../src/display/units';
import { decode, headerBytes, magic, type Values, version } from '../src/protocol/values';
import { emptyDocument } from '../src/state/document';

const units = [5e-324, 1e-310, 1e-300, 1e-30, 1, 1e30, 1e300];

function message(type: number, numbers: Float64Array | BigUint64Array | BigInt64Array, columns: number, validity?: number[]): Values {
  const buffer = new ArrayBuffer(headerBytes + numbers.byteLength + (validity?.length ?? 0));
  const head = new DataView(buffer);
  head.setUint32(0, magic, true);
  head.setUint16(4, version, true);
  head.setUint16(6, 1, true);
  head.setUint32(16, numbers.length / columns, true);
  head.setUint32(20, columns, true);
  head.setUint8(24, type);
  head.setUint16(26, validity ? 32 : 0, true);
  head.setUint16(28, 1, true);
  head.setUint32(52, numbers.byteLength, true);
  head.setUint32(60, validity?.length ?? 0, true);
  new Uint8Array(buffer, headerBytes).set(new Uint8Array(numbers.buffer));
  if (validity) new Uint8Array(buffer, headerBytes + numbers.byteLength).set(validity);
  const values = decode(buffer);
  if (!values) throw new Error('no message');
  return values;
}

describe('values of 64 bits', () => {
  it('of reals come as they are', () => {
    const numbers = [1e300, -1e-300, 5e-324, Number.NaN, Number.MAX_VALUE, 0];
    const values = message(9, Float64Array.from(numbers), 3);
    expect([...values.data]).toEqual(numbers);
    expect(values).toMatchObject({ isWhole: false, exact: null, rows: 2, columns: 3 });
  });

  it('of whole numbers are the nearest reals, and exact where they are read', () => {
    const unsigned = [0n, 1n, 2n ** 32n, 2n ** 53n + 1n, 2n ** 64n - 1n, 12345678901234567890n];
    const signed = [0n, -1n, -(2n ** 32n), -(2n ** 53n) - 1n, 2n ** 63n - 1n, -(2n ** 63n)];
    for (const [type, numbers, array] of [
      [3, unsigned, BigUint64Array.from(unsigned)],
      [7, signed, BigInt64Array.from(signed)],
    ] as const) {
      const values = message(type, array, 3);
      expect([...values.data]).toEqual(numbers.map(Number));
      const shown = shownOf('navigator', [values], emptyDocument);
      expect(numbers.map((_, i) => shown && valuesAt(shown, i)[0])).toEqual(numbers);
      const partly = shownOf('navigator', [message(type, array, 3, [1, 1, 0, 1, 1, 1])], emptyDocument);
      expect(partly && numbers.map((_, i) => valuesAt(partly, i)[0])).toEqual(numbers.map((n, i) => (i === 2 ? Number.NaN : n)));
    }
    expect(exactly(18446744073709551615n, true)).toBe('18446744073709551615');
    expect(exactly(-9007199254740993n, true)).toBe('−9007199254740993');
    expect(exactly(123456789, true)).toBe('123456789');
    expect(exactly(123456789, false)).toBe('1.234568e8');
  });
});

describe.each(units)('in units of %d', unit => {
  // Whole multiples, which every unit holds.
  const plain = Float64Array.from({ length: 4000 }, (_, i) => Math.round(1000 * Math.sin(i) * (i % 7)));
  const data = plain.map(value => value * unit);

  it('histogram and percentiles are those of the plain numbers', () => {
    const [a, b] = [histogramOf(plain), histogramOf(data)];
    expect([b.low, b.high, b.total]).toEqual([a.low * unit, a.high * unit, a.total]);
    expect(b.mean / unit / a.mean).toBeCloseTo(1, unit < 1e-300 ? 0 : 9);
    expect(Math.abs(b.deviation / unit / a.deviation - 1)).toBeLessThan(unit < 1e-300 ? 0.01 : 1e-9);
    const step = (a.high - a.low) / 1024 / 1024;
    for (const p of [0, 0.1, 2, 50, 98, 99.9, 100])
      expect(Math.abs(percentile(data, b, p) / unit - percentile(plain, a, p))).toBeLessThanOrEqual(step * 2 + 1);
  });

  it.each(scales)('the picture drawn on a scale %s is that of the plain numbers', scale => {
    const display: Display = { ...imageDisplay, scale };
    const of = (planes: Float64Array[]): Picture => ({ rows: 40, columns: 100, planes, mode: 'scalar', isWhole: false, isPartial: false });
    const [low, high] = [-3000, 5000];
    for (const isCentered of [false, true]) {
      const drawn = new Narrowing().of(of([data]), { ...display, isCentered }, low * unit, high * unit);
      expect([drawn.low, drawn.high, drawn.display.scale, drawn.display.isCentered]).toEqual([0, 1, 'linear', false]);
      const [plane] = drawn.picture?.planes ?? [];
      expect(plane).toBeInstanceOf(Float32Array);
      for (let i = 0; i < 200; i++) {
        const t = part(plain[i] as number, low, high, { ...display, isCentered }, false);
        if (!Number.isNaN(t) && Math.abs(t) < 2) expect(plane?.[i]).toBeCloseTo(Math.min(Math.max(t, -1), 2), unit < 1e-300 ? 1 : 5);
      }
    }
  });

  it('labels beside the bar tell the ticks apart, in few characters', () => {
    for (const [low, high] of [
      [0, 7],
      [-3, 4],
      [1000, 1001],
    ] as const) {
      const list = ticks(low * unit, high * unit, imageDisplay, 0.2);
      const texts = list.map(({ value }) => labelled(value, low * unit, high * unit));
      expect(texts.length).toBeGreaterThanOrEqual(2);
      expect(new Set(texts).size).toBe(texts.length);
      for (const text of texts) expect(text.length).toBeLessThanOrEqual(9);
    }
  });
});

describe('doubles of all scales together', () => {
  it('have parts, limits and statistics, up to the largest there are', () => {
    const most = Number.MAX_VALUE;
    const data = Float64Array.from([-most, most, 0, 1e-300, most / 2, Number.NaN, Number.POSITIVE_INFINITY]);
    const histogram = histogramOf(data);
    expect(histogram).toMatchObject({ low: -most, high: most, total: 5 });
    expect(histogram.mean / most).toBeCloseTo(0.1, 9);
    expect(histogram.deviation / most).toBeCloseTo(Math.sqrt((0.81 + 1.21 + 0.01 + 0.01 + 0.16) / 5), 9);
    expect(percentile(data, histogram, 99)).toBeLessThanOrEqual(most);
    const many = histogramOf(new Float64Array(1000).fill(-most / 3));
    expect(many.mean / -(most / 3)).toBeCloseTo(1, 12);
    expect(many.deviation / most).toBeCloseTo(0, 12);
    const picture: Picture = { rows: 1, columns: 7, planes: [data], mode: 'scalar', isWhole: false, isPartial: false };
    const parts = (low: number, high: number) => [...(new Narrowing().of(picture, imageDisplay, low, high).picture?.planes[0] ?? [])];
    expect(parts(-most, most)).toEqual([0, 1, 0.5, 0.5, 0.75, Number.NaN, Number.NaN]);
    // Beyond the limits is not nowhere.
    expect(parts(0, 2e-300)).toEqual([-1, 2, 0, 0.5, 2, Number.NaN, Number.NaN]);
  });

  it('of directions keep their angle, and their length becomes the part', () => {
    const planes = [Float64Array.from([3e300, 0, -1e300, Number.NaN]), Float64Array.from([4e300, 0, 0, 1])];
    const picture: Picture = { rows: 1, columns: 4, planes, mode: 'wheel', isWhole: false, isPartial: false };
    const [rows, columns] = new Narrowing().of(picture, imageDisplay, 0, 1e301).picture?.planes ?? [];
    expect([...(rows ?? [])].map(value => Math.fround(value))).toEqual([0.3, 0, -0.1, Number.NaN].map(Math.fround));
    expect([...(columns ?? [])].map(value => Math.fround(value))).toEqual([0.4, 0, 0, Number.NaN].map(Math.fround));
  });

  it('narrow and far from zero are told by what they add to a base', () => {
    const [low, high] = [1e9 + 0.0001, 1e9 + 0.0009];
    expect(baseOf(low, high)).toBe(1e9);
    const list = ticks(low, high, imageDisplay, 0.1);
    expect(list.length).toBeGreaterThan(4);
    const texts = list.map(({ value }) => labelled(value, low, high));
    expect(new Set(texts).size).toBe(texts.length);
    expect(baseOf(-20005678, -20001234)).toBe(-20010000);
    expect(labelled(-20005678, -20005678, -20001234)).toBe('4322');
    expect(baseOf(0, 5)).toBe(0);
    expect(telling(1e9, 1e9 + 2, 5)).toBe(13);
    expect(telling(0, 1e300, 5)).toBe(5);
  });
});
