// Regions in pixels of the detector or the scan. The centre of pixel (row, column) lies at those numbers; a pixel belongs to a
// region when its centre does, borders included: the same rule as in the library (tests/goldens/membership.json).

export type Shape =
  | { kind: 'point'; row: number; column: number }
  | { kind: 'disk'; row: number; column: number; radius: number }
  | { kind: 'annulus'; row: number; column: number; inner: number; outer: number }
  | { kind: 'square'; row: number; column: number; half: number }
  | { kind: 'rectangle'; row0: number; column0: number; row1: number; column1: number }
  | { kind: 'sector'; row: number; column: number; inner: number; outer: number; from: number; to: number }
  | { kind: 'polygon'; points: [number, number][] }
  | { kind: 'line'; row0: number; column0: number; row1: number; column1: number }
  | { kind: 'range'; from: number; to: number };

export type ShapeKind = Shape['kind'];
export type Range = Extract<Shape, { kind: 'range' }>;

const exact = (value: number) => String(Math.round(value * 1000) / 1000);

/** The shape as commands write it, and as the server takes it. */
export function toText(shape: Shape): string {
  switch (shape.kind) {
    case 'point':
      return `point:${Math.round(shape.row)},${Math.round(shape.column)}`;
    case 'disk':
      return `disk:${[shape.row, shape.column, shape.radius].map(exact)}`;
    case 'annulus':
      return `annulus:${[shape.row, shape.column, shape.inner, shape.outer].map(exact)}`;
    case 'square':
      return `rect:${[shape.row - shape.half, shape.column - shape.half, shape.row + shape.half, shape.column + shape.half].map(exact)}`;
    case 'rectangle':
      return `rect:${[shape.row0, shape.column0, shape.row1, shape.column1].map(exact)}`;
    case 'sector':
      return `sector:${[shape.row, shape.column, shape.inner, shape.outer, shape.from, shape.to].map(exact)}`;
    case 'polygon':
      return `polygon:${shape.points.flat().map(exact)}`;
    case 'line':
      return `line:${[shape.row0, shape.column0, shape.row1, shape.column1].map(exact)}`;
    case 'range':
      return `range:${[shape.from, shape.to].map(exact)}`;
  }
}

const turn = (degrees: number) => ((degrees % 360) + 360) % 360;

/** Whether the centre of a pixel lies in the shape. */
export function contains(shape: Shape, row: number, column: number): boolean {
  switch (shape.kind) {
    case 'point':
      return row === Math.round(shape.row) && column === Math.round(shape.column);
    case 'disk':
      return (row - shape.row) ** 2 + (column - shape.column) ** 2 <= shape.radius ** 2;
    case 'annulus': {
      const square = (row - shape.row) ** 2 + (column - shape.column) ** 2;
      return shape.inner ** 2 <= square && square <= shape.outer ** 2;
    }
    case 'square':
      return Math.abs(row - shape.row) <= shape.half && Math.abs(column - shape.column) <= shape.half;
    case 'rectangle':
      return (
        Math.min(shape.row0, shape.row1) <= row &&
        row <= Math.max(shape.row0, shape.row1) &&
        Math.min(shape.column0, shape.column1) <= column &&
        column <= Math.max(shape.column0, shape.column1)
      );
    case 'sector': {
      const square = (row - shape.row) ** 2 + (column - shape.column) ** 2;
      if (square < shape.inner ** 2 || square > shape.outer ** 2) return false;
      const width = shape.to - shape.from >= 360 ? 360 : turn(shape.to - shape.from);
      if (width === 360) return true;
      return turn((Math.atan2(row - shape.row, column - shape.column) * 180) / Math.PI - shape.from) < width;
    }
    case 'polygon':
      return inPolygon(shape.points, row, column);
    case 'line': {
      const [dr, dc] = [shape.row1 - shape.row0, shape.column1 - shape.column0];
      const steps = Math.max(Math.ceil(Math.max(Math.abs(dr), Math.abs(dc))), 1);
      for (let i = 0; i <= steps; i++) {
        if (row === Math.round(shape.row0 + (dr * i) / steps) && column === Math.round(shape.column0 + (dc * i) / steps)) return true;
      }
      return false;
    }
    case 'range':
      return shape.from <= column && column <= shape.to;
  }
}

// Even-odd rule; points on an edge belong to it.
function inPolygon(points: [number, number][], row: number, column: number): boolean {
  let isInside = false;
  for (let i = 0, j = points.length - 1; i < points.length; j = i++) {
    const [r0, c0] = points[i] as [number, number];
    const [r1, c1] = points[j] as [number, number];
    const cross = (column - c0) * (r1 - r0) - (row - r0) * (c1 - c0);
    if (cross === 0 && Math.min(r0, r1) <= row && row <= Math.max(r0, r1) && Math.min(c0, c1) <= column && column <= Math.max(c0, c1))
      return true;
    if (r0 > row !== r1 > row && column < ((c1 - c0) * (row - r0)) / (r1 - r0) + c0) isInside = !isInside;
  }
  return isInside;
}

/** Pixels of an image that lie in the shape. */
export function count(shape: Shape, rows: number, columns: number): number {
  const box = bounds(shape);
  let pixels = 0;
  for (let row = Math.max(Math.floor(box.row0), 0); row <= Math.min(Math.ceil(box.row1), rows - 1); row++) {
    for (let column = Math.max(Math.floor(box.column0), 0); column <= Math.min(Math.ceil(box.column1), columns - 1); column++) {
      pixels += contains(shape, row, column) ? 1 : 0;
    }
  }
  return pixels;
}

