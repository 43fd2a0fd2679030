import { describe, expect, it } from 'vitest';
import { imageDisplay, part, scales } from '../src/display/display';
import { histogramOf, limitsOf, percentile } from '../src/display/histogram';
import { shownOf, valuesAt } from '../src/display/picture';
import { ticks } from '../src/display/ticks';
import { bytes, converted, number, scaleBar, wavelength, written } from '../src/display/units';
import type { Values } from '../src/protocol/values';
import { emptyDocument } from '../src/state/document';

describe('scales', () => {
  it.each(scales)('%s goes from 0 at the low limit to 1 at the high one, without turning back', scale => {
    const display = { ...imageDisplay, scale };
    for (const [low, high] of [
      [0, 1],
      [3, 900],
      [-20, 45],
      [1000, 65535],
    ] as const) {
      expect(part(low, low, high, display)).toBeCloseTo(0, 9);
      expect(part(high, low, high, display)).toBeCloseTo(1, 9);
      let before = -1e-9;
      for (let i = 0; i <= 100; i++) {
        const t = part(low + ((high - low) * i) / 100, low, high, display);
        expect(t).toBeGreaterThanOrEqual(before);
        before = t;
      }
    }
  });

  it.each(scales)('%s centred has zero in the middle and both sides alike', scale => {
    const display = { ...imageDisplay, scale, isCentered: true };
    expect(part(0, -8, 8, display)).toBeCloseTo(0.5);
    for (const value of [0.1, 3, 8]) expect(part(value, -8, 8, display) + part(-value, -8, 8, display)).toBeCloseTo(1);
  });

  it('follows the formulas of the library: log(1 + (v − low)) and powers', () => {
    expect(part(10, 2, 102, { ...imageDisplay, scale: 'log' })).toBeCloseTo(Math.log(9) / Math.log(101), 12);
    expect(part(27, 2, 102, { ...imageDisplay, scale: 'sqrt' })).toBeCloseTo(0.5, 12);
    expect(part(27, 2, 102, { ...imageDisplay, scale: 'gamma', gamma: 2 })).toBeCloseTo(0.0625, 12);
  });

  it('limits that are one value split in two', () => {
    expect([4, 5, 6].map(value => part(value, 5, 5, imageDisplay))).toEqual([0, 0, 1]);
  });
});

describe('histogram', () => {
  it('counts whole numbers one by one, and percentiles are exact', () => {
    const data = Uint16Array.from({ length: 1000 }, (_, i) => i % 100);
    const histogram = histogramOf(data);
    expect(histogram.isExact).toBe(true);
    expect([...histogram.counts]).toEqual(Array(100).fill(10));
    expect([0, 1, 50, 99, 100].map(p => percentile(data, histogram, p))).toEqual([0, 0, 49, 98, 99]);
    expect(histogram.mean).toBeCloseTo(49.5);
    expect(histogram.deviation).toBeCloseTo(Math.sqrt(833.25));
  });

  it('percentiles of random numbers are within a millionth of the range of the sorted ones, also beside one huge value', () => {
    const data = Float32Array.from({ length: 5000 }, (_, i) => (i === 7 ? 1e6 : Math.random() ** 3 * 1e4 - 50));
    const histogram = histogramOf(data);
    const sorted = [...data].sort((a, b) => a - b);
    const bin = (histogram.high - histogram.low) / 1024 / 1024;
    for (const p of [0.1, 2, 50, 98, 99.9])
      expect(Math.abs(percentile(data, histogram, p) - (sorted[Math.ceil((p / 100) * 5000) - 1] as number))).toBeLessThanOrEqual(
        bin + 1e-6,
      );
  });

  it('leaves out what is no number', () => {
    const histogram = histogramOf(Float32Array.from([Number.NaN, 1, Number.POSITIVE_INFINITY, 3]));
    expect([histogram.total, histogram.low, histogram.high, histogram.mean]).toEqual([2, 1, 3, 2]);
    expect(histogramOf(new Float32Array([Number.NaN])).total).toBe(0);
    expect(histogramOf(new Uint8Array(0)).total).toBe(0);
    const seven = new Uint32Array([7, 7, 7]);
    expect(percentile(seven, histogramOf(seven), 50)).toBe(7);
  });
});

