// Values that are written beside a colour bar.

import { type Display, part } from './display';

export interface Tick {
  readonly value: number;
  /** The part of the way from the lowest to the highest limit. */
  readonly at: number;
}

type Look = Pick<Display, 'scale' | 'gamma' | 'isCentered'>;

/** The limits themselves, and round values between them that keep a distance, as a part of the way. */
export function ticks(low: number, high: number, look: Look, distance: number, isWhole = false): Tick[] {
  if (!(high > low)) return [];
  const list: Tick[] = [
    { value: low, at: 0 },
    { value: high, at: 1 },
  ];
  for (const value of rounds(low, high, look.scale !== 'linear')) {
    const at = part(value, low, high, look, isWhole);
    if (list.every(other => Math.abs(other.at - at) >= distance)) list.push({ value, at });
  }
  return list.sort((a, b) => a.at - b.at);
}

// The roundest first: zero, then 1, 2 and 5 times powers of ten; on an even scale the multiples of one of them.
function rounds(low: number, high: number, isBent: boolean): number[] {
  const inside = (value: number) => value > low && value < high;
  if (!isBent) {
    const steps = [10, 5, 2, 1].map(factor => factor * 10 ** Math.floor(Math.log10((high - low) / 4)));
    const list = steps.flatMap(step =>
      Array.from({ length: Math.min(Math.floor(high / step) - Math.ceil(low / step) + 1, 40) }, (_, i) => {
        const multiple = Math.ceil(low / step) + i;
        return Number((multiple * step).toPrecision(12));
      }),
    );
    return [0, ...list].filter(inside);
  }
  const top = Math.ceil(Math.log10(Math.max(Math.abs(low), Math.abs(high))));
  const powers = Array.from({ length: 8 }, (_, i) => top - i);
  const sizes = [1, 5, 2].flatMap(factor => powers.map(power => Number((factor * 10 ** power).toPrecision(12))));
  return [0, ...sizes.flatMap(size => [size, -size])].filter(inside);
}
