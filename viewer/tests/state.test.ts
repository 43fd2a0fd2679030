import { beforeAll, describe, expect, it } from 'vitest';
import { findCommand, keyName, match, scoreOf, splitQuery, wholeScore } from '../src/commands/keys';
import { synonyms } from '../src/commands/synonyms';
import type { ScanInfo } from '../src/protocol/session';
import { decode, headerBytes, version } from '../src/protocol/values';
import { firstDocument, keyOf } from '../src/state/document';
import { difference, History } from '../src/state/history';
import { fromFragment, toFragment } from '../src/state/link';
import { following } from '../src/state/play';
import { readDocument } from '../src/state/reading';
import { offer } from './repertoire';

describe('history', () => {
  it('takes back and does again, gesture by gesture', () => {
    const history = new History();
    let state: Record<string, unknown> = { a: 1, b: [1, 2], c: null };
    const states = [state];
    for (const next of [
      { ...state, a: 2 },
      { ...state, a: 2, b: [3] },
      { a: 5, b: [3], c: 'x' },
    ]) {
      const changed = difference(state, next);
      expect(changed).not.toBeNull();
      history.push({ label: 'step', ...(changed as NonNullable<typeof changed>) });
      state = next;
      states.push(state);
    }
    const walk = (step: ReturnType<History['undo']>) => {
      state = { ...state, ...step?.patch };
    };
    for (const expected of states.slice(0, -1).reverse()) {
      walk(history.undo());
      expect(state).toEqual(expected);
    }
    expect(history.undo()).toBeNull();
    for (const expected of states.slice(1)) {
      walk(history.redo());
      expect(state).toEqual(expected);
    }
    expect(history.redo()).toBeNull();
    walk(history.undo());
    history.push({ label: 'other', before: {}, after: {} });
    expect(history.redo()).toBeNull();
  });

  it('what was zoomed with a step, and what the server did, go back and forth with it', () => {
    const history = new History();
    const at = (zoom: number) => ({ navigator: { row: 1, column: 2, zoom, turns: 0, isFlipped: false } });
    history.push({ label: 'view 1', before: { a: 1 }, after: { a: 2 }, looks: { before: at(1), after: at(3) } });
    const [back, forth] = [{ type: 'calibrate' }, { type: 'calibrate', calibration: {} }];
    history.push({ label: 'calibration', before: {}, after: {}, asks: { back, forth } });
    expect(history.undo()).toMatchObject({ patch: {}, ask: back });
    expect(history.undo()).toMatchObject({ patch: { a: 1 }, cameras: at(1) });
    expect(history.redo()).toMatchObject({ patch: { a: 2 }, cameras: at(3) });
    expect(history.redo()).toMatchObject({ ask: forth });
  });

  it('keeps so many', () => {
    const history = new History(3);
    for (let i = 0; i < 9; i++) history.push({ label: String(i), before: { i }, after: { i: i + 1 } });
    expect([history.undo(), history.undo(), history.undo(), history.undo()].map(step => step?.label ?? null)).toEqual([
      '8',
      '7',
      '6',
      null,
    ]);
  });

  it('nothing that changed is no step', () => expect(difference({ a: [1] }, { a: [1] })).toBeNull());
});

