// Numbers of 64 bits, for a graphics processor that holds 32: they become parts of the way between the limits before they go there.

import { type Display, part } from './display';
import type { Picture } from './renderer';

// Others go to the graphics processor as they are.
const isWide = ({ planes }: Picture) => planes.some(plane => plane instanceof Float64Array);

// What a narrowed picture is drawn with: its numbers say how far they are already.
const asTheyAre = { scale: 'linear', isCentered: false } as const;

type Look = Pick<Display, 'scale' | 'gamma' | 'isCentered'>;

// Beyond the limits, but not so far that 32 bits have no number for it.
const within = (t: number) => Math.min(Math.max(t, -1), 2);

/** The same picture in 32 bits, to be drawn evenly between 0 and 1: each number is the part of the way that it has come between the limits. */
export function narrowed(picture: Picture, look: Look, low: number, high: number): Picture {
  const { planes, mode, isWhole } = picture;
  const limits = (i: number) => picture.limits?.[i] ?? ([low, high] as const);
  const evenly = mode === 'color' ? { ...look, ...asTheyAre } : { ...look, isCentered: look.isCentered && mode === 'scalar' };
  const parts = (value: number, i: number) => (Number.isFinite(value) ? within(part(value, ...limits(i), evenly, isWhole)) : Number.NaN);
  const own = { ...picture, limits: planes.map((): [number, number] => [0, 1]) };
  const [rows, columns] = planes;
  if (mode !== 'wheel' || !rows || !columns)
    return { ...own, planes: planes.map((plane, i) => Float32Array.from(plane, value => parts(value, i))) };
  // Of a direction the length becomes the part, and the angle stays.
  const scale = Float64Array.from(rows, (value, i) => {
    const length = Math.hypot(value, columns[i] as number);
    return length === 0 ? 0 : parts(length, 0) / length;
  });
  return { ...own, planes: [rows, columns].map(plane => Float32Array.from(plane, (value, i) => value * (scale[i] as number))) };
}

/** A picture as it goes to the graphics processor, and with which limits it is drawn. */
interface Drawable {
  readonly picture: Picture | null;
  readonly display: Display;
  readonly low: number;
  readonly high: number;
}

/** Narrows pictures that need it, once for the same limits. */
export class Narrowing {
  private last: { readonly from: Picture; readonly by: string; readonly to: Picture } | null = null;

  of(picture: Picture | null, display: Display, low: number, high: number): Drawable {
    if (!picture || !isWide(picture)) return { picture, display, low, high };
    const by = JSON.stringify([low, high, display.scale, display.gamma, display.isCentered]);
    if (this.last?.from !== picture || this.last.by !== by) this.last = { from: picture, by, to: narrowed(picture, display, low, high) };
    return { picture: this.last.to, display: { ...display, ...asTheyAre }, low: 0, high: 1 };
  }
}
