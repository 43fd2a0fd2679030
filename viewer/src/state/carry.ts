// From the pixels of one kind of frames to those of another: what both axes say lies in the same place.

import { axesOf, coordinate, indexAt } from '../display/axes';
import { moved, type Shape, scaled } from '../geometry/shapes';
import type { FramesInfo } from '../protocol/session';
import type { Disk } from './document';

interface Carried {
  factor: number;
  rows: number;
  columns: number;
}

// Null: the axes say nothing of one another.
function between(from: FramesInfo, to: FramesInfo): Carried | null {
  const steps = [-2, -1].map(at => {
    const [a, b] = [from.axes.at(at), to.axes.at(at)];
    return a && b && a.unit === b.unit && b.scale !== 0 ? { factor: a.scale / b.scale, shift: (a.offset - b.offset) / b.scale } : null;
  });
  const [row, column] = steps;
  // A shape has one size: pixels that are stretched in one direction cannot be followed.
  if (!row || !column || Math.abs(row.factor - column.factor) > 1e-9 || !Number.isFinite(row.factor) || row.factor <= 0) return null;
  return { factor: row.factor, rows: row.shift, columns: column.shift };
}

/** The direct beam, in the pixels of other frames of the same detector. */
export function carriedDisk({ row, column, radius }: Disk, from: FramesInfo, to: FramesInfo): Disk {
  const disk = carried({ kind: 'disk', row, column, radius }, from, to) as Disk;
  return { row: disk.row, column: disk.column, radius: disk.radius };
}

// The channels at the same coordinates.
function carriedRange(shape: Extract<Shape, { kind: 'range' }>, from: FramesInfo, to: FramesInfo): Shape {
  const [a, b] = [axesOf(from).detector.at(-1), axesOf(to).detector.at(-1)];
  if (!a || !b || a.unit !== b.unit) return shape;
  const last = (to.detectorShape.at(-1) ?? 1) - 1;
  const channel = (at: number) => Math.min(Math.max(Math.round(indexAt(b, coordinate(a, at))), 0), last);
  return { kind: 'range', from: channel(shape.from), to: channel(shape.to) };
}

/** A shape on the detector, in the pixels of other frames of the same detector. */
export function carried(shape: Shape, from: FramesInfo, to: FramesInfo): Shape {
  if (shape.kind === 'range') return carriedRange(shape, from, to);
  const step = between(from, to);
  return step ? moved(scaled(shape, step.factor), step.rows, step.columns) : shape;
}