describe('document', () => {
  beforeAll(offer);
  const scan = { id: 'a', path: '/a', scanShape: [4, 5], detectorShape: [16, 16], disk: null, signals: [] } as unknown as ScanInfo;
  it('the first one is new each time: what is changed in one is in no other', () => {
    const [a, b] = [firstDocument(scan), firstDocument(scan)];
    const shared = (x: unknown, y: unknown): boolean =>
      typeof x === 'object' && x !== null && (x === y || Object.keys(x).some(key => shared(x[key as never], (y as never)[key])));
    expect(a).toEqual(b);
    expect(shared(a, b)).toBe(false);
    expect(shared(readDocument({}, scan), readDocument({}, scan))).toBe(false);
  });

  it('what makes no sense is as at first', () => {
    const first = firstDocument(scan);
    for (const damaged of [
      {},
      { ...first, scan: '/b' },
      { ...first, images: 7 },
      { ...first, images: [null, { pane: 'image9', image: {} }] },
    ])
      expect(readDocument(JSON.parse(JSON.stringify(damaged)), scan).images).toEqual(first.images);
    const two = {
      ...first,
      images: [...first.images, { pane: 'image2', image: { look: 'shift', part: 'x', detectors: [] } }],
      links: { zoom: 'no', contrast: ['navigator'] },
    };
    const read = readDocument(JSON.parse(JSON.stringify(two)), scan);
    expect(read.images.map(view => view.pane)).toEqual(['navigator', 'image2']);
    expect(read.images[1]?.displays).toEqual(first.images[0]?.displays);
    expect(read.links).toEqual({ ...first.links, contrast: ['navigator'] });
    const other = { ...scan, scanShape: [20] };
    expect(readDocument(JSON.parse(JSON.stringify(two)), other).scan).toBe(keyOf(other));
  });
});

