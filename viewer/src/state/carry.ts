// From the places of one kind of frames to those of another: what lies in the same place of the data that both are made of, or where both
// axes say so.

import { axesOf, coordinate, indexAt } from '../display/axes';
import { isCalibrated } from '../display/units';
import type { Camera } from '../geometry/camera';
import { moved, type Shape, scaled } from '../geometry/shapes';
import type { AxisInfo, FramesInfo } from '../protocol/session';
import type { Disk } from './document';

/** Which axes of frames: those that the probe went along, or those of its pattern. */
export type Space = 'scan' | 'detector';

interface Step {
  readonly factor: number;
  readonly rows: number;
  readonly columns: number;
}

const same: Step = { factor: 1, rows: 0, columns: 0 };

const shapeOf = ({ scanShape, detectorShape }: FramesInfo, space: Space) =>
  space === 'scan' ? scanShape.slice(-2) : detectorShape.slice(0, 2);

/** One axis of each, counted from the last, in the same unit: pixels of the data that both are made of, else that of both axes. */
function shared(from: FramesInfo, to: FramesInfo, space: Space, at: number): readonly [AxisInfo, AxisInfo] | null {
  const [a, b] = [from, to].map(frames => axesOf({ ...frames, axes: frames.places })[space].at(at));
  if (isCalibrated(a) && isCalibrated(b) && a.unit === b.unit) return [a, b];
  const [before, after] = [axesOf(from)[space].at(at), axesOf(to)[space].at(at)];
  return before && after && before.unit === after.unit ? [before, after] : null;
}

/** How places of one become places of the other; null: they say nothing of one another. */
function between(from: FramesInfo, to: FramesInfo, space: Space): Step | null {
  if (from === to) return same;
  const [row, column] = [-2, -1].map(at => {
    const [a, b] = shared(from, to, space, at) ?? [];
    return a && b && b.scale !== 0 ? { factor: a.scale / b.scale, shift: (a.offset - b.offset) / b.scale } : null;
  });
  // A shape has one size: pixels that are stretched in one direction cannot be followed.
  const isKnown = row && column && Math.abs(row.factor - column.factor) <= 1e-9 && Number.isFinite(row.factor) && row.factor > 0;
  if (isKnown) return { factor: row.factor, rows: row.shift, columns: column.shift };
  return String(shapeOf(from, space)) === String(shapeOf(to, space)) ? same : null;
}

/** The direct beam, in the pixels of other frames of the same detector. */
export function carriedDisk({ row, column, radius }: Disk, from: FramesInfo, to: FramesInfo): Disk {
  const disk = carried({ kind: 'disk', row, column, radius }, from, to) as Disk;
  return { row: disk.row, column: disk.column, radius: disk.radius };
}

// The channels at the same coordinates.
function carriedRange(shape: Extract<Shape, { kind: 'range' }>, from: FramesInfo, to: FramesInfo): Shape {
  const [a, b] = shared(from, to, 'detector', -1) ?? [];
  if (!a || !b) return shape;
  const last = (to.detectorShape.at(-1) ?? 1) - 1;
  const channel = (at: number) => Math.min(Math.max(Math.round(indexAt(b, coordinate(a, at))), 0), last);
  return { kind: 'range', from: channel(shape.from), to: channel(shape.to) };
}

/** A shape in the pixels of other frames of the same detector, or the same scan. */
export function carried(shape: Shape, from: FramesInfo, to: FramesInfo, space: Space = 'detector'): Shape {
  if (shape.kind === 'range') return carriedRange(shape, from, to);
  const step = between(from, to, space);
  return step && step !== same ? moved(scaled(shape, step.factor), step.rows, step.columns) : shape;
}

/** A place on the detector, in the pixels of other frames of it; null: nobody knows where it lies there. */
export function carriedPlace(row: number, column: number, from: FramesInfo, to: FramesInfo): [number, number] | null {
  const step = between(from, to, 'detector');
  return step && [row * step.factor + step.rows, column * step.factor + step.columns];
}

/** The same part of other frames, each pixel as large as what it covers; null: nobody knows where it lies there. */
export function carriedCamera(camera: Camera, from: FramesInfo, to: FramesInfo): Camera | null {
  const step = between(from, to, 'detector');
  const place = carriedPlace(camera.row, camera.column, from, to);
  return step && place && { ...camera, row: place[0], column: place[1], scale: camera.scale / step.factor };
}

/** A scan position among other frames of the same scan: where it lies, or the nearest that there is. */
export function carriedPosition(row: number, column: number, from: FramesInfo, to: FramesInfo): [number, number] {
  const [rows, columns] = [sizeOf(to)[0], sizeOf(to)[1]];
  const nearest = (value: number, length: number) => Math.min(Math.max(Math.round(value), 0), length - 1);
  const step = between(from, to, 'scan');
  if (step) return [nearest(row * step.factor + step.rows, rows), nearest(column * step.factor + step.columns, columns)];
  const [, before] = sizeOf(from);
  const flat = Math.round(row) * before + Math.round(column);
  // The same frames in another order of rows.
  if (count(from) === count(to)) return [Math.floor(flat / columns), flat % columns];
  return [nearest(row, rows), nearest(column, columns)];
}

const sizeOf = ({ scanShape }: FramesInfo): [number, number] => [
  scanShape.length > 1 ? (scanShape.at(-2) as number) : 1,
  scanShape.at(-1) ?? 1,
];
const count = ({ scanShape }: FramesInfo) => scanShape.reduce((product, length) => product * length, 1);
