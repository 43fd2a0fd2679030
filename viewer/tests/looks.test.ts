import { beforeAll, describe, expect, it } from 'vitest';
import { contrastKey, displayKind, shownOf } from '../src/display/picture';
import type { Calibration, ScanInfo, SignalInfo } from '../src/protocol/session';
import type { Values } from '../src/protocol/values';
import { type Document, firstDocument, keyOf, lookedAt, type Selector } from '../src/state/document';
import { type ImageOf, imageOfDetector, imageOfNone, isLook } from '../src/state/pictures';
import { readDocument, readLayout } from '../src/state/reading';
import { looksOver } from '../src/state/repertoire';
import { imageName, imageRequests, outerPosition, patternRequest, radii, type Source, sourceOf } from '../src/state/requests';
import { firstPictures, picturesOf } from '../src/state/results';
import { offer } from './repertoire';

beforeAll(offer);

const result = (name: string, kind: 'scan' | 'detector' | 'single', components = 1, shape = [4, 5]) => ({
  name,
  kind,
  shape,
  dtype: 'f32',
  unit: null,
  components,
  componentNames: null,
  columns: null,
  values: null,
});
const signal = (name: string, more: Partial<SignalInfo> = {}): SignalInfo => ({
  name,
  of: 'data',
  operation: 'add-up',
  version: 1,
  parameters: {},
  region: null,
  gives: 'results',
  stored: null,
  file: null,
  state: 'kept',
  part: null,
  error: null,
  frames: null,
  results: [result('image', 'scan')],
  notes: [],
  found: null,
  ...more,
});
const scan = {
  id: 'a',
  name: 'a',
  path: '/a',
  scanShape: [3, 4, 5],
  detectorShape: [16, 16],
  disk: { row: 8, column: 7, radius: 3 },
  axes: [],
  places: [],
  hotPixels: [[1, 1]],
  masked: [[2, 2]],
  maskedPixels: 1,
  signals: [
    signal('one'),
    signal('half', {
      gives: 'frames',
      operation: 'move',
      results: null,
      frames: { scanShape: [4, 5], detectorShape: [8, 8], dtype: 'f32', axes: [], places: [] },
    }),
  ],
  calibration: null,
} as unknown as ScanInfo;

const source = (calibration: Calibration | null = null, more: Partial<Source> = {}): Source => ({
  ...sourceOf({ of: 'half', member: 2 }, scan),
  calibration,
  ...more,
});
const drawn = (): Document => {
  const document = firstDocument(scan);
  document.detectors.push({
    id: 'd2',
    name: 'Ring',
    color: '#fff',
    isShown: true,
    isLocked: false,
    shape: { kind: 'annulus', row: 8, column: 7, inner: 2, outer: 5 },
  });
  return document;
};
const only = (image: Parameters<typeof imageRequests>[1], calibration: Calibration | null = null) =>
  imageRequests(drawn(), image, source(calibration));

