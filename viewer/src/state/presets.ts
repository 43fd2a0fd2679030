// Detectors that a person keeps: relative to the disk, so that they fit other scans, too.

import { createRoot, createSignal } from 'solid-js';
import { moved, type Shape, scaled } from '../geometry/shapes';
import type { Disk } from './document';

export interface Preset {
  readonly name: string;
  /** About a disk of radius 1 in the middle of the coordinates. */
  readonly shape: Shape;
}

export const relative = (shape: Shape, disk: Disk): Shape => scaled(moved(shape, -disk.row, -disk.column), 1 / disk.radius);
export const absolute = (shape: Shape, disk: Disk): Shape => moved(scaled(shape, disk.radius), disk.row, disk.column);

const place = 'ronchi.presets';
const most = 24;

function read(): Preset[] {
  try {
    const list = JSON.parse(localStorage.getItem(place) ?? '[]');
    return Array.isArray(list) ? list.filter(preset => typeof preset?.name === 'string' && typeof preset?.shape?.kind === 'string') : [];
  } catch {
    return [];
  }
}

function createPresets() {
  const [list, setList] = createSignal<Preset[]>(read());
  const keep = (next: Preset[]) => {
    setList(next);
    try {
      localStorage.setItem(place, JSON.stringify(next));
    } catch {
      // A browser that keeps nothing has them until it is closed.
    }
  };
  return {
    list,
    add: (preset: Preset) => keep([...list().filter(other => other.name !== preset.name), preset].slice(-most)),
    remove: (name: string) => keep(list().filter(other => other.name !== name)),
  };
}

export const presets = createRoot(createPresets);
