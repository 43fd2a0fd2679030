// Places along the axes of frames and scans, in the units that their axes have.

import type { AxisInfo, FramesInfo } from '../protocol/session';
import { isCalibrated, number, written } from './units';

/** The axes of the scan, slow axis first, and of rows and columns of the detector; none where the data do not say all of them. */
export function axesOf({ axes, scanShape, detectorShape }: Pick<FramesInfo, 'axes' | 'scanShape' | 'detectorShape'>): {
  scan: readonly AxisInfo[];
  detector: readonly AxisInfo[];
} {
  const isWhole = axes.length === scanShape.length + detectorShape.length;
  if (!isWhole) return { scan: [], detector: [] };
  const detector = scanShape.length;
  return { scan: axes.slice(0, detector), detector: axes.slice(detector, detector + 2) };
}

/** The coordinate at an index, or between two. */
export function coordinate({ values, offset, scale }: AxisInfo, index: number): number {
  if (!values) return offset + index * scale;
  const last = values.length - 1;
  if (index <= 0) return (values[0] as number) + index * scale;
  if (index >= last) return (values[last] as number) + (index - last) * scale;
  const [at, part] = [Math.floor(index), index % 1];
  return (values[at] as number) * (1 - part) + (values[at + 1] ?? 0) * part;
}

/** The index at which an axis has a coordinate: whole where it has a value for each. */
export function indexAt({ values, offset, scale }: AxisInfo, value: number): number {
  if (!values) return scale === 0 ? 0 : (value - offset) / scale;
  let nearest = 0;
  values.forEach((other, i) => {
    if (Math.abs(other - value) < Math.abs((values[nearest] as number) - value)) nearest = i;
  });
  return nearest;
}

/** A coordinate with its unit; null: the axis is not calibrated. */
export function calibrated(axis: AxisInfo | undefined, index: number): string | null {
  return isCalibrated(axis) ? `${number(coordinate(axis, index), axis.values ? 6 : 4)} ${written(axis.unit)}` : null;
}
