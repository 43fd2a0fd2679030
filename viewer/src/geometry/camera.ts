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

/** The whole image, in the middle, as large as the pane allows. */
export function fitted(camera: Camera, size: Size, rows: number, columns: number): Camera {
  const isAcross = ((camera.turns % 2) + 2) % 2 === 1;
  const [width, height] = isAcross ? [rows, columns] : [columns, rows];
  const scale = Math.min(size.width / width, size.height / height);
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

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Where the part of an image that is seen lies in the pane; null: none is. */
export function seen(camera: Camera, size: Size, rows: number, columns: number): Box | null {
  const [a, b] = [toScreen(camera, size, -0.5, -0.5), toScreen(camera, size, rows - 0.5, columns - 0.5)];
  const box = {
    left: Math.max(Math.min(a[0], b[0]), 0),
    top: Math.max(Math.min(a[1], b[1]), 0),
    right: Math.min(Math.max(a[0], b[0]), size.width),
    bottom: Math.min(Math.max(a[1], b[1]), size.height),
  };
  return box.right > box.left && box.bottom > box.top ? box : null;
}

/** The camera held so that the middle of the pane lies on the image, and the image is no smaller than a quarter of the pane. */
export function held(camera: Camera, size: Size, rows: number, columns: number): Camera {
  const clamp = (value: number, length: number) => Math.min(Math.max(value, -0.5), length - 0.5);
  const least = fitted(camera, size, rows, columns).scale / 4;
  return { ...camera, row: clamp(camera.row, rows), column: clamp(camera.column, columns), scale: Math.max(camera.scale, least) };
}
