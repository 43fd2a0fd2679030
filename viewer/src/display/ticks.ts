// Values that are written beside a colour bar.

import { type Display, part } from './display';
import { number } from './units';

export interface Tick {
  readonly value: number;
  /** The part of the way from the lowest to the highest limit. */
  readonly at: number;
}

type Look = Pick<Display, 'scale' | 'gamma' | 'isCentered'>;

/** What values of a range have in common, where it is narrow and far from zero: labels say what is added to it. 0: nothing. */
export function baseOf(low: number, high: number): number {
  const range = high - low;
  if (!(range > 0) || range >= Math.max(Math.abs(low), Math.abs(high)) / 1000) return 0;
  const unit = 10 ** Math.ceil(Math.log10(range));
  return Number((Math.floor(low / unit) * unit).toPrecision(15));
}

/** So many significant digits that values of a range are told apart; of a wide range as many as are wished. */
export function telling(low: number, high: number, digits: number): number {
  const parts = Math.max(Math.abs(low), Math.abs(high)) / (high - low);
  return high > low ? Math.min(digits + Math.max(Math.ceil(Math.log10(parts)) - 1, 0), 17) : digits;
}

/** Characters that find room beside a bar. */
const usual = 9;

/** A value of a range as its label: few characters, what all have in common left out. */
export function labelled(value: number, low: number, high: number, widest = usual): string {
  const base = baseOf(low, high);
  let digits = telling(low - base, high - base, 4);
  while (digits > 2 && number(value - base, digits).length > widest) digits--;
  return number(value - base, digits);
}

/** The limits themselves, and round values between them that keep a distance, as a part of the way. */
export function ticks(low: number, high: number, look: Look, distance: number, isWhole = false): Tick[] {
  if (!(high > low)) return [];
  const list: Tick[] = [
    { value: low, at: 0 },
    { value: high, at: 1 },
  ];
  const base = baseOf(low, high);
  for (const value of rounds(low - base, high - base, look.scale !== 'linear').map(each => each + base)) {
    const at = part(value, low, high, look, isWhole);
    if (list.every(other => Math.abs(other.at - at) >= distance)) list.push({ value, at });
  }
  return list.sort((a, b) => a.at - b.at);
}

// Values between the limits, the roundest first: zero, then 1, 2 and 5 times powers of ten; on an even scale the multiples of one of them.
function rounds(low: number, high: number, isBent: boolean): number[] {
  const inside = (value: number) => value > low && value < high;
  if (!isBent) {
    const steps = [10, 5, 2, 1].map(factor => factor * 10 ** Math.floor(Math.log10(high / 4 - low / 4)));
    const list = steps
      .filter(step => step > 0)
      .flatMap(step =>
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