describe('link', () => {
  it('there and back', () => {
    const linked = {
      path: '/data/Ä ö_master.h5',
      request: { path: '/data/Ä ö_master.h5', 'det-bin': 2 },
      document: { detectors: [{ name: 'BF µ', shape: { kind: 'disk', row: 1.5 } }], member: 3 },
    };
    expect(toFragment(linked)).toMatch(/^#view=[\w-]+$/);
    expect(fromFragment(toFragment(linked))).toEqual(linked);
  });

  it.each(['', '#', '#view=', '#view=%%%', '#view=AAAA', `#view=${btoa('{"path":7}')}`])('nonsense is none: %s', text =>
    expect(fromFragment(text)).toBeNull());
});

describe('keys', () => {
  const press = (key: string, rest: Partial<KeyboardEvent> = {}) =>
    keyName({ key, code: rest.code ?? '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...rest });
  it('names keys as commands do', () => {
    expect(press('a')).toBe('a');
    expect(press('A', { shiftKey: true })).toBe('Shift+A');
    expect(press('?', { shiftKey: true })).toBe('?');
    expect(press('!', { shiftKey: true, code: 'Digit1' })).toBe('Shift+1');
    expect(press('Z', { ctrlKey: true, shiftKey: true })).toBe('Ctrl+Shift+z');
    expect(press('z', { metaKey: true })).toBe('Ctrl+z');
    expect(press('ArrowUp', { shiftKey: true })).toBe('Shift+ArrowUp');
    expect(press('+')).toBe('+');
  });

  it('finds commands', () => {
    const commands = [
      { id: 'x', title: 'X', group: '', keys: ['Ctrl+Shift+C'], run: () => {} },
      { id: 'plus', title: '', group: '', keys: ['+'], run: () => {} },
    ];
    expect(findCommand(commands, 'Ctrl+Shift+c')?.id).toBe('x');
    expect(findCommand(commands, '+')?.id).toBe('plus');
    expect(findCommand(commands, 'q')).toBeUndefined();
  });

  it('ranks whole words before scattered letters', () => {
    const titles = ['New detector: annulus', 'Automatic contrast', 'Go to row and column', 'Undo'];
    const best = (query: string) => titles.map(title => [match(title, query), title] as const).sort((a, b) => b[0] - a[0])[0]?.[1];
    expect(best('contrast')).toBe('Automatic contrast');
    expect(best('ann')).toBe('New detector: annulus');
    expect(best('gtr')).toBe('Go to row and column');
    expect(match('Undo', 'xyz')).toBe(0);
    const sheet = Object.entries(synonyms).map(([id, words]) => ({ id, words, title: id, group: '', run: () => {} }));
    const found = (query: string) =>
      sheet
        .map(command => [scoreOf(command, query, false), command.id] as const)
        .filter(([score]) => score >= wholeScore)
        .map(([, id]) => id);
    for (const [query, id] of [
      ['export', 'save-png'],
      ['share', 'copy-link'],
      ['calibrate', 'calibrate'],
      ['fullscreen', 'present'],
      ['line profile', 'selector-line'],
      ['colormap', 'map-next'],
      ['rotate', 'turn'],
    ] as const)
      expect(found(query), query).toContain(id);
    expect(found('zoom 100')).toEqual(['one-to-one']);
    expect(splitQuery('goto 12 -3.5')).toEqual({ words: 'goto', numbers: [12, -3.5] });
    expect(splitQuery('scale')).toEqual({ words: 'scale', numbers: [] });
  });
});

describe('playing', () => {
  const range = { first: 2, last: 4 };
  const run = (mode: 'loop' | 'boomerang' | 'once', steps: number, step = 1) => {
    let state: { at: number; step: number } | null = { at: step > 0 ? 2 : 4, step };
    const seen = [];
    for (let i = 0; i < steps && state; i++) {
      seen.push(state.at);
      state = following(state.at, state.step, range, mode);
    }
    return seen;
  };
  it('shows each member, in each way', () => {
    expect(run('loop', 7)).toEqual([2, 3, 4, 2, 3, 4, 2]);
    expect(run('loop', 4, -1)).toEqual([4, 3, 2, 4]);
    expect(run('boomerang', 7)).toEqual([2, 3, 4, 3, 2, 3, 4]);
    expect(run('once', 9)).toEqual([2, 3, 4]);
    expect(following(3, 1, { first: 3, last: 3 }, 'boomerang')).toEqual({ at: 3, step: 1 });
  });
});

describe('values', () => {
  const message = (validity: number[] = []) => {
    const buffer = new ArrayBuffer(headerBytes + 12 + validity.length);
    const head = new DataView(buffer);
    head.setUint32(0, 0x48434e52, true);
    head.setUint16(4, version, true);
    head.setUint16(6, 1, true);
    head.setUint32(8, 7, true);
    head.setUint32(16, 2, true);
    head.setUint32(20, 3, true);
    head.setUint8(24, 1);
    head.setUint8(25, 3);
    head.setUint16(28, 1, true);
    head.setUint16(26, 4 | 16 | (validity.length > 0 ? 32 : 0), true);
    head.setUint32(60, validity.length, true);
    head.setUint32(52, 12, true);
    head.setUint32(56, 1500, true);
    new Uint16Array(buffer, headerBytes, 6).set([1, 2, 3, 4, 5, 65535]);
    new Uint8Array(buffer, headerBytes + 12).set(validity);
    return buffer;
  };
  it('are read as they are', () => {
    const values = decode(message());
    expect(values).toMatchObject({
      kind: 'image',
      view: 7,
      rows: 2,
      columns: 3,
      isFinal: true,
      isPartial: true,
      isCached: false,
      path: 'rings',
      milliseconds: 1.5,
    });
    expect([...(values?.data ?? [])]).toEqual([1, 2, 3, 4, 5, 65535]);
    expect(values?.validity).toBeNull();
  });
  it('say which of them were measured', () => {
    expect([...(decode(message([1, 1, 0, 1, 0, 1]))?.validity ?? [])]).toEqual([1, 1, 0, 1, 0, 1]);
    expect(decode(message([1, 1, 0]))).toBeNull(); // not one for each entry
  });
  it('damaged ones are none', () => {
    for (let length = 0; length < headerBytes + 12; length++) expect(decode(message().slice(0, length))).toBeNull();
    for (let i = 0; i < 4000; i++) {
      const bytes = new Uint8Array(message());
      for (let k = 0; k < 4; k++) bytes[Math.floor(Math.random() * headerBytes)] = Math.random() * 256;
      const values = decode(bytes.buffer);
      if (values) expect(values.rows * values.columns * values.planes).toBe(values.data.length);
    }
  });
});
