// What is asked of the server for what the panes show.

import { bounds, center, type Shape, toText } from '../geometry/shapes';
import type { Request } from '../protocol/connection';
import type { Calibration, FramesInfo, ScanInfo, SignalCall } from '../protocol/session';
import { carried, carriedPosition } from './carry';
import { type Detector, type Document, mostOverlaid, type Selector } from './document';
import { type ImageOf, isFrame, isResult, type LookOf, type ResultOf, showOf } from './pictures';
import { detectorLook, findLook, type Look, type LookInput, type LookPart, partOf, vectorShows } from './repertoire';

const find = (detectors: Detector[], id: string | null | undefined) => detectors.find(detector => detector.id === id);
const cut = (value: number) => String(Number(value.toFixed(6)));

/** Inner and outer radius of a shape; of one that is not round those of the circle about it. */
export function radii(shape: Shape): [number, number] {
  if ('outer' in shape) return [shape.inner, shape.outer];
  if ('radius' in shape) return [0, shape.radius];
  const box = bounds(shape);
  return [0, Math.max((box.row1 - box.row0) / 2, (box.column1 - box.column0) / 2, 0.5)];
}

// What the page gives for a parameter; undefined: it is left to its default.
function given(input: LookInput, shapes: readonly Shape[], calibration: Calibration | null): unknown {
  const [first] = shapes;
  switch (input) {
    case 'detectors':
      return shapes.length > 0 ? shapes.map(toText) : undefined;
    case 'detector':
      return first && toText(first);
    case 'center':
      return first && center(first).map(cut).join(',');
    case 'inner':
      return first && cut(radii(first)[0]);
    case 'outer':
      return first && cut(radii(first)[1]);
    case 'rotation':
      return calibration?.rotation || undefined;
    case 'flip':
      return calibration?.flip || undefined;
  }
}

function lookRequest(look: Look, part: LookPart, shapes: readonly Shape[], calibration: Calibration | null): Request {
  const parameters: Record<string, unknown> = { ...look.parameters, ...part.parameters };
  for (const [name, input] of Object.entries(look.inputs)) {
    const value = given(input, shapes, calibration);
    if (value !== undefined) parameters[name] = value;
  }
  return { type: 'view', operation: look.operation, parameters, ...(part.result ? { result: part.result } : {}) };
}

/** What a pane looks at: frames of a scan, and what was drawn on those that all look at. */
export interface Source {
  readonly scan: string;
  /** Which frames: of the data, or of a signal. */
  readonly of: string;
  /** What makes other frames of them that are no part of the tree; null: they are meant themselves. */
  readonly call: SignalCall | null;
  /** A signal of results that is no part of the tree; null: there is none. */
  readonly asked: SignalCall | null;
  readonly member: number;
  readonly calibration: Calibration | null;
  readonly frames: FramesInfo;
  /** The frames in whose pixels detectors and selectors are drawn. */
  readonly drawnOn: FramesInfo;
  /** The frames of which a signal of the tree is made. */
  madeOf(signal: string): FramesInfo;
}

export const sourceOf = (document: Pick<Document, 'of' | 'member'>, scan: ScanInfo): Source => ({
  scan: scan.id,
  of: document.of,
  call: null,
  asked: null,
  member: document.member,
  calibration: scan.calibration,
  frames: scan,
  drawnOn: scan,
  madeOf: () => scan,
});

/** The requests for what a pane shows: one for each plane. Directions are turned from the detector to the scan as the calibration says. */
export function imageRequests(
  document: Pick<Document, 'detectors' | 'selectors' | 'activeSelector'>,
  image: ImageOf,
  source: Source,
): Request[] {
  const selector = document.selectors.find(other => other.id === document.activeSelector);
  if (isResult(image)) {
    const request = resultRequest(image, source);
    // One that is not in the tree yet is looked at as an image.
    return [
      image.rows && selector && 'signal' in request
        ? { ...request, position: placeOf(selector, source, source.madeOf(image.signal)) }
        : request,
    ];
  }
  if (isFrame(image)) {
    const request = frameRequest(selector, source);
    return request ? [request] : [];
  }
  const look = findLook(image.look);
  if (!look) return [];
  const { scan, of, member, calibration, drawnOn, frames } = source;
  const shapes = image.detectors
    .map(id => find(document.detectors, id)?.shape)
    .filter(shape => shape !== undefined)
    .map(shape => carried(shape, drawnOn, frames));
  if (shapes.length < look.detectors[0]) return [];
  const part = partOf(look, image.part);
  const place = { scan, of, member };
  if (part.show !== 'overlay') return [{ ...lookRequest(look, part, shapes.slice(0, look.detectors[1]), calibration), ...place }];
  const single = detectorLook();
  return shapes
    .slice(0, mostOverlaid)
    .map(shape => ({ ...lookRequest(single, single.parts[0] as LookPart, [shape], calibration), ...place }));
}

