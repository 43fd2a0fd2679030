import { beforeAll, describe, expect, it } from 'vitest';
import type { AxisInfo, ScanInfo, SignalCall } from '../src/protocol/session';
import { carried, carriedCamera, carriedPlace, carriedPosition } from '../src/state/carry';
import { History } from '../src/state/history';
import { parametersOf, textsOf } from '../src/state/parameters';
import { callsOf, framesIn, freeName, renamed, resultsIn, stepped, without } from '../src/state/tree';
import { offer } from './repertoire';

beforeAll(offer);

const call = (name: string, more: Partial<SignalCall> = {}): SignalCall => ({
  name,
  of: 'data',
  operation: 'add-up',
  parameters: {},
  region: null,
  ...more,
});
const calls = [
  call('com', { operation: 'centre' }),
  call('moved', { operation: 'move', parameters: { by: 'com/field' } }),
  call('sum', { of: 'moved' }),
  call('other'),
];
const scan = {
  id: 'a',
  signals: calls.map(each => ({
    ...each,
    gives: each.operation === 'move' ? 'frames' : 'results',
    results: each.name === 'com' ? [{ name: 'field' }, { name: 'length' }] : each.operation === 'move' ? null : [{ name: 'image' }],
  })),
} as unknown as ScanInfo;

describe('the tree', () => {
  it('is sent as what makes each signal', () => {
    expect(callsOf(scan)).toEqual(calls);
    expect(framesIn(scan)).toEqual(['data', 'moved']);
    expect(resultsIn(scan)).toEqual(['com/field', 'com/length', 'sum', 'other']);
    expect(resultsIn(scan, 'com')).toEqual(['sum', 'other']);
  });

  it('gives names that are free', () => {
    expect(freeName(scan, 'new')).toBe('new');
    expect(freeName(scan, 'com')).toBe('com-2');
    expect(freeName(scan, 'data')).toBe('data-2');
    expect(freeName({ ...scan, signals: [...scan.signals, { name: 'com-2' }] } as unknown as ScanInfo, 'com-2')).toBe('com-3');
  });

  it('follows a new name wherever the old one is used', () => {
    expect(calls.map(each => renamed(each, 'com', 'shift'))).toEqual([
      { ...calls[0], name: 'shift' },
      { ...calls[1], parameters: { by: 'shift/field' } },
      calls[2],
      calls[3],
    ]);
    expect(calls.map(each => renamed(each, 'moved', 'm')).map(each => each.of)).toEqual(['data', 'data', 'm', 'data']);
  });

  it('sends what cannot be read as it was stored, under names of now', () => {
    const stored = { name: 'fit', of: 'moved', operation: 'of a plug-in', version: 3, parameters: { from: 'com/field' }, colour: 'red' };
    const unread = { ...scan, signals: [...scan.signals, { ...stored, stored, gives: null, state: 'failed' }] } as unknown as ScanInfo;
    expect(callsOf(unread).at(-1)).toEqual(stored);
    expect(
      callsOf(unread)
        .map(each => renamed(each, 'com', 'shift'))
        .at(-1),
    ).toEqual({ ...stored, parameters: { from: 'shift/field' } });
    expect(without(callsOf(unread), 'com').map(each => each.name)).toEqual(['other']);
  });

  it('loses with a signal all that need it, also through others', () => {
    expect(without(calls, 'com').map(each => each.name)).toEqual(['other']);
    expect(without(calls, 'sum').map(each => each.name)).toEqual(['com', 'moved', 'other']);
  });

  it('what a signal was made with fills in its form, and gives the same again', () => {
    const schema = {
      required: [],
      properties: {
        detector: { type: 'array', description: '', 'x-kind': 'list', 'x-form': 'SHAPE' },
        bins: { type: 'integer', description: '', 'x-kind': 'integer', 'x-form': 'N' },
        flip: { type: 'boolean', description: '', 'x-kind': 'switch', 'x-form': '' },
        shape: { type: 'string', description: '', 'x-kind': 'text', 'x-form': 'RxC' },
      },
    };
    const texts = textsOf(schema, { detector: ['disk:1,2,3', 'point:1,2'], bins: 4, flip: true, shape: '3x4', gone: null });
    expect(texts).toEqual({ detector: 'disk:1,2,3\npoint:1,2', bins: '4', flip: 'true', shape: '3x4' });
    expect(parametersOf(schema, name => texts[name] ?? '')).toEqual({
      detector: ['disk:1,2,3', 'point:1,2'],
      bins: '4',
      flip: true,
      shape: '3x4',
    });
  });
});

