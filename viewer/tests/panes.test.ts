import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fitted, held, seen } from '../src/geometry/camera';
import { framed, headerHeight, paired, tiled } from '../src/panes/tiling';
import { lineOf } from '../src/panes/tones';
import type { AxisInfo } from '../src/protocol/session';
import { detectorColors, selectorColors } from '../src/state/document';
import { scanPosition, scattering } from '../src/state/readout';
import { outerPosition } from '../src/state/requests';
import { createWaiting } from '../src/state/waiting';

describe('panes', () => {
  const square = { rows: 128, columns: 128 };
  it('no other number of columns shows more of the images', () => {
    const side = (width: number, height: number, count: number, columns: number) => {
      const pane = { width: width / columns, height: height / Math.ceil(count / columns) - headerHeight };
      const { top, right, bottom, left } = framed(pane, square);
      return Math.min(pane.width - left - right, pane.height - top - bottom);
    };
    for (let i = 0; i < 300; i++) {
      const [width, height, count] = [300 + Math.random() * 2000, 400 + Math.random() * 1000, 2 + (i % 4)];
      const { columns, side: best } = tiled({ width, height }, Array(count).fill(square));
      for (let other = 1; other <= count; other++)
        expect(best).toBeGreaterThanOrEqual(Math.max(side(width, height, count, other), 0) - 1e-6);
      expect(best).toBeCloseTo(Math.max(side(width, height, count, columns), 0), 6);
    }
  });

  it('a wide window has them side by side, a high one has them one above the other', () => {
    expect(tiled({ width: 1600, height: 900 }, [square, square]).columns).toBe(2);
    expect(tiled({ width: 700, height: 1500 }, [square, square]).columns).toBe(1);
    expect(
      tiled({ width: 1600, height: 900 }, [
        { rows: 20, columns: 400 },
        { rows: 20, columns: 400 },
      ]).columns,
    ).toBe(1);
  });

  it('a pair gets the most of the window, with a small image at its side', () => {
    for (let i = 0; i < 300; i++) {
      const stage = { width: 700 + Math.random() * 1800, height: 600 + Math.random() * 900 };
      const { place, share, columns, side } = paired(stage, square, [square, square]);
      const isLeft = place === 'left';
      const rest = isLeft ? { width: stage.width - share, height: stage.height } : { width: stage.width, height: stage.height - share };
      const pair = tiled(rest, [square, square]);
      expect(pair.columns).toBe(columns);
      expect(side).toBeGreaterThan(120);
      expect(pair.side).toBeGreaterThanOrEqual(side);
      // Three panes of one size do not show the pair much larger.
      expect(pair.side).toBeGreaterThan(tiled(stage, [square, square, square]).side * 0.9);
    }
  });

  it('bars take the side where there is room', () => {
    expect(framed({ width: 400, height: 700 }, square).bars).toBe('below');
    expect(framed({ width: 700, height: 400 }, square).bars).toBe('right');
  });

  it('an image is never lost out of sight', () => {
    const size = { width: 400, height: 300 };
    const away = held({ row: 9000, column: -9000, scale: 1e-3, turns: 0, isFlipped: false }, size, 128, 128);
    expect(seen(away, size, 128, 128)).not.toBeNull();
    expect(away.scale).toBeCloseTo(fitted(away, size, 128, 128).scale / 4);
  });
});

