// Which part of an image a pane shows. Flips and turns are for the display only: coordinates stay those of the data.

export interface Camera {
  /** Image position in the middle of the pane. */
  row: number;
  column: number;
  /** Pixels of the screen (CSS) for one of the image. */
  scale: number;
  /** Quarter turns, clockwise. */
  turns: number;
  isFlipped: boolean;
}

export interface Size {
  width: number;
  height: number;
}

/** How a step of (column, row) becomes one of the screen: a matrix [xx, xy, yx, yy]. */
export function matrix(camera: Camera): [number, number, number, number] {
  const [cos, sin] = (
    [
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, -1],
    ] as const
  )[((camera.turns % 4) + 4) % 4] as [number, number];
  const mirror = camera.isFlipped ? -1 : 1;
  return [cos * camera.scale * mirror, -sin * camera.scale, sin * camera.scale * mirror, cos * camera.scale];
}

export function toScreen(camera: Camera, size: Size, row: number, column: number): [number, number] {
  const [xx, xy, yx, yy] = matrix(camera);
  const [dx, dy] = [column - camera.column, row - camera.row];
  return [size.width / 2 + xx * dx + xy * dy, size.height / 2 + yx * dx + yy * dy];
}

/** Image position (row, column) below a point of the pane. */
export function toImage(camera: Camera, size: Size, x: number, y: number): [number, number] {
  const [xx, xy, yx, yy] = matrix(camera);
  const [dx, dy] = [x - size.width / 2, y - size.height / 2];
  const determinant = xx * yy - xy * yx;
  return [camera.row + (xx * dy - yx * dx) / determinant, camera.column + (yy * dx - xy * dy) / determinant];
}

const margin = 0.94;

/** The whole image, in the middle. */
export function fitted(camera: Camera, size: Size, rows: number, columns: number): Camera {
  const isAcross = ((camera.turns % 2) + 2) % 2 === 1;
  const [width, height] = isAcross ? [rows, columns] : [columns, rows];
  const scale = Math.min(size.width / width, size.height / height) * margin;
  return { ...camera, row: (rows - 1) / 2, column: (columns - 1) / 2, scale: Number.isFinite(scale) && scale > 0 ? scale : 1 };
}

/** Zoomed by a factor so that what lies below a point of the pane stays there. */
export function zoomed(camera: Camera, size: Size, factor: number, x: number, y: number): Camera {
  const scale = Math.min(Math.max(camera.scale * factor, 0.02), 256);
  const [row, column] = toImage(camera, size, x, y);
  const next = { ...camera, scale };
  const [row1, column1] = toImage(next, size, x, y);
  return { ...next, row: camera.row + row - row1, column: camera.column + column - column1 };
}

/** Moved by a distance on the screen. */
export function panned(camera: Camera, dx: number, dy: number): Camera {
  const size = { width: 0, height: 0 };
  const [row, column] = toImage(camera, size, -dx, -dy);
  return { ...camera, row, column };
}