describe('a step that goes on', () => {
  it('is taken back as one', () => {
    const history = new History();
    history.push({ label: 'add', before: {}, after: {}, asks: { back: { type: 'b' }, forth: { type: 'f' } } });
    history.extend({ before: { image: 1 }, after: { image: 2 } });
    history.extend({ before: { image: 2, of: 'data' }, after: { image: 3, of: 'x' } });
    expect(history.undo()).toMatchObject({ label: 'add', patch: { image: 1, of: 'data' }, ask: { type: 'b' } });
    expect(history.redo()).toMatchObject({ patch: { image: 3, of: 'x' }, ask: { type: 'f' } });
  });
});

describe('shapes', () => {
  const frames = (scale: number, offset: number, unit = 'mrad') => ({
    scanShape: [4, 5],
    detectorShape: [16, 16],
    dtype: 'u16',
    axes: ['y', 'x', 'ky', 'kx'].map(name => ({ name, scale, offset, unit })),
    places: [],
  });
  const disk = { kind: 'disk', row: 8, column: 6, radius: 4 } as const;

  it('stay where they are on frames that are binned or cut out', () => {
    expect(carried(disk, frames(1, 0), frames(2, 0))).toEqual({ kind: 'disk', row: 4, column: 3, radius: 2 });
    expect(carried(disk, frames(1, 0), frames(1, 2))).toEqual({ kind: 'disk', row: 6, column: 4, radius: 4 });
    expect(carried(carried(disk, frames(1, 0), frames(2, 3)), frames(2, 3), frames(1, 0))).toEqual(disk);
  });

  it('stay where they are in the data, with and without axes, also where these were calibrated anew', () => {
    const places = (step: number, first: number) => frames(step, first, 'px of data').axes;
    const all = { ...frames(1, 0), detectorShape: [32, 32], places: places(1, 0) };
    const half = { ...frames(2, 5.5), places: places(2, 5.5) };
    const there = { kind: 'disk', row: 1.25, column: 0.25, radius: 2 };
    for (const axes of [all.axes, frames(3, 7, 'nm').axes, []])
      for (const derived of [half.axes, frames(2, 0, 'px').axes, []]) {
        expect(carried(disk, { ...all, axes }, { ...half, axes: derived })).toEqual(there);
        expect(carried(there as typeof disk, { ...half, axes: derived }, { ...all, axes })).toEqual(disk);
      }
  });

  it('of other data lie where the axes say so', () => {
    const places = (unit: string) => frames(1, 0, unit).axes;
    const [a, b] = [
      { ...frames(1, 0), places: places('px of a') },
      { ...frames(2, 0), places: places('px of b') },
    ];
    expect(carried(disk, a, b)).toEqual({ kind: 'disk', row: 4, column: 3, radius: 2 });
    expect(carried(disk, { ...a, axes: [] }, { ...b, axes: [] })).toBe(disk);
  });

  it('stay as they are where the axes say nothing of one another', () => {
    expect(carried(disk, frames(1, 0), frames(2, 0, 'px'))).toBe(disk);
    expect(carried(disk, frames(1, 0), { ...frames(1, 0), axes: [] })).toBe(disk);
  });

  it('as places and parts of images go the same way, and back', () => {
    const [before, after] = [frames(1, 0), frames(2, 1)];
    expect(carriedPlace(8, 6, before, after)).toEqual([3.5, 2.5]);
    expect(carriedPlace(3.5, 2.5, after, before)).toEqual([8, 6]);
    const camera = { row: 8, column: 6, scale: 3, turns: 1, isFlipped: true };
    expect(carriedCamera(camera, before, after)).toEqual({ row: 3.5, column: 2.5, scale: 6, turns: 1, isFlipped: true });
    expect(carriedCamera(camera, before, { ...frames(2, 0, 'px'), detectorShape: [8, 8] })).toBeNull();
  });
});