describe('what is asked for', () => {
  it('of a look is its operation with its own parameters and those that the page gives', () => {
    const place = { type: 'view', scan: 'a', of: 'half', member: 2 };
    expect(only(imageOfDetector('d2'))).toEqual([{ ...place, operation: 'add-up', parameters: { detector: ['annulus:8,7,2,5'] } }]);
    expect(only({ look: 'ring', part: '', detectors: ['d2'] })).toEqual([
      { ...place, operation: 'quadrants', parameters: { center: '8,7', 'inner-radius': '2', radius: '5' }, result: 'field' },
    ]);
    expect(only({ look: 'pair', part: 'difference', detectors: ['d1', 'd2'] })).toEqual([
      {
        ...place,
        operation: 'add-up',
        parameters: { combine: 'difference', detector: ['disk:8,7,3', 'annulus:8,7,2,5'] },
        result: 'difference',
      },
    ]);
  });

  it('leaves out what is not given: an optional detector, a rotation of 0', () => {
    const parameters = (image: Parameters<typeof imageRequests>[1], calibration: Calibration | null) =>
      only(image, calibration)[0]?.parameters;
    const plain = { look: 'shift', part: 'direction', detectors: [] };
    expect(parameters(plain, null)).toEqual({ regression: 'mean' });
    expect(parameters(plain, { rotation: 0, flip: false })).toEqual({ regression: 'mean' });
    expect(parameters(plain, { rotation: 12, flip: true })).toEqual({ regression: 'mean', 'scan-rotation': 12, 'flip-y': true });
    expect(parameters({ ...plain, detectors: ['d1'] }, null)).toEqual({ regression: 'mean', within: 'disk:8,7,3' });
  });

  it('of an overlay is the image of each detector; of too few detectors nothing', () => {
    expect(only({ look: 'pair', part: 'overlay', detectors: ['d1', 'd2'] }).map(request => request.parameters)).toEqual([
      { detector: ['disk:8,7,3'] },
      { detector: ['annulus:8,7,2,5'] },
    ]);
    expect(only({ look: 'pair', part: 'difference', detectors: ['d1'] })).toEqual([]);
    expect(only({ look: 'gone', part: '', detectors: [] })).toEqual([]);
  });

  it('of a result is its signal, and the component only where one is chosen', () => {
    const image = { signal: 'one', result: 'image', component: null, show: 'image' } as const;
    expect(only(image)).toEqual([{ type: 'view', scan: 'a', signal: 'one', result: 'image', member: 2 }]);
    expect(only({ ...image, component: 3 })[0]).toMatchObject({ component: 3 });
  });

  it('of a selector is its frame, with the place on each outer axis, or its region', () => {
    const document = { pattern: null };
    const data = source(null, { of: 'data' });
    const [point] = firstDocument(scan).selectors as [Selector];
    expect(patternRequest(document, point, data)).toEqual({ type: 'view', scan: 'a', of: 'data', position: [2, 2, 2] });
    const region: Selector = { ...point, shape: { kind: 'rectangle', row0: 0, column0: 1, row1: 2, column1: 3 } };
    expect(patternRequest(document, region, data)).toEqual({
      type: 'view',
      scan: 'a',
      of: 'data',
      operation: 'average',
      parameters: {},
      region: 'rect:0,1,2,3',
      member: 2,
    });
    expect(outerPosition([3, 2, 4, 5], 5)).toEqual([2, 1]);
  });

  it('of what is no part of the tree is what makes it', () => {
    const call = { name: 'new', of: 'half', operation: 'move', parameters: { by: 'com/field' }, region: null };
    const [point] = firstDocument(scan).selectors as [Selector];
    expect(patternRequest({ pattern: null }, point, source(null, { call }))).toEqual({
      type: 'view',
      scan: 'a',
      of: 'half',
      operation: 'move',
      parameters: { by: 'com/field' },
      position: [2, 2, 2],
    });
    // A region has no frame of its own: the one in its middle is looked at.
    const region: Selector = { ...point, shape: { kind: 'rectangle', row0: 0, column0: 1, row1: 2, column1: 3 } };
    expect(patternRequest({ pattern: null }, region, source(null, { call }))).toMatchObject({ position: [2, 1, 2] });
    const image = { signal: 'new', result: 'image', component: null, show: 'image' } as const;
    const asked = { ...call, operation: 'add-up', region: 'rect:0,0,1,1' };
    expect(imageRequests(drawn(), image, source(null, { asked }))).toEqual([
      {
        type: 'view',
        scan: 'a',
        of: 'half',
        operation: 'add-up',
        parameters: call.parameters,
        region: 'rect:0,0,1,1',
        result: 'image',
        member: 2,
      },
    ]);
    expect(imageRequests(drawn(), { ...image, signal: 'other' }, source(null, { asked }))[0]).toMatchObject({ signal: 'other' });
  });

  it('of other frames is asked for where shapes lie on them', () => {
    const axes = (scale: number, offset: number) => scan.scanShape.concat(0, 0).map(() => ({ name: '', scale, offset, unit: 'px' }));
    const [drawnOn, frames] = [
      { ...scan, axes: axes(1, 0) },
      { ...scan, detectorShape: [8, 8], axes: [...axes(1, 0).slice(2), ...axes(2, 0.5).slice(0, 2)] },
    ];
    expect(imageRequests(drawn(), imageOfDetector('d2'), source(null, { drawnOn, frames }))[0]?.parameters).toEqual({
      detector: ['annulus:3.75,3.25,1,2.5'],
    });
    expect(imageRequests(drawn(), { frame: true }, source(null, { drawnOn, frames }))[0]).toMatchObject({
      of: 'half',
      position: [2, 2, 2],
    });
  });

  it('of a shape that is not round are the radii of the circle about it', () => {
    expect(radii({ kind: 'disk', row: 0, column: 0, radius: 4 })).toEqual([0, 4]);
    expect(radii({ kind: 'rectangle', row0: 0, column0: 0, row1: 4, column1: 10 })).toEqual([0, 5]);
  });
});

