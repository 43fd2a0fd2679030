// What is asked of the server for what the panes show.

import { bounds, center, type Shape, toText } from '../geometry/shapes';
import type { Request } from '../protocol/connection';
import type { Calibration, ScanInfo } from '../protocol/session';
import { type Detector, type Document, mostOverlaid, type Selector } from './document';
import { type ImageOf, isResult, type LookOf, showOf } from './pictures';
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

/** The frames that are asked for: of which scan, and which of its signals. */
export interface Source {
  readonly scan: string;
  readonly of: string;
  readonly member: number;
  readonly calibration: Calibration | null;
}

export const sourceOf = (document: Document, scan: ScanInfo): Source => ({
  scan: scan.id,
  of: document.of,
  member: document.member,
  calibration: scan.calibration,
});

/** The requests for an image over the scan: one for each plane. Directions are turned from the detector to the scan as the calibration says. */
export function imageRequests(document: Document, image: ImageOf, { scan, of, member, calibration }: Source): Request[] {
  if (isResult(image)) return [resultRequest(image, scan, member)];
  const look = findLook(image.look);
  if (!look) return [];
  const shapes = image.detectors.map(id => find(document.detectors, id)?.shape).filter(shape => shape !== undefined);
  if (shapes.length < look.detectors[0]) return [];
  const part = partOf(look, image.part);
  const place = { scan, of, member };
  if (part.show !== 'overlay') return [{ ...lookRequest(look, part, shapes.slice(0, look.detectors[1]), calibration), ...place }];
  const single = detectorLook();
  return shapes
    .slice(0, mostOverlaid)
    .map(shape => ({ ...lookRequest(single, single.parts[0] as LookPart, [shape], calibration), ...place }));
}

const resultRequest = (
  { signal, result, component, slice }: { signal: string; result: string; component: number | null; slice?: { at: number } },
  scan: string,
  member: number,
): Request => ({
  type: 'view',
  scan,
  signal,
  result,
  member: slice ? slice.at : member,
  ...(component === null ? {} : { component }),
});

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

/** The request for the pattern of a selector. */
export function patternRequest(
  document: Pick<Document, 'pattern' | 'of' | 'member'>,
  selector: Selector | undefined,
  scan: ScanInfo,
): Request | null {
  if (document.pattern) return resultRequest(document.pattern, scan.id, document.member);
  if (!selector) return null;
  const { shape } = selector;
  const { of, member } = document;
  if (shape.kind === 'point') {
    // A series has indices more, first; a line of frames one less, a single frame none.
    const place = [...outerPosition(scan.scanShape, member), Math.round(shape.row), Math.round(shape.column)];
    return { type: 'view', scan: scan.id, of, position: place.slice(place.length - scan.scanShape.length) };
  }
  const look = findLook(selector.reduce);
  if (!look) return null;
  const { type: _, ...request } = lookRequest(look, look.parts[0] as LookPart, [], null);
  return { type: 'view', scan: scan.id, of, ...request, region: toText(shape), member };
}

/** What an image is called. */
export function imageName(document: Pick<Document, 'detectors'>, image: ImageOf): string {
  if (isResult(image))
    return [image.signal, image.result, image.slice ? String(image.slice.at) : '', partName(image.show)]
      .filter((word, i, all) => word !== '' && word !== all[i - 1])
      .join(' ');
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
  isResult(image) ? `${image.signal} ${image.result} ${image.component} ${image.slice?.at} ${image.show}` : `${image.look} ${image.part}`;

/** A look that takes these detectors: as many as it needs. */
export const lookWith = (look: Look, part: LookPart, detectors: string[]): LookOf => ({ look: look.id, part: part.name, detectors });
