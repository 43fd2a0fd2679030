// What a pane may show: a look, which follows what is drawn, a result of the tree, or the frame of the selector.

import { detectorLook, findLook, looksOver, partOf, type Show } from './repertoire';

/** A picture that follows what is drawn. */
export interface LookOf {
  look: string;
  part: string;
  detectors: string[];
}

/** A result of the tree. */
export interface ResultOf {
  signal: string;
  result: string;
  /** Null: the only one, or both of a field. */
  component: number | null;
  /** Of an array of images, which of them, and how many rows each has; absent: it is none. */
  slice?: { at: number; rows: number };
  show: Show;
  /** Of a result with rows for each position, those at the place of the selector, as a table; absent: their numbers, as an image. */
  rows?: true;
  /** Absent: over the scan, or over neither. */
  over?: 'detector';
}

/** The pattern of the selector, of the frames that the pane looks at. */
export interface FrameOf {
  frame: true;
}

export type ImageOf = LookOf | ResultOf | FrameOf;

export const isLook = (image: ImageOf): image is LookOf => 'look' in image;
export const isResult = (image: ImageOf): image is ResultOf => 'signal' in image;
export const isFrame = (image: ImageOf): image is FrameOf => 'frame' in image;
export const areRows = (image: ImageOf) => isResult(image) && image.rows === true;
export const isOverDetector = (image: ImageOf) => isFrame(image) || (isResult(image) && image.over === 'detector');

/** How the values of an image become a picture. */
export function showOf(image: ImageOf): Show {
  if (isFrame(image)) return 'image';
  if (isResult(image)) return image.show;
  const look = findLook(image.look);
  return look ? partOf(look, image.part).show : 'image';
}

/** The image of a detector. */
export function imageOfDetector(id: string): LookOf {
  const look = detectorLook();
  return { look: look.id, part: look.parts[0]?.name ?? '', detectors: [id] };
}

/** Whether an image follows a detector. */
export const takes = (image: ImageOf, id: string) => isLook(image) && image.detectors.includes(id);

/** Whether it is the image of one detector, and of which; null: it is not. */
export const detectorOf = (image: ImageOf): string | null =>
  isLook(image) && image.look === detectorLook().id ? (image.detectors[0] ?? null) : null;

/** An image that takes no detector, where there is one. */
export function imageOfNone(): LookOf {
  const look = looksOver('scan').find(other => other.detectors[1] === 0) ?? detectorLook();
  return { look: look.id, part: look.parts[0]?.name ?? '', detectors: [] };
}