describe('looks', () => {
  it('are offered in an order that does not depend on the server', () => {
    expect(looksOver('scan').map(look => look.id)).toEqual(['image', 'shift', 'ring', 'total', 'pair']);
    expect(imageOfNone()).toEqual({ look: 'total', part: '', detectors: [] });
  });
});

describe('pictures', () => {
  it('are called by their detectors, or by the look and its part', () => {
    const name = (image: Parameters<typeof imageName>[1]) => imageName(drawn(), image);
    expect(name(imageOfDetector('d2'))).toBe('Ring');
    expect(name({ look: 'shift', part: 'x', detectors: [] })).toBe('CoM x');
    expect(name({ look: 'shift', part: 'x', detectors: ['d1'] })).toBe('CoM x of BF');
    expect(name({ look: 'pair', part: 'overlay', detectors: ['d1', 'd2'] })).toBe('BF + Ring');
    expect(name({ signal: 'one', result: 'field', component: null, show: 'length' })).toBe('one field length');
  });

  it('have displays by how they are shown, and limits of their own', () => {
    const of = (image: Document['images'][number]['image']) => ({
      ...drawn(),
      images: [{ ...(drawn().images[0] as Document['images'][number]), image }],
    });
    const kind = (image: Document['images'][number]['image']) => displayKind('navigator', of(image));
    expect([
      kind(imageOfDetector('d1')),
      kind({ look: 'shift', part: 'direction', detectors: [] }),
      kind({ look: 'shift', part: 'x', detectors: [] }),
      kind({ look: 'pair', part: 'difference', detectors: ['d1', 'd2'] }),
      kind({ signal: 'one', result: 'field', component: null, show: 'angle' }),
    ]).toEqual(['image', 'wheel', 'signed', 'signed', 'angle']);
    const key = (image: Document['images'][number]['image']) => contrastKey('navigator', of(image), '');
    expect(key(imageOfDetector('d1'))).toBe(key(imageOfDetector('d2')));
    expect(key(imageOfDetector('d1'))).not.toBe(key(imageOfNone()));
  });

  it('of a field need two planes, others one', () => {
    const field = {
      kind: 'field',
      rows: 1,
      columns: 2,
      planes: 2,
      data: Float32Array.from([3, 0, 4, 0]),
      validity: null,
      isPartial: false,
    } as unknown as Values;
    const image = { ...field, kind: 'image', planes: 1, data: Float32Array.from([1, 2]) } as unknown as Values;
    const shown = (part: string, values: Values) => {
      const document = drawn();
      if (document.images[0]) document.images[0].image = { look: 'shift', part, detectors: [] };
      return shownOf('navigator', [values], document);
    };
    expect([...(shown('direction', field)?.data ?? [])]).toEqual([5, 0]);
    expect([...(shown('x', field)?.data ?? [])]).toEqual([4, 0]);
    expect(shown('direction', image)).toBeNull();
    expect(shownOf('navigator', [field], drawn())).toBeNull();
  });

  it('of a result with rows are their numbers, and those at the place of the selector', () => {
    const peaks = { ...result('peaks', 'scan'), columns: [{ name: 'height', unit: 'counts' }] };
    const of = signal('found', { results: [peaks] });
    const [numbers, rows] = picturesOf(of, peaks).map(({ picture }) => picture);
    expect(firstPictures(of).image).toEqual(numbers);
    const info = { ...scan, signals: [of] };
    const document = { ...drawn(), activeSelector: 's1', member: 2 };
    const source = sourceOf(document, info);
    expect(imageRequests(document, numbers as ImageOf, source)[0]).not.toHaveProperty('position');
    const { shape } = document.selectors[0] as { shape: { row: number; column: number } };
    expect(imageRequests(document, rows as ImageOf, source)).toEqual([
      { ...imageRequests(document, numbers as ImageOf, source)[0], position: [2, shape.row, shape.column] },
    ]);
  });

  it('of a result are found by its axes and components', () => {
    const of = signal('m', { results: [result('mean', 'detector', 3), result('field', 'scan', 2), result('v', 'single', 1, [2])] });
    expect(firstPictures(of)).toEqual({
      image: { signal: 'm', result: 'field', component: null, show: 'directions' },
      pattern: { signal: 'm', result: 'mean', component: 0, show: 'image', over: 'detector' },
    });
    expect(picturesOf(of, result('mean', 'detector', 3)).map(({ picture }) => picture.component)).toEqual([0, 1, 2]);
    expect(firstPictures(signal('n', { results: [result('few', 'single', 1, [2])] }))).toEqual({ image: null, pattern: null });
    const centre = signal('c', { operation: 'centre', results: [result('raw', 'scan', 2), result('field', 'scan', 2)] });
    expect(firstPictures(centre).image?.result).toBe('field'); // which its look shows
  });
});

