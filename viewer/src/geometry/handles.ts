// Where a shape can be taken, and what a drag does to it.

import { bounds, corners, moved, type Shape } from './shapes';

export type Handle =
  | { part: 'body' }
  | { part: 'outer' }
  | { part: 'inner' }
  | { part: 'from' }
  | { part: 'to' }
  | { part: 'corner'; index: number }
  | { part: 'edge'; index: number };

const distance = (r0: number, c0: number, r1: number, c1: number) => Math.hypot(r1 - r0, c1 - c0);

function toSegment(row: number, column: number, r0: number, c0: number, r1: number, c1: number): number {
  const length = (r1 - r0) ** 2 + (c1 - c0) ** 2;
  const t = length === 0 ? 0 : Math.min(Math.max(((row - r0) * (r1 - r0) + (column - c0) * (c1 - c0)) / length, 0), 1);
  return distance(row, column, r0 + t * (r1 - r0), c0 + t * (c1 - c0));
}

/** What of a shape lies within reach of a position; null: nothing. Edges and corners go before the body. */
export function hit(shape: Shape, row: number, column: number, reach: number): Handle | null {
  switch (shape.kind) {
    case 'point':
      return distance(row, column, shape.row, shape.column) <= reach * 1.5 ? { part: 'body' } : null;
    case 'disk': {
      const away = distance(row, column, shape.row, shape.column);
      if (Math.abs(away - shape.radius) <= reach && away > shape.radius / 2) return { part: 'outer' };
      return away <= Math.max(shape.radius, reach) ? { part: 'body' } : null;
    }
    case 'annulus':
    case 'sector': {
      const away = distance(row, column, shape.row, shape.column);
      if (shape.kind === 'sector' && away >= shape.inner - reach && away <= shape.outer + reach && shape.to - shape.from < 360) {
        for (const part of ['from', 'to'] as const) {
          const angle = (shape[part] * Math.PI) / 180;
          const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
          const onEdge = toSegment(
            row,
            column,
            shape.row + shape.inner * sin,
            shape.column + shape.inner * cos,
            shape.row + shape.outer * sin,
            shape.column + shape.outer * cos,
          );
          if (onEdge <= reach) return { part };
        }
      }
      if (Math.abs(away - shape.outer) <= reach) return { part: 'outer' };
      if (shape.inner > 0 && Math.abs(away - shape.inner) <= reach && away > shape.inner / 3) return { part: 'inner' };
      return away <= shape.outer ? { part: 'body' } : null;
    }
    case 'square':
    case 'rectangle':
    case 'polygon':
    case 'line': {
      const points = corners(shape);
      const index = points.findIndex(([r, c]) => distance(row, column, r, c) <= reach * 1.3);
      if (index >= 0) return { part: 'corner', index };
      const isClosed = shape.kind !== 'line';
      for (let i = 0; i < points.length - (isClosed ? 0 : 1); i++) {
        const [r0, c0] = points[i] as [number, number];
        const [r1, c1] = points[(i + 1) % points.length] as [number, number];
        if (toSegment(row, column, r0, c0, r1, c1) <= reach)
          return shape.kind === 'rectangle' || shape.kind === 'square' ? { part: 'edge', index: i } : { part: 'body' };
      }
      const box = bounds(shape);
      const isInside = isClosed && row >= box.row0 && row <= box.row1 && column >= box.column0 && column <= box.column1;
      return isInside ? { part: 'body' } : null;
    }
    case 'range':
      return null; // it lies along an axis, in no image
  }
}

export interface Modifiers {
  /** Keeps squares square and angles to steps of 15°. */
  isConstrained: boolean;
}

/** The shape after a drag of one of its handles from a position to another. */
export function dragged(shape: Shape, handle: Handle, from: [number, number], to: [number, number], modifiers: Modifiers): Shape {
  if (handle.part === 'body') {
    let [rows, columns] = [to[0] - from[0], to[1] - from[1]];
    if (modifiers.isConstrained) [rows, columns] = Math.abs(rows) > Math.abs(columns) ? [rows, 0] : [0, columns];
    return moved(shape, rows, columns);
  }
  switch (shape.kind) {
    case 'disk':
      return { ...shape, radius: radiusOf(shape, from, to, shape.radius, modifiers) };
    case 'annulus':
    case 'sector':
      if (handle.part === 'outer')
        return { ...shape, outer: Math.max(radiusOf(shape, from, to, shape.outer, modifiers), shape.inner + 0.5) };
      if (handle.part === 'inner')
        return { ...shape, inner: Math.min(radiusOf(shape, from, to, shape.inner, modifiers), shape.outer - 0.5) };
      return shape.kind === 'sector' ? opened(shape, handle.part, to, modifiers) : shape;
    case 'square': {
      const half = Math.max(Math.abs(to[0] - shape.row), Math.abs(to[1] - shape.column));
      return { ...shape, half: Math.max(Math.round(half * 2) / 2, 0.5) };
    }
    case 'rectangle':
      return 'index' in handle ? stretched(shape, handle, to, modifiers) : shape;
    case 'polygon':
      return handle.part === 'corner'
        ? { ...shape, points: shape.points.map((point, i) => (i === handle.index ? [to[0], to[1]] : point)) }
        : shape;
    case 'line':
      if (handle.part !== 'corner') return shape;
      return handle.index === 0 ? { ...shape, row0: to[0], column0: to[1] } : { ...shape, row1: to[0], column1: to[1] };
    default:
      return shape;
  }
}

