import { describe, expect, it } from 'vitest';
import { axesOf, calibrated, coordinate, indexAt } from '../src/display/axes';
import { scaleBar } from '../src/display/units';
import { carried } from '../src/state/carry';

const energy = { name: 'energy', unit: 'eV', scale: 0.5, offset: 200 };
const times = { name: 'time', unit: 's', scale: 4, offset: 0, values: [0, 1, 8, 12] };

describe('axes', () => {
  it('are those of scan and detector, whatever their numbers; unknown where one is missing', () => {
    const frames = { scanShape: [3], detectorShape: [100], axes: [times, energy] };
    expect(axesOf(frames)).toEqual({ scan: [times], detector: [energy] });
    expect(axesOf({ ...frames, axes: [energy] })).toEqual({ scan: [], detector: [] });
  });
  it('say where an index is, and which index is where', () => {
    expect([0, 3, 2.5].map(at => coordinate(energy, at))).toEqual([200, 201.5, 201.25]);
    expect([0, 1, 1.5, 3, 4].map(at => coordinate(times, at))).toEqual([0, 1, 4.5, 12, 16]);
    for (const at of [0, 7, 99]) expect(indexAt(energy, coordinate(energy, at))).toBe(at);
    expect([-5, 0.4, 0.6, 7, 11, 100].map(value => indexAt(times, value))).toEqual([0, 0, 1, 2, 3, 3]);
  });
  it('with a value for each index are told by their values, and have no scale bar', () => {
    expect(calibrated(times, 2)).toBe('8 s');
    expect(calibrated({ ...energy, unit: 'px' }, 2)).toBeNull();
    expect(scaleBar({ ...times, unit: 'nm' }, 10)?.label).toBe('10 px');
    expect(scaleBar({ ...times, unit: 'nm', values: null }, 10)?.label).toBe('50 nm');
  });
  it('carry a range to where the same energies are', () => {
    const frames = (offset: number, length: number) => ({
      scanShape: [2],
      detectorShape: [length],
      dtype: 'u8',
      axes: [times, { ...energy, offset }],
      places: [],
    });
    expect(carried({ kind: 'range', from: 30, to: 40 }, frames(200, 100), frames(210, 60))).toEqual({ kind: 'range', from: 10, to: 20 });
    expect(carried({ kind: 'range', from: 10, to: 40 }, frames(200, 100), frames(210, 15))).toEqual({ kind: 'range', from: 0, to: 14 });
  });
});
