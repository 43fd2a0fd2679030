// Results of the tree as pictures: how each is shown at first, and in which other ways it may be.

import type { ResultInfo, ScanInfo, SignalInfo } from '../protocol/session';
import type { Document } from './document';
import type { ResultOf } from './pictures';
import { repertoire } from './repertoire';
import { vectorPictures } from './requests';

// An array of images, as the components of a decomposition are.
const isStack = ({ kind, shape }: ResultInfo) => kind === 'single' && shape.length > 2;

/** How a result is shown at first: two components over the scan are a field of directions, of more the first is shown. */
export function pictureOf(signal: Pick<SignalInfo, 'name'>, result: ResultInfo): ResultOf {
  const isField = result.kind === 'scan' && result.components === 2;
  return {
    signal: signal.name,
    result: result.name,
    component: result.components > 1 && !isField ? 0 : null,
    ...(isStack(result) ? { slice: { at: 0, rows: result.shape.at(-2) ?? 1 } } : {}),
    show: isField ? 'directions' : 'image',
    ...(result.kind === 'detector' ? { over: 'detector' as const } : {}),
  };
}

/** Whether a result is something to be looked at: more than a number or two, and none that is complex, or a list. */
export const isPicture = ({ kind, shape, dtype }: ResultInfo) =>
  !/^(complex|object)/.test(dtype) && (kind !== 'single' || shape.reduce((a, b) => a * b, 1) > 4);

/** So many can be chosen from. */
const most = 12;

/** The ways in which a result may be shown: parts of a field, or components. */
export function picturesOf(signal: SignalInfo, result: ResultInfo): { picture: ResultOf; name: string }[] {
  const first = pictureOf(signal, result);
  if (first.show === 'directions') return vectorPictures.map(({ show, name }) => ({ picture: { ...first, show }, name }));
  if (isStack(result)) {
    const images = result.shape.slice(0, -2).reduce((a, b) => a * b, 1);
    return Array.from({ length: Math.min(images, most) }, (_, at) => ({
      picture: { ...first, slice: { at, rows: result.shape.at(-2) ?? 1 } },
      name: String(at),
    }));
  }
  if (result.columns)
    return [
      { picture: first, name: 'numbers' },
      { picture: { ...first, rows: true }, name: 'rows' },
    ];
  if (result.components < 2) return [{ picture: first, name: result.name }];
  return Array.from({ length: Math.min(result.components, most) }, (_, component) => ({
    picture: { ...first, component },
    name: result.componentNames?.[component] ?? String(component),
  }));
}

export const findSignal = (scan: ScanInfo | undefined, name: string) => scan?.signals.find(signal => signal.name === name);

export const findResult = (scan: ScanInfo | undefined, { signal, result }: Pick<ResultOf, 'signal' | 'result'>): ResultInfo | undefined =>
  findSignal(scan, signal)?.results?.find(other => other.name === result);

/** The first picture that a signal gives over the scan, or else a curve or table; and the first over the detector. What looks show comes first. */
export function firstPictures(signal: Pick<SignalInfo, 'name' | 'operation' | 'results'>): {
  image: ResultOf | null;
  pattern: ResultOf | null;
} {
  const pictures = (signal.results ?? []).filter(isPicture);
  const looks = repertoire().looks.filter(look => look.operation === signal.operation);
  const looked = new Set(looks.flatMap(look => look.parts.map(part => part.result)));
  const of = (kind: ResultInfo['kind']) => {
    const list = pictures.filter(result => result.kind === kind);
    return list.find(result => looked.has(result.name)) ?? list[0];
  };
  const [image, pattern] = [of('scan') ?? of('single'), of('detector')];
  return { image: image ? pictureOf(signal, image) : null, pattern: pattern ? pictureOf(signal, pattern) : null };
}

/** Shows what a signal gives: over the scan in one pane, over the detector in place of the pattern. */
export function showPictures(document: Document, view: { image: unknown }, signal: SignalInfo): void {
  const { image, pattern } = firstPictures(signal);
  if (image) view.image = image;
  if (pattern) document.pattern = pattern;
}