// The grab offset stays: the edge does not jump below the pointer.
function radiusOf(
  shape: { row: number; column: number },
  from: [number, number],
  to: [number, number],
  radius: number,
  modifiers: Modifiers,
): number {
  const offset = radius - distance(from[0], from[1], shape.row, shape.column);
  const next = Math.max(distance(to[0], to[1], shape.row, shape.column) + offset, 0.5);
  return modifiers.isConstrained ? Math.max(Math.round(next), 1) : next;
}

function opened(shape: Extract<Shape, { kind: 'sector' }>, part: Handle['part'], to: [number, number], modifiers: Modifiers): Shape {
  const raw = (Math.atan2(to[0] - shape.row, to[1] - shape.column) * 180) / Math.PI;
  const angle = modifiers.isConstrained ? Math.round(raw / 15) * 15 : raw;
  const width = (value: number) => ((value % 360) + 360) % 360;
  if (part === 'from') return { ...shape, from: shape.to - Math.max(width(shape.to - angle), 1) };
  return part === 'to' ? { ...shape, to: shape.from + Math.max(width(angle - shape.from), 1) } : shape;
}

function stretched(
  shape: Extract<Shape, { kind: 'rectangle' }>,
  handle: { part: string; index: number },
  to: [number, number],
  modifiers: Modifiers,
): Shape {
  const box = bounds(shape);
  if (handle.part === 'edge') {
    if (handle.index === 0) box.row0 = to[0];
    if (handle.index === 1) box.column1 = to[1];
    if (handle.index === 2) box.row1 = to[0];
    if (handle.index === 3) box.column0 = to[1];
    return ordered(box);
  }
  const isTop = handle.index < 2;
  const isLeft = handle.index === 0 || handle.index === 3;
  const [fixedRow, fixedColumn] = [isTop ? box.row1 : box.row0, isLeft ? box.column1 : box.column0];
  let [row, column] = to;
  if (modifiers.isConstrained) {
    const side = Math.max(Math.abs(row - fixedRow), Math.abs(column - fixedColumn));
    row = fixedRow + Math.sign(row - fixedRow || 1) * side;
    column = fixedColumn + Math.sign(column - fixedColumn || 1) * side;
  }
  return ordered({ row0: fixedRow, column0: fixedColumn, row1: row, column1: column });
}

const ordered = (box: { row0: number; column0: number; row1: number; column1: number }): Shape => ({
  kind: 'rectangle',
  row0: Math.min(box.row0, box.row1),
  column0: Math.min(box.column0, box.column1),
  row1: Math.max(box.row0, box.row1),
  column1: Math.max(box.column0, box.column1),
});

/** A shape of a kind drawn from one corner, or centre, to another position. */
export function drawn(kind: Shape['kind'], from: [number, number], to: [number, number], modifiers: Modifiers): Shape {
  const radius = Math.max(distance(from[0], from[1], to[0], to[1]), 0.5);
  const [row, column] = from;
  switch (kind) {
    case 'point':
      return { kind, row: Math.round(to[0]), column: Math.round(to[1]) };
    case 'disk':
      return { kind, row, column, radius };
    case 'annulus':
      return { kind, row, column, inner: radius / 2, outer: radius };
    case 'square':
      return { kind, row, column, half: Math.max(Math.abs(to[0] - row), Math.abs(to[1] - column), 0.5) };
    case 'sector': {
      const angle = (Math.atan2(to[0] - row, to[1] - column) * 180) / Math.PI;
      return { kind, row, column, inner: 0, outer: radius, from: angle - 45, to: angle + 45 };
    }
    case 'line':
      return { kind, row0: row, column0: column, row1: to[0], column1: to[1] };
    case 'polygon':
      return { kind, points: [from, to] };
    case 'rectangle':
      return stretched({ kind, row0: row, column0: column, row1: row, column1: column }, { part: 'corner', index: 2 }, to, modifiers);
    case 'range':
      return { kind, from: Math.min(column, to[1]), to: Math.max(column, to[1]) };
  }
}

/** The cursor that says what a drag would do. */
export function cursorOf(handle: Handle | null): string {
  switch (handle?.part) {
    case 'body':
      return 'move';
    case 'outer':
    case 'inner':
      return 'ew-resize';
    case 'from':
    case 'to':
      return 'grab';
    case 'corner':
      return 'nwse-resize';
    case 'edge':
      return handle.index % 2 === 0 ? 'ns-resize' : 'ew-resize';
    default:
      return '';
  }
}
