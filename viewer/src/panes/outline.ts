// Shapes as SVG paths on the screen.

import { type Camera, type Size, toScreen } from '../geometry/camera';
import { bounds, corners, type Shape } from '../geometry/shapes';

const point = (camera: Camera, size: Size, row: number, column: number) =>
  toScreen(camera, size, row, column)
    .map(v => v.toFixed(1))
    .join(' ');

function circle(camera: Camera, size: Size, row: number, column: number, radius: number): string {
  const [x, y] = toScreen(camera, size, row, column);
  const r = Math.max(radius * camera.scale, 0.5);
  return `M${(x - r).toFixed(1)} ${y.toFixed(1)}a${r.toFixed(1)} ${r.toFixed(1)} 0 1 0 ${(2 * r).toFixed(1)} 0a${r.toFixed(1)} ${r.toFixed(1)} 0 1 0 ${(-2 * r).toFixed(1)} 0z`;
}

function chain(camera: Camera, size: Size, points: [number, number][], isClosed: boolean): string {
  return `M${points.map(([row, column]) => point(camera, size, row, column)).join('L')}${isClosed ? 'z' : ''}`;
}

/** The border of a shape. */
export function outline(shape: Shape, camera: Camera, size: Size): string {
  switch (shape.kind) {
    case 'point':
      return chain(camera, size, square(shape.row, shape.column, 0.5), true);
    case 'disk':
      return circle(camera, size, shape.row, shape.column, shape.radius);
    case 'annulus':
      return (
        circle(camera, size, shape.row, shape.column, shape.outer) +
        (shape.inner > 0 ? circle(camera, size, shape.row, shape.column, shape.inner) : '')
      );
    case 'square':
      return chain(camera, size, square(shape.row, shape.column, shape.half + 0.5), true);
    case 'rectangle': {
      const { row0, column0, row1, column1 } = bounds(shape);
      return chain(
        camera,
        size,
        [
          [row0 - 0.5, column0 - 0.5],
          [row0 - 0.5, column1 + 0.5],
          [row1 + 0.5, column1 + 0.5],
          [row1 + 0.5, column0 - 0.5],
        ],
        true,
      );
    }
    case 'sector': {
      const width = Math.min(shape.to - shape.from, 360);
      const steps = Math.max(Math.ceil(width / 4), 2);
      const arc = (radius: number, from: number, to: number): [number, number][] =>
        Array.from({ length: steps + 1 }, (_, i) => {
          const angle = ((from + ((to - from) * i) / steps) * Math.PI) / 180;
          return [shape.row + radius * Math.sin(angle), shape.column + radius * Math.cos(angle)];
        });
      const inner: [number, number][] = shape.inner > 0 ? arc(shape.inner, shape.from + width, shape.from) : [[shape.row, shape.column]];
      return chain(camera, size, [...arc(shape.outer, shape.from, shape.from + width), ...inner], true);
    }
    case 'polygon':
      return chain(camera, size, shape.points, shape.points.length > 2);
    case 'line':
      return chain(
        camera,
        size,
        [
          [shape.row0, shape.column0],
          [shape.row1, shape.column1],
        ],
        false,
      );
    case 'range':
      return ''; // it lies along an axis, in no image
  }
}

const square = (row: number, column: number, half: number): [number, number][] => [
  [row - half, column - half],
  [row - half, column + half],
  [row + half, column + half],
  [row + half, column - half],
];

/** Where the handles of a shape are drawn. */
export function knobs(shape: Shape): [number, number][] {
  switch (shape.kind) {
    case 'disk':
      return [[shape.row, shape.column + shape.radius]];
    case 'annulus':
      return [
        [shape.row, shape.column + shape.outer],
        ...(shape.inner > 0 ? [[shape.row, shape.column + shape.inner] as [number, number]] : []),
      ];
    case 'sector': {
      const middle = ((shape.from + Math.min(shape.to - shape.from, 360) / 2) * Math.PI) / 180;
      return [shape.outer, shape.inner]
        .filter(r => r > 0)
        .map(r => [shape.row + r * Math.sin(middle), shape.column + r * Math.cos(middle)]);
    }
    default:
      return corners(shape);
  }
}
