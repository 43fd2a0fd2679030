import { describe, expect, it } from 'vitest';
import { csvOf, curvesOf, isCurve, listOf } from '../src/state/curves';

const axis = { name: 'time', unit: 's', scale: 0.5, offset: 1 };

describe('curves', () => {
  it('lie along their axis, one for each row', () => {
    const { along, series } = curvesOf([Float32Array.from([1, 2, 3, 4, 5, 6])], { rows: 2, columns: 3 }, ['mean'], 'px', axis);
    expect([...Array.from(along.values)]).toEqual([1, 1.5, 2]);
    expect(series.map(({ name, unit, values }) => [name, unit, Array.from(values)])).toEqual([
      ['mean 0', 'px', [1, 2, 3]],
      ['mean 1', 'px', [4, 5, 6]],
    ]);
  });

  it('are drawn where they are long and few, else written down', () => {
    const of = (rows: number, columns: number) => curvesOf([new Float32Array(rows * columns)], { rows, columns }, [''], '');
    expect([isCurve(of(1, 8)), isCurve(of(16, 100)), isCurve(of(1, 7)), isCurve(of(17, 100))]).toEqual([true, true, false, false]);
  });

  it('of rows have a column for each of theirs, are a table, and may be none', () => {
    const columns = [
      { name: 'row', unit: 'px' },
      { name: 'height', unit: null },
    ];
    const list = listOf(Int16Array.from([3, 50, 7, 40]), columns);
    expect(list.series.map(({ name, unit, values }) => [name, unit, Array.from(values)])).toEqual([
      ['row', 'px', [3, 7]],
      ['height', '', [50, 40]],
    ]);
    expect(csvOf(list)).toBe('index,row (px),height\n0,3,50\n1,7,40\n');
    expect(csvOf(listOf(new Int16Array(0), columns))).toBe('index,row (px),height\n');
    expect(isCurve(listOf(new Int16Array(200), columns))).toBe(false);
  });

  it('are saved as text that other programs read', () => {
    const curves = curvesOf(
      [Float32Array.from([1, Number.NaN, 3e-9]), Uint16Array.from([7, 8, 9])],
      { rows: 1, columns: 3 },
      ['a "b", c', 'd'],
      'px',
      axis,
    );
    expect(csvOf(curves)).toBe(`time (s),"a ""b"", c (px)",d (px)\n1,1,7\n1.5,,8\n2,${Math.fround(3e-9)},9\n`);
  });
});
