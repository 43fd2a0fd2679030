import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dragged, drawn, hit } from '../src/geometry/handles';
import { bounds, center, contains, count, grown, hollowed, moved, type Shape, shifted, toText } from '../src/geometry/shapes';

const goldens = JSON.parse(readFileSync(new URL('./goldens/membership.json', import.meta.url), 'utf8')) as {
  rows: number;
  columns: number;
  cases: { shape: Shape; text: string; pixels: number[] }[];
};

describe('membership', () => {
  it.each(goldens.cases)('$text', ({ shape, text, pixels }) => {
    const found = [];
    for (let pixel = 0; pixel < goldens.rows * goldens.columns; pixel++) {
      if (contains(shape, Math.floor(pixel / goldens.columns), pixel % goldens.columns)) found.push(pixel);
    }
    expect(found).toEqual(pixels);
    expect(count(shape, goldens.rows, goldens.columns)).toBe(pixels.length);
    expect(toText(shape)).toBe(text);
  });
});

const kinds: Shape[] = [
  { kind: 'point', row: 5, column: 6 },
  { kind: 'disk', row: 10, column: 12, radius: 4 },
  { kind: 'annulus', row: 10, column: 12, inner: 3, outer: 7 },
  { kind: 'square', row: 10, column: 12, half: 4 },
  { kind: 'rectangle', row0: 3, column0: 4, row1: 9, column1: 14 },
  { kind: 'sector', row: 10, column: 12, inner: 2, outer: 8, from: -30, to: 70 },
  {
    kind: 'polygon',
    points: [
      [2, 2],
      [2, 10],
      [9, 6],
    ],
  },
  { kind: 'line', row0: 2, column0: 3, row1: 9, column1: 12 },
];

describe('ranges', () => {
  const range = { kind: 'range', from: 20, to: 64 } as const;
  it('hold whole channels, ends included', () => {
    expect(toText(range)).toBe('range:20,64');
    expect(count(range, 1, 100)).toBe(45);
    expect(count(range, 1, 50)).toBe(30);
    expect([19, 20, 64, 65].map(channel => contains(range, 0, channel))).toEqual([false, true, true, false]);
  });
  it('are moved as they are, as far as there are channels', () => {
    expect(shifted(range, 10, 100)).toEqual({ kind: 'range', from: 30, to: 74 });
    expect(shifted(range, 99, 100)).toEqual({ kind: 'range', from: 55, to: 99 });
    expect(shifted(range, -99, 100)).toEqual({ kind: 'range', from: 0, to: 44 });
  });
  it('grow and shrink about their middle, never to less than it', () => {
    expect(grown(range, 2)).toEqual({ kind: 'range', from: 18, to: 66 });
    expect(grown(range, -100)).toEqual({ kind: 'range', from: 42, to: 42 });
  });
});

describe('dragging', () => {
  it.each(kinds)('the body of a $kind moves it by the drag, wherever it was taken', shape => {
    const [row, column] = center(shape);
    const [row1, column1] = center(
      dragged(shape, { part: 'body' }, [row + 0.7, column - 0.3], [row + 2.7, column + 4.7], { isConstrained: false }),
    );
    expect([row1 - row, column1 - column]).toEqual([expect.closeTo(2, 9), expect.closeTo(5, 9)]);
    expect(center(dragged(shape, { part: 'body' }, [0, 0], [2, 5], { isConstrained: true }))[0]).toBeCloseTo(row);
    expect(moved(moved(shape, 3, -2), -3, 2)).toEqual(shape);
  });

  it('an edge keeps its distance to the pointer', () => {
    const disk: Shape = { kind: 'disk', row: 10, column: 10, radius: 5 };
    expect(hit(disk, 10, 15.4, 0.5)).toEqual({ part: 'outer' });
    expect(dragged(disk, { part: 'outer' }, [10, 15.4], [10, 18.4], { isConstrained: false })).toMatchObject({
      radius: expect.closeTo(8, 9),
    });
    expect(dragged(disk, { part: 'outer' }, [10, 15.4], [10, 18.1], { isConstrained: true })).toMatchObject({ radius: 8 });
  });

  it('radii of an annulus never cross', () => {
    const ring: Shape = { kind: 'annulus', row: 10, column: 10, inner: 3, outer: 7 };
    expect(dragged(ring, { part: 'inner' }, [10, 13], [10, 30], { isConstrained: false })).toMatchObject({ inner: 6.5, outer: 7 });
    expect(dragged(ring, { part: 'outer' }, [10, 17], [10, 10], { isConstrained: false })).toMatchObject({ inner: 3, outer: 3.5 });
    expect(hollowed(ring, -20)).toMatchObject({ inner: 0 });
    expect(hollowed({ kind: 'disk', row: 1, column: 1, radius: 4 }, 1)).toMatchObject({ kind: 'annulus', inner: 1, outer: 4 });
    expect(grown(ring, -50)).toMatchObject({ outer: 3.5 });
  });

  it('a rectangle turns over and stays ordered', () => {
    const shape: Shape = { kind: 'rectangle', row0: 2, column0: 2, row1: 5, column1: 8 };
    expect(dragged(shape, { part: 'corner', index: 0 }, [2, 2], [9, 12], { isConstrained: false })).toEqual({
      kind: 'rectangle',
      row0: 5,
      column0: 8,
      row1: 9,
      column1: 12,
    });
    const square = dragged(shape, { part: 'corner', index: 2 }, [5, 8], [6, 12], { isConstrained: true });
    const box = bounds(square);
    expect(box.row1 - box.row0).toBe(box.column1 - box.column0);
  });

  it('hits corners before edges before the body, and nothing far away', () => {
    const shape: Shape = { kind: 'rectangle', row0: 2, column0: 2, row1: 12, column1: 18 };
    expect(hit(shape, 2.2, 2.1, 0.5)).toEqual({ part: 'corner', index: 0 });
    expect(hit(shape, 2.2, 9, 0.5)).toEqual({ part: 'edge', index: 0 });
    expect(hit(shape, 7, 9, 0.5)).toEqual({ part: 'body' });
    for (const other of kinds) expect(hit(other, 60, 60, 1)).toBeNull();
  });

  it.each(kinds.map(shape => shape.kind))('a %s is drawn from one place to the other', kind => {
    const shape = drawn(kind, [4, 4], [8, 7], { isConstrained: false });
    expect(shape.kind).toBe(kind);
    expect(bounds(shape).row1).toBeGreaterThanOrEqual(7);
  });
});
