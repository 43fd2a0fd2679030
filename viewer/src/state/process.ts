// Frames before and after an operation, in words.

import { center } from '../geometry/shapes';
import { carriedPosition } from './carry';
import { type Pane, seriesLength } from './document';
import { findLook } from './repertoire';
import type { Source } from './requests';
import { findSignal } from './results';
import { framesIn } from './tree';
import type { Viewer } from './viewer';

/** The operation between the frames before and after: that of a preview, or of what is looked at; null: the data are looked at. */
export function operationBetween(viewer: Viewer): { of: string; operation: string; name: string } | null {
  const [info, now] = [viewer.root(), viewer.preview()];
  const call = now?.scan === info?.id && now?.frames ? now.call : findSignal(info, viewer.document.of);
  return call?.operation ? { of: call.of ?? '', operation: call.operation, name: call.name } : null;
}

/** Which frames a pane shows: that of the selector, or what those of its region become, and whose they are. */
export function frameTitle(viewer: Viewer, pane: Pane): string {
  const [source, place] = [viewer.sourceOf(pane), placeOf(viewer, pane)];
  if (!source) return place;
  const owner = ownerOf(viewer, source);
  const length = seriesLength(source.frames);
  const text = place && owner ? `${place} of ${owner}` : place || owner;
  return `${text}${length > 1 ? `, ${source.member + 1} ∕ ${length}` : ''}`;
}

// Whose frames they are, where there are several; empty: there is nothing to tell apart.
function ownerOf(viewer: Viewer, { of, call, scan: id }: Source): string {
  const scan = viewer.scanOf(id);
  const isDerived = viewer.document.tab === 'process' || call !== null || (scan && framesIn(scan).length > 1);
  const isCompared = viewer.document.tab === 'compare' && (viewer.session()?.scans.length ?? 0) > 1;
  const owners = [isDerived ? (call?.name ?? of) : '', isCompared ? (scan?.name ?? '') : ''];
  return owners.filter(text => text !== '').join(' of ');
}

function placeOf(viewer: Viewer, pane: Pane): string {
  const [selector, drawnOn, frames] = [viewer.activeSelector(), viewer.scan(), viewer.framesOf(pane)];
  if (!selector || !drawnOn || !frames) return '';
  const { shape } = selector;
  const isOne = shape.kind === 'point' || viewer.sourceOf(pane)?.call;
  if (isOne) {
    if (frames.scanShape.every(length => length === 1)) return '';
    const [row, column] = carriedPosition(...center(shape), drawnOn, frames);
    return `frame ${frames.scanShape.length > 1 ? `${row}, ${column}` : column}`;
  }
  const positions = viewer.shown()[pane]?.received[0]?.position;
  return `${findLook(selector.reduce)?.name ?? ''} of ${positions ?? '…'} frames`;
}
