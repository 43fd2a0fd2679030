// What is asked of the server for what the panes show.

import { bounds, center, type Shape, toText } from '../geometry/shapes';
import type { Request } from '../protocol/connection';
import type { Calibration } from '../protocol/session';
import { type Detector, type Document, type ImageOf, mostOverlaid, type Selector } from './document';

const find = (detectors: Detector[], id: string | null | undefined) => detectors.find(detector => detector.id === id);

/** Row, column, inner and outer radius of the quadrants that a detector becomes. */
export function ring(shape: Shape): [number, number, number, number] {
  const [row, column] = center(shape);
  if ('outer' in shape) return [row, column, shape.inner, shape.outer];
  const box = bounds(shape);
  return [row, column, 0, Math.max((box.row1 - box.row0) / 2, (box.column1 - box.column0) / 2, 0.5)];
}

/** The requests for an image over the scan: one for each plane. Directions are turned from the detector to the scan as the calibration says. */
export function imageRequests(document: Document, image: ImageOf, calibration: Calibration | null = null): Request[] {
  const member = document.member;
  const turn = {
    ...(calibration?.rotation ? { rotation: calibration.rotation } : {}),
    ...(calibration?.flip ? { flip: true } : {}),
  };
  switch (image.of) {
    case 'detector': {
      const detector = find(document.detectors, image.a);
      return detector ? [{ type: 'image', detector: toText(detector.shape), member }] : [];
    }
    case 'mean':
    case 'difference':
    case 'ratio': {
      const [a, b] = [find(document.detectors, image.a), find(document.detectors, image.b)];
      return a && b ? [{ type: 'image', detector: toText(a.shape), with: toText(b.shape), as: image.of, member }] : [];
    }
    case 'overlay':
      return image.list
        .map(id => find(document.detectors, id))
        .filter(detector => detector !== undefined)
        .slice(0, mostOverlaid)
        .map(detector => ({ type: 'image', detector: toText(detector.shape), member }));
    case 'com': {
      const region = find(document.detectors, image.a);
      return [{ type: 'com', ...(region ? { detector: toText(region.shape) } : {}), ...turn, member }];
    }
    case 'dpc': {
      const detector = find(document.detectors, image.a);
      return detector ? [{ type: 'dpc', ring: ring(detector.shape), ...turn, member }] : [];
    }
    case 'result':
      return [{ type: 'result', name: image.name, member }];
    case 'map':
      return [{ type: 'map', name: image.name, member }];
  }
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

/** The request for the pattern of a selector. */
export function patternRequest(document: Document, selector: Selector | undefined, scanShape: readonly number[]): Request | null {
  if (document.patternResult) return { type: 'result', name: document.patternResult };
  if (!selector) return null;
  const { shape } = selector;
  if (shape.kind === 'point') {
    // A series has indices more, first; a line of frames one less, a single frame none.
    const place = [...outerPosition(scanShape, document.member), Math.round(shape.row), Math.round(shape.column)];
    return { type: 'frame', position: place.slice(place.length - scanShape.length) };
  }
  return { type: 'pattern', region: toText(shape), reduce: selector.reduce, member: document.member };
}

export function imageName(document: Document, image: ImageOf): string {
  const name = (id: string) => find(document.detectors, id)?.name ?? '?';
  switch (image.of) {
    case 'detector':
      return name(image.a);
    case 'mean':
      return `(${name(image.a)} + ${name(image.b)}) ∕ 2`;
    case 'difference':
      return `${name(image.a)} − ${name(image.b)}`;
    case 'ratio':
      return `${name(image.a)} ∕ ${name(image.b)}`;
    case 'overlay':
      return image.list.map(name).join(' + ');
    case 'com':
      return { wheel: 'CoM direction', magnitude: 'CoM magnitude', angle: 'CoM angle', x: 'CoM x', y: 'CoM y' }[image.part];
    case 'dpc':
      return `${name(image.a)} quadrants: ${image.part === 'wheel' ? 'direction' : image.part}`;
    case 'result':
      return image.name;
    case 'map':
      return { sum: 'Total', max: 'Maximum', std: 'Standard deviation' }[image.name];
  }
}