describe('outlines', () => {
  const luminance = (color: string) => {
    const [r, g, b] = [1, 3, 5]
      .map(i => Number.parseInt(color.slice(i, i + 2), 16) / 255)
      .map(c => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * (r as number) + 0.7152 * (g as number) + 0.0722 * (b as number);
  };
  it.each([...detectorColors, ...selectorColors])('one tone of %s stands out from any colour below', color => {
    const line = luminance(lineOf(color));
    for (let below = 0; below <= 1; below += 0.01) {
      const contrast = (tone: number) => (Math.max(tone, below) + 0.05) / (Math.min(tone, below) + 0.05);
      expect(Math.max(contrast(0), contrast(line)), `on luminance ${below}`).toBeGreaterThanOrEqual(3);
    }
  });
});

describe('read-outs', () => {
  const axis = (scale: number, unit: string) => ({ name: '', scale, offset: 0, unit });
  const of = (axes: AxisInfo[]) => ({ scanShape: [128, 128], detectorShape: [128, 128], dtype: 'u16', axes, places: [] });
  const beam = { row: 64, column: 62 };
  it('are from the beam: angle, direction, lattice spacing', () => {
    const frames = of([axis(0.2, 'nm'), axis(0.2, 'nm'), axis(1, 'mrad'), axis(1, 'mrad')]);
    // Au 111 at 200 kV: d 2.355 Å scatters by λ∕d = 10.65 mrad.
    expect(scattering(frames, beam, 200, 64, 72)).toBe('θ 10 mrad  φ 0°  d 2.51 Å');
    expect(scattering(frames, beam, 200, 72, 62)).toBe('θ 8 mrad  φ 90°  d 3.13 Å');
    expect(scattering(frames, beam, null, 64, 72)).toBe('θ 10 mrad  φ 0°');
    expect(scattering(of([axis(1, 'nm'), axis(1, 'nm'), axis(0.5, '1/nm'), axis(0.5, '1/nm')]), beam, null, 60, 59)).toBe(
      '|q| 2.5 nm⁻¹  φ −127°  d 4 Å',
    );
    expect(scattering(of([]), beam, 200, 61, 66)).toBe('r 5 px  φ −36.9°');
    expect(scattering(frames, beam, 200, 64, 62)).toBe('θ 0 mrad');
    expect(scanPosition(frames, 10, 20)).toBe('x 4 nm  y 2 nm');
    expect(scanPosition(of([]), 10, 20)).toBeNull();
    expect(scanPosition({ ...of([{ ...axis(2, 's'), values: [0, 1, 5] }, axis(1, 'eV')]), scanShape: [3], detectorShape: [4] }, 0, 2)).toBe(
      '5 s',
    );
  });
});

describe('a series of several axes', () => {
  it('has a place for each member', () => {
    expect([0, 1, 2, 5].map(member => outerPosition([3, 2, 4, 5], member))).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [2, 1],
    ]);
    expect(outerPosition([4, 5], 0)).toEqual([]);
    expect(outerPosition([7, 4, 5], 6)).toEqual([6]);
    expect(outerPosition([9], 0)).toEqual([]);
  });
});

describe('a pane that waits', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is late when nothing has come for 150 ms, and no sooner', () => {
    const { waiting, watch } = createWaiting();
    watch('navigator', 32, 'asked');
    vi.advanceTimersByTime(149);
    expect(waiting.navigator.isLate).toBe(false);
    vi.advanceTimersByTime(2);
    expect(waiting.navigator.isLate).toBe(true);
    expect(waiting.pattern.isLate).toBe(false);
    watch('navigator', 32, 'answered');
    expect(waiting.navigator.isLate).toBe(false);
    vi.advanceTimersByTime(1000);
    expect(waiting.navigator.isLate).toBe(false);
  });

  it('is not late while it is dragged and older values keep coming', () => {
    const { waiting, watch } = createWaiting();
    for (let i = 0; i < 20; i++) {
      watch('navigator', 32, 'asked');
      vi.advanceTimersByTime(100);
      watch('navigator', 32, 'meanwhile');
      expect(waiting.navigator.isLate).toBe(false);
    }
    vi.advanceTimersByTime(200);
    expect(waiting.navigator.isLate).toBe(true);
  });

  it('says why it has nothing, until something comes', () => {
    const { waiting, watch } = createWaiting();
    watch('pattern', 1, 'asked');
    watch('pattern', 1, { refusal: 'The detector holds no pixel.' });
    vi.advanceTimersByTime(1000);
    expect(waiting.pattern).toEqual({ isLate: false, refusal: 'The detector holds no pixel.' });
    watch('pattern', 1, 'asked');
    watch('pattern', 1, 'answered');
    expect(waiting.pattern.refusal).toBe('');
  });
});