describe('floats of any scale', () => {
  it.each(scales)('%s of numbers that are not whole is the same in every unit', scale => {
    const display = { ...imageDisplay, scale };
    for (const unit of [1e-30, 1e-11, 1, 1e20])
      for (const x of [0, 0.01, 0.3, 1])
        expect(Math.fround(part(x * 7 * unit, 0, 7 * unit, display, false))).toBeCloseTo(part(x * 7, 0, 7, display, false), 6);
  });
});

describe('what was not measured', () => {
  const values = (kind: 'image' | 'frame' | 'pattern', data: number[], validity: number[] | null, isPartial = true) =>
    ({
      kind,
      rows: 2,
      columns: 2,
      planes: 1,
      data: Uint16Array.from(data),
      validity: validity && Uint8Array.from(validity),
      isPartial,
      isWhole: true,
    }) as unknown as Values;
  const shown = (pane: 'navigator' | 'pattern', received: Values) => shownOf(pane, [received], emptyDocument);

  it.each(['image', 'frame', 'pattern'] as const)('is no number in an %s, and counts in no limit, whatever number stands there', kind => {
    const seen = shown(kind === 'image' ? 'navigator' : 'pattern', values(kind, [0, 5, 77, 9], [1, 1, 0, 1]));
    expect([...(seen?.data ?? [])]).toEqual([0, 5, Number.NaN, 9]);
    expect(seen?.histogram).toMatchObject({ low: 0, high: 9, total: 3 });
    expect(seen?.picture).toMatchObject({ isPartial: true, isWhole: true });
  });

  it('is said by the values alone: a zero is a number', () => {
    expect([...(shown('navigator', values('image', [0, 5, 0, 9], null))?.data ?? [])]).toEqual([0, 5, 0, 9]);
    expect([...(shown('pattern', values('frame', [0, 0, 0, 0], null))?.data ?? [])]).toEqual([0, 0, 0, 0]);
  });
});

