// Plays a series: one member after the other, each drawn before the next is asked for.

import { createSignal } from 'solid-js';

export type Mode = 'loop' | 'boomerang' | 'once';

export interface PlayRange {
  first: number;
  last: number;
}

/** The member after one; null: the end, played once. */
export function following(at: number, step: number, range: PlayRange, mode: Mode): { at: number; step: number } | null {
  const next = at + step;
  if (next >= range.first && next <= range.last) return { at: next, step };
  if (range.first === range.last) return mode === 'once' ? null : { at, step };
  switch (mode) {
    case 'loop':
      return { at: step > 0 ? range.first : range.last, step };
    case 'boomerang':
      return { at: at - step, step: -step };
    default:
      return null;
  }
}

export function createPlay() {
  const [isPlaying, setIsPlaying] = createSignal(false);
  const [fps, setFps] = createSignal(10);
  const [mode, setMode] = createSignal<Mode>('loop');
  const [range, setRange] = createSignal<PlayRange | null>(null);
  const [isBackward, setIsBackward] = createSignal(false);
  const [drawnFps, setDrawnFps] = createSignal(0);
  const [skipped, setSkipped] = createSignal(0);
  return {
    isPlaying,
    setIsPlaying,
    fps,
    setFps,
    mode,
    setMode,
    range,
    setRange,
    isBackward,
    setIsBackward,
    drawnFps,
    setDrawnFps,
    skipped,
    setSkipped,
    toggle: () => setIsPlaying(value => !value),
  };
}