describe('scan positions', () => {
  const toPixel = (axis: AxisInfo) => ({ ...axis, unit: 'px' });
  const scanned = (scanShape: number[], scale: number, offset: number) => ({
    scanShape,
    detectorShape: [8, 8],
    dtype: 'u16',
    axes: [
      ...scanShape.map(() => ({ name: '', scale, offset, unit: 'nm' })),
      ...[0, 1].map(() => ({ name: '', scale: 1, offset: 0, unit: 'px' })),
    ],
    places: [],
  });

  it('are found among fewer frames, and back', () => {
    const [all, few] = [scanned([12, 16], 0.5, 0), scanned([6, 8], 1, 0.25)];
    for (let row = 0; row < 12; row++)
      for (let column = 0; column < 16; column++) {
        const there = carriedPosition(row, column, all, few);
        expect(there[0]).toBeGreaterThanOrEqual(Math.floor(row / 2));
        expect(there[0]).toBeLessThanOrEqual(Math.min(Math.ceil(row / 2), 5));
        const back = carriedPosition(...there, few, all);
        expect(Math.max(Math.abs(back[0] - row), Math.abs(back[1] - column))).toBeLessThanOrEqual(1);
      }
    expect(carriedPosition(5, 7, all, scanned([4, 4], 0.5, 2))).toEqual([1, 3]);
  });

  it('keep their frame where rows are of another length', () => {
    const [a, b] = [scanned([4, 6], 1, 0), { ...scanned([3, 8], 1, 0), axes: [] }];
    expect(carriedPosition(2, 3, a, b)).toEqual([1, 7]);
    expect(carriedPosition(1, 7, b, a)).toEqual([2, 3]);
    expect(carriedPosition(3, 5, a, { ...scanned([2, 2], 1, 0), axes: [] })).toEqual([1, 1]);
    const lost = (scanShape: number[]) => ({ ...scanned(scanShape, 1, 0), axes: [], places: scanned(scanShape, 1, 0).axes.map(toPixel) });
    expect(carriedPosition(2, 3, lost([4, 6]), lost([3, 8]))).toEqual([1, 7]);
  });
});

describe('a step of the tree', () => {
  const names = (list: readonly SignalCall[]) => list.map(each => each.name);
  const [com, moved, sum, other] = calls as [SignalCall, SignalCall, SignalCall, SignalCall];

  it('gives the list of before where nobody else did anything', () => {
    const changed = { ...moved, parameters: { by: 'com/length' } };
    const lists = [
      [],
      [com],
      [com, moved],
      [com, moved, sum],
      [com, moved, sum, other],
      [com, changed, sum],
      [com, sum, other],
      [other, com],
    ];
    for (const from of lists) for (const to of lists) expect(new Set(stepped(from, from, to))).toEqual(new Set(to));
    expect(stepped([com, sum], [com, sum], [com, moved, sum])).toEqual([com, moved, sum]);
  });

  it('keeps what others added, changed and deleted', () => {
    const [theirs, changed] = [call('theirs'), { ...com, parameters: { radius: 3 } }];
    expect(names(stepped([com, other, theirs], [com, other], [com]))).toEqual(['com', 'theirs']);
    expect(stepped([changed, other], [com, other], [com])).toEqual([changed]);
    expect(names(stepped([theirs], [com, sum], [com, sum, other]))).toEqual(['other', 'theirs']);
    expect(names(stepped([theirs, com], [com], [com, sum]))).toEqual(['theirs', 'com', 'sum']);
    expect(names(stepped([com, theirs], [com], [renamed(com, 'com', 'beam')]))).toContain('theirs');
  });
});