export interface Bounds {
  row0: number;
  column0: number;
  row1: number;
  column1: number;
}

export function bounds(shape: Shape): Bounds {
  const around = (row: number, column: number, reach: number) => ({
    row0: row - reach,
    column0: column - reach,
    row1: row + reach,
    column1: column + reach,
  });
  switch (shape.kind) {
    case 'point':
      return around(shape.row, shape.column, 0);
    case 'disk':
      return around(shape.row, shape.column, shape.radius);
    case 'annulus':
    case 'sector':
      return around(shape.row, shape.column, shape.outer);
    case 'square':
      return around(shape.row, shape.column, shape.half);
    case 'rectangle':
    case 'line':
      return {
        row0: Math.min(shape.row0, shape.row1),
        column0: Math.min(shape.column0, shape.column1),
        row1: Math.max(shape.row0, shape.row1),
        column1: Math.max(shape.column0, shape.column1),
      };
    case 'polygon':
      return {
        row0: Math.min(...shape.points.map(p => p[0])),
        column0: Math.min(...shape.points.map(p => p[1])),
        row1: Math.max(...shape.points.map(p => p[0])),
        column1: Math.max(...shape.points.map(p => p[1])),
      };
    case 'range':
      return { row0: 0, row1: 0, column0: shape.from, column1: shape.to };
  }
}

/** The corners of a shape, in order; none: it is round. */
export function corners(shape: Shape): [number, number][] {
  switch (shape.kind) {
    case 'square':
    case 'rectangle': {
      const box = bounds(shape);
      return [
        [box.row0, box.column0],
        [box.row0, box.column1],
        [box.row1, box.column1],
        [box.row1, box.column0],
      ];
    }
    case 'polygon':
      return shape.points;
    case 'line':
      return [
        [shape.row0, shape.column0],
        [shape.row1, shape.column1],
      ];
    default:
      return [];
  }
}

/** The middle of a shape: what its coordinates name. */
export function center(shape: Shape): [number, number] {
  if ('row' in shape) return [shape.row, shape.column];
  const box = bounds(shape);
  return [(box.row0 + box.row1) / 2, (box.column0 + box.column1) / 2];
}

/** The shape moved by a step. */
export function moved(shape: Shape, rows: number, columns: number): Shape {
  switch (shape.kind) {
    case 'rectangle':
    case 'line':
      return {
        ...shape,
        row0: shape.row0 + rows,
        row1: shape.row1 + rows,
        column0: shape.column0 + columns,
        column1: shape.column1 + columns,
      };
    case 'polygon':
      return { ...shape, points: shape.points.map(([row, column]) => [row + rows, column + columns]) };
    case 'range':
      return { kind: 'range', from: shape.from + columns, to: shape.to + columns };
    default:
      return { ...shape, row: shape.row + rows, column: shape.column + columns };
  }
}

/** A range moved by a step, as far as there are channels. */
export function shifted({ from, to }: Range, step: number, channels: number): Range {
  const by = Math.max(Math.min(step, channels - 1 - to), -from);
  return { kind: 'range', from: from + by, to: to + by };
}

/** The shape with all its coordinates and lengths multiplied. */
export function scaled(shape: Shape, factor: number): Shape {
  switch (shape.kind) {
    case 'polygon':
      return { ...shape, points: shape.points.map(([row, column]) => [row * factor, column * factor]) };
    case 'sector':
      return { ...shape, row: shape.row * factor, column: shape.column * factor, inner: shape.inner * factor, outer: shape.outer * factor };
    default:
      return Object.fromEntries(
        Object.entries(shape).map(([name, value]) => [name, typeof value === 'number' ? value * factor : value]),
      ) as Shape;
  }
}

/** The shape moved back so that its middle lies in the image. */
export function kept(shape: Shape, rows: number, columns: number): Shape {
  const [row, column] = center(shape);
  return moved(shape, Math.min(Math.max(row, 0), rows - 1) - row, Math.min(Math.max(column, 0), columns - 1) - column);
}

/** The shape with its outer size changed by a step, in pixels. */
export function grown(shape: Shape, step: number): Shape {
  switch (shape.kind) {
    case 'disk':
      return { ...shape, radius: Math.max(shape.radius + step, 0.5) };
    case 'annulus':
    case 'sector':
      return { ...shape, outer: Math.max(shape.outer + step, shape.inner + 0.5) };
    case 'square':
      return { ...shape, half: Math.max(shape.half + step, 0) };
    case 'rectangle': {
      const box = bounds(shape);
      const rows = Math.max(step, -(box.row1 - box.row0) / 2);
      const columns = Math.max(step, -(box.column1 - box.column0) / 2);
      return {
        kind: 'rectangle',
        row0: box.row0 - rows,
        column0: box.column0 - columns,
        row1: box.row1 + rows,
        column1: box.column1 + columns,
      };
    }
    case 'range': {
      const reach = Math.max(step, (shape.from - shape.to) / 2);
      return { kind: 'range', from: shape.from - reach, to: shape.to + reach };
    }
    default:
      return shape;
  }
}

/** The shape with its inner radius changed by a step. */
export function hollowed(shape: Shape, step: number): Shape {
  if (shape.kind === 'disk' && step > 0)
    return { kind: 'annulus', row: shape.row, column: shape.column, inner: Math.min(step, shape.radius), outer: shape.radius };
  if (shape.kind !== 'annulus' && shape.kind !== 'sector') return shape;
  return { ...shape, inner: Math.min(Math.max(shape.inner + step, 0), shape.outer) };
}