describe('a frame in colour', () => {
  const frame = <T extends Uint8Array | Float32Array>(data: T, planes: number, validity: number[] | null = null) =>
    shownOf(
      'pattern',
      [{ kind: 'frame', rows: 1, columns: 2, planes, data, validity: validity && Uint8Array.from(validity), isPartial: false } as never],
      emptyDocument,
    );

  it('of bytes has their colours as they are; a fourth is read, and counts in no limit', () => {
    const seen = frame(Uint8Array.from([1, 2, 30, 40, 50, 60, 250, 251]), 4);
    expect(seen?.picture).toMatchObject({ mode: 'color', rows: 1, columns: 2 });
    expect(seen?.picture.limits?.slice(0, 3)).toEqual([
      [0, 255],
      [0, 255],
      [0, 255],
    ]);
    expect(seen?.histogram).toMatchObject({ low: 1, high: 60, total: 6 });
    expect(seen && valuesAt(seen, 1)).toEqual([2, 40, 60, 251]);
  });

  it('of other numbers has the limits of its pane; what was not measured is no number in any colour', () => {
    const seen = frame(Float32Array.from([1, 2, 30, 40, 50, 60]), 3, [0, 1]);
    expect(seen?.picture.limits).toBeUndefined();
    expect(seen?.histogram).toMatchObject({ low: 2, high: 60, total: 3 });
    expect(seen && valuesAt(seen, 0)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });
});

describe('ticks', () => {
  it('are the limits, and round numbers that keep their distance', () => {
    for (const scale of scales)
      for (let i = 0; i < 60; i++) {
        const low = (Math.random() - 0.5) * 10 ** (Math.random() * 12 - 6);
        const high = low + 10 ** (Math.random() * 12 - 6);
        const list = ticks(low, high, { ...imageDisplay, scale }, 0.15, false);
        expect(list[0]).toEqual({ value: low, at: 0 });
        expect(list.at(-1)).toEqual({ value: high, at: 1 });
        for (const [k, tick] of list.entries()) if (k > 0) expect(tick.at - (list[k - 1]?.at ?? 0)).toBeGreaterThanOrEqual(0.15 - 1e-9);
      }
    expect(ticks(0, 2879, imageDisplay, 0.15).map(tick => tick.value)).toEqual([0, 500, 1000, 1500, 2000, 2879]);
    expect(ticks(0, 2000, { ...imageDisplay, scale: 'log' }, 0.12).map(tick => tick.value)).toEqual([0, 10, 100, 500, 2000]);
    expect(ticks(5, 5, imageDisplay, 0.1)).toEqual([]);
  });
});

describe('units', () => {
  it('bars have lengths of 1, 2 or 5, near what is wished', () => {
    for (let i = 0; i < 200; i++) {
      const axis = { name: 'x', scale: 10 ** (Math.random() * 8 - 4), offset: 0, unit: 'nm' };
      const wish = 20 + Math.random() * 300;
      const bar = scaleBar(axis, wish);
      expect(bar).not.toBeNull();
      expect((bar?.pixels ?? 0) / wish).toBeGreaterThan(0.6);
      expect((bar?.pixels ?? 0) / wish).toBeLessThan(1.7);
      expect(bar?.label).toMatch(/^[125]0*(\.0+)?|0\.0*[125] /);
    }
  });

  it('become others: lengths, frequencies, and with the voltage angles', () => {
    expect(converted(2, 'nm', 'Å', null)).toBeCloseTo(20, 12);
    expect(converted(0.5, '1/nm', '1/Å', null)).toBeCloseTo(0.05, 12);
    expect(converted(1, 'nm', '1/nm', 300)).toBeNull();
    expect(converted(1, 'mrad', '1/nm', null)).toBeNull();
    expect(converted(1, 'px', 'nm', 300)).toBeNull();
    // Kirkland, Advanced Computing in Electron Microscopy (2010), table 2.2, in pm: 100 kV 3.701, 200 kV 2.508, 300 kV 1.969.
    for (const [kilovolts, pm] of [
      [100, 3.701],
      [200, 2.508],
      [300, 1.969],
    ] as const)
      expect(wavelength(kilovolts) * 1000).toBeCloseTo(pm, 3);
    expect(converted(1.969, 'mrad', '1/nm', 300)).toBeCloseTo(1, 3);
    for (const unit of ['1/nm', '1/Å', 'mrad'])
      expect(converted(converted(7, 'mrad', unit, 200) as number, unit, 'mrad', 200)).toBeCloseTo(7, 9);
  });

  it('changes to units that people use', () => {
    expect(scaleBar({ name: 'x', scale: 0.5, offset: 0, unit: 'nm' }, 40)).toEqual({ pixels: 40, label: '20 nm' });
    expect(scaleBar({ name: 'x', scale: 50, offset: 0, unit: 'nm' }, 40)).toEqual({ pixels: 40, label: '2 µm' });
    expect(scaleBar({ name: 'x', scale: 0.001, offset: 0, unit: 'rad' }, 20)).toEqual({ pixels: 20, label: '20 mrad' });
    expect(scaleBar(undefined, 50)).toEqual({ pixels: 50, label: '50 px' });
    expect(written('1/nm')).toBe('nm⁻¹');
    expect(written('1/A')).toBe('Å⁻¹');
  });

  it('writes numbers in few characters', () => {
    expect([0, 12, -3.5, 0.123456, 1e9, Number.NaN, 65535].map(v => number(v))).toEqual([
      '0',
      '12',
      '−3.5',
      '0.1235',
      '1e9',
      'NaN',
      '65535',
    ]);
    expect([512, 6e6, 4.83e9, 2e10].map(bytes)).toEqual(['512 B', '6 MB', '4.8 GB', '20 GB']);
  });
});

describe('limits from percentiles', () => {
  it('are those of all values, where the percentiles are one value: a few bright pixels among zeros are seen', () => {
    const data = new Uint16Array(32_768);
    for (const i of [5, 700, 20_000]) data[i] = 4095;
    const histogram = histogramOf(data);
    expect([percentile(data, histogram, 0.1), percentile(data, histogram, 99.9)]).toEqual([0, 0]);
    expect(limitsOf(data, histogram, 0.1, 99.9)).toEqual([0, 4095]);
    const seven = new Uint8Array(10).fill(7);
    expect(limitsOf(seven, histogramOf(seven), 0, 100)).toEqual([7, 7]);
  });
});