function resultRequest({ signal, result, component, slice }: ResultOf, { scan, member, asked }: Source): Request {
  // A signal that is no part of the tree is asked for as what makes it.
  const what =
    asked?.name === signal
      ? { of: asked.of, operation: asked.operation, parameters: asked.parameters, ...(asked.region ? { region: asked.region } : {}) }
      : { signal };
  return {
    type: 'view',
    scan,
    ...what,
    result,
    member: slice ? slice.at : member,
    ...(component === null ? {} : { component }),
  };
}

/** The place of a member on each of the outer axes of a series, the last one fastest. */
export function outerPosition(scanShape: readonly number[], member: number): number[] {
  const place: number[] = [];
  let rest = member;
  for (const length of scanShape.slice(0, -2).toReversed()) {
    place.unshift(rest % length);
    rest = Math.floor(rest / length);
  }
  return place;
}

/** The request for the pattern: a result over the detector, or the frames of a selector. */
export const patternRequest = (document: Pick<Document, 'pattern'>, selector: Selector | undefined, source: Source): Request | null =>
  document.pattern ? resultRequest(document.pattern, source) : frameRequest(selector, source);

/** The request for the frames of a selector: one at a position, or what those of a region become. */
function frameRequest(selector: Selector | undefined, { scan, of, call, member, frames, drawnOn }: Source): Request | null {
  if (!selector) return null;
  const { shape } = selector;
  if (shape.kind === 'point' || call) {
    const position = placeOf(selector, { member, drawnOn }, frames);
    return { type: 'view', scan, of, ...(call ? { operation: call.operation, parameters: call.parameters } : {}), position };
  }
  const look = findLook(selector.reduce);
  if (!look) return null;
  const { type: _, ...request } = lookRequest(look, look.parts[0] as LookPart, [], null);
  return { type: 'view', scan, of, ...request, region: toText(whole(carried(shape, drawnOn, frames, 'scan'))), member };
}

// The place of a selector in a scan: a series has indices more, first; a line of frames one less, a single frame none.
function placeOf({ shape }: Selector, { member, drawnOn }: Pick<Source, 'member' | 'drawnOn'>, frames: FramesInfo): number[] {
  const place = [...outerPosition(frames.scanShape, member), ...carriedPosition(...center(shape), drawnOn, frames)];
  return place.slice(place.length - frames.scanShape.length);
}

// Rectangles of the scan hold whole positions.
const whole = (shape: Shape): Shape =>
  shape.kind !== 'rectangle'
    ? shape
    : {
        kind: 'rectangle',
        row0: Math.round(shape.row0),
        column0: Math.round(shape.column0),
        row1: Math.round(shape.row1),
        column1: Math.round(shape.column1),
      };

/** What an image is called. */
export function imageName(document: Pick<Document, 'detectors'>, image: ImageOf): string {
  if (isResult(image))
    return [image.signal, image.result, image.slice ? String(image.slice.at) : '', image.rows ? 'rows' : partName(image.show)]
      .filter((word, i, all) => word !== '' && word !== all[i - 1])
      .join(' ');
  if (isFrame(image)) return 'pattern';
  const look = findLook(image.look);
  const names = image.detectors.map(id => find(document.detectors, id)?.name ?? '?');
  if (!look) return '';
  if (showOf(image) === 'overlay') return names.join(' + ');
  if (look.id === detectorLook().id) return names.join(', ');
  const what = [look.name, look.parts.length > 1 ? partOf(look, image.part).name : ''].filter(word => word !== '').join(' ');
  return names.length > 0 ? `${what} of ${names.join(', ')}` : what;
}

/** The picture of a vector in a word; of a plain one none. */
export const partName = (show: LookPart['show']) =>
  ({ directions: 'direction', length: 'length', angle: 'angle', row: 'rows', column: 'columns', image: '', signed: '', overlay: '' })[show];

export const vectorPictures = vectorShows.map(show => ({ show, name: partName(show) }));

/** The looks of a pane, so far as they decide what comes: the same text, the same kind of picture. */
export const kindOfImage = (image: ImageOf): string =>
  isFrame(image)
    ? 'frame'
    : isResult(image)
      ? `${image.signal} ${image.result} ${image.component} ${image.slice?.at} ${image.rows ? 'rows' : image.show}`
      : `${image.look} ${image.part}`;

/** A look that takes these detectors: as many as it needs. */
export const lookWith = (look: Look, part: LookPart, detectors: string[]): LookOf => ({ look: look.id, part: part.name, detectors });
