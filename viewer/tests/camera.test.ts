import { describe, expect, it } from 'vitest';
import { type Camera, fitted, panned, toImage, toScreen, zoomed } from '../src/geometry/camera';

const size = { width: 640, height: 420 };
const cameras: Camera[] = [];
for (let turns = 0; turns < 4; turns++)
  for (const isFlipped of [false, true]) cameras.push({ row: 30.5, column: 41, scale: 3.7, turns, isFlipped });

describe('camera', () => {
  it.each(cameras)('turns $turns, flipped $isFlipped: there and back', camera => {
    for (const [row, column] of [
      [0, 0],
      [12.25, 60],
      [-4, 99],
    ] as const) {
      const [x, y] = toScreen(camera, size, row, column);
      expect(toImage(camera, size, x, y)).toEqual([expect.closeTo(row, 9), expect.closeTo(column, 9)]);
    }
  });

  it.each(cameras)('turns $turns, flipped $isFlipped: zooming keeps what lies below the pointer', camera => {
    const before = toImage(camera, size, 100, 333);
    const after = toImage(zoomed(camera, size, 1.7, 100, 333), size, 100, 333);
    expect(after).toEqual([expect.closeTo(before[0], 9), expect.closeTo(before[1], 9)]);
  });

  it.each(cameras)('turns $turns, flipped $isFlipped: panning moves the image with the pointer', camera => {
    const [x, y] = toScreen(panned(camera, 13, -7), size, 20, 20);
    const [x0, y0] = toScreen(camera, size, 20, 20);
    expect([x - x0, y - y0]).toEqual([expect.closeTo(13, 9), expect.closeTo(-7, 9)]);
  });

  it('a plain camera has rows downwards and columns to the right; a turn is clockwise', () => {
    const plain: Camera = { row: 0, column: 0, scale: 1, turns: 0, isFlipped: false };
    expect(toScreen(plain, size, 2, 3)).toEqual([323, 212]);
    expect(toScreen({ ...plain, turns: 1 }, size, 0, 3)).toEqual([320, 213]);
    expect(toScreen({ ...plain, isFlipped: true }, size, 0, 3)).toEqual([317, 210]);
  });

  it.each(cameras)('turns $turns, flipped $isFlipped: the whole image fits', camera => {
    const fit = fitted(camera, size, 50, 200);
    for (const [row, column] of [
      [-0.5, -0.5],
      [49.5, 199.5],
    ] as const) {
      const [x, y] = toScreen(fit, size, row, column);
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(size.width);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(size.height);
    }
  });

  it('zooming has its ends', () => {
    const camera = cameras[0] as Camera;
    expect(zoomed(camera, size, 1e9, 0, 0).scale).toBe(256);
    expect(zoomed(camera, size, 1e-9, 0, 0).scale).toBe(0.02);
  });
});