describe('a document from elsewhere', () => {
  const read = (changes: Record<string, unknown>) => readDocument({ ...JSON.parse(JSON.stringify(drawn())), ...changes }, scan);
  const shown = (image: unknown) => read({ images: [{ pane: 'navigator', image }] }).images[0]?.image;

  it('written in an older way looks at the image of its first detector', () => {
    for (const image of [{ of: 'detector', a: 'd2' }, { of: 'map', name: 'sum' }, 7, null, { look: 'gone', detectors: [] }])
      expect(shown(image)).toEqual(imageOfDetector('d1'));
    expect(read({ detectors: [], images: [{ pane: 'navigator', image: { of: 'map' } }] }).images[0]?.image).toEqual(imageOfNone());
    expect(read({ selectors: [{ ...drawn().selectors[0], reduce: 'older' }] }).selectors[0]?.reduce).toBe('average');
  });

  it('keeps looks and results that there are, and no others', () => {
    const known = { signal: 'one', result: 'image', component: null, show: 'image' };
    expect(shown(known)).toEqual(known);
    expect(shown({ ...known, signal: 'gone' })).toEqual(imageOfDetector('d1'));
    expect(shown({ look: 'pair', part: 'difference', detectors: ['d1', 'gone'] })).toEqual(imageOfDetector('d1'));
    expect(read({ of: 'half' }).of).toBe('half');
    expect(read({ of: 'one' }).of).toBe('data');
    expect(read({ pattern: known }).pattern).toBeNull(); // it lies over the scan
  });

  it('looks at derived frames in their own shape, without the bad pixels of others', () => {
    expect(lookedAt(scan, 'half')).toMatchObject({
      scanShape: [4, 5],
      detectorShape: [8, 8],
      dtype: 'f32',
      disk: { row: 8, column: 7, radius: 3 },
      hotPixels: [],
      masked: [],
    });
    expect(lookedAt(scan, 'data')).toBe(scan);
    expect(read({ of: 'half', member: 2 }).member).toBe(0);
  });

  it('has a layout without the cells of scans that are closed', () => {
    const image = imageOfDetector('d1');
    const layout = readLayout({ tab: 'compare', cells: [{ pane: 'cell1', scan: 'a', image }, { pane: 'cell2', scan: 'b', image }, 7] }, [
      scan,
    ]);
    expect(layout.tab).toBe('compare');
    expect(layout.cells.map(cell => [cell.pane, cell.of])).toEqual([['cell1', 'data']]);
    expect(readLayout({ tab: 3 }, [scan])).toMatchObject({ tab: '4d', cells: [] });
    const raw = JSON.parse(JSON.stringify(firstDocument(scan)));
    expect(readDocument({ ...raw, tab: 'compare' }, scan, layout)).toMatchObject({ tab: 'compare', scan: keyOf(scan) });
    expect(isLook(image)).toBe(true);
  });
});
