// Frames before and after an operation, in words.

import { center } from '../geometry/shapes';
import { carriedPosition } from './carry';
import type { FramePane, Pane } from './document';
import { findLook } from './repertoire';
import { findSignal } from './results';
import type { Viewer } from './viewer';

/** The operation between the frames before and after: that of a preview, or of what is looked at; null: the data are looked at. */
export function operationBetween(viewer: Viewer): { of: string; operation: string; name: string } | null {
  const [info, now] = [viewer.root(), viewer.preview()];
  const call = now?.scan === info?.id && now?.frames ? now.call : findSignal(info, viewer.document.of);
  return call?.operation ? { of: call.of ?? '', operation: call.operation, name: call.name } : null;
}

/** Which frames of the selector a pane shows: one, or what those of a region become. */
export function frameTitle(viewer: Viewer, pane: Pane): string {
  const [selector, drawnOn, frames] = [viewer.activeSelector(), viewer.scan(), viewer.framesOf(pane)];
  if (!selector || !drawnOn || !frames) return '';
  const { shape } = selector;
  const isOne = shape.kind === 'point' || viewer.sourceOf(pane)?.call;
  if (isOne) return `frame ${carriedPosition(...center(shape), drawnOn, frames).join(', ')}`;
  const positions = viewer.shown()[pane]?.received[0]?.position;
  return `${findLook(selector.reduce)?.name ?? ''} of ${positions ?? '…'} frames`;
}

/** Whose frames a pane shows. */
export const framesName = (viewer: Viewer, pane: FramePane): string => {
  const at = viewer.framesAt(!viewer.showsBefore(pane));
  return at?.call?.name ?? at?.of ?? '';
};
