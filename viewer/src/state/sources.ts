// Where what the panes show comes from: which frames of which scan, and which member of a series.

import type { ScanInfo, SignalCall } from '../protocol/session';
import { type Document, data, isCell, isFramePane, lookedAt, type Pane, seriesLength, viewOf, withFrames } from './document';
import type { Preview } from './preview';
import type { Source } from './requests';
import { findSignal } from './results';

interface Surroundings {
  document: Document;
  root(): ScanInfo | undefined;
  /** The same, with the frames that are looked at. */
  scan(): ScanInfo | undefined;
  scanOf(id: string): ScanInfo | undefined;
  preview(): Preview | null;
  isBefore(): boolean;
}

/** Frames by name, or what a call makes of them. */
export interface FramesAt {
  readonly of: string;
  readonly call: SignalCall | null;
  readonly frames: ScanInfo;
}

export function createSources({ document, root, scan, scanOf, preview, isBefore }: Surroundings) {
  /** The frames before and after an operation: those that are looked at, and what they are made from; null: they are the data. */
  function framesAt(isAfter: boolean): FramesAt | null {
    const info = root();
    if (!info) return null;
    const now = preview();
    const made = now?.scan === info.id && now.frames ? now : null;
    if (made && isAfter) return { of: made.call.of, call: made.call, frames: withFrames(info, made.frames) };
    const of = isAfter ? document.of : made ? made.call.of : info.signals.find(signal => signal.name === document.of)?.of;
    return of === undefined ? null : { of, call: null, frames: lookedAt(info, of) };
  }

  /** Whether a pane shows frames as they were before the last operation. */
  const showsBefore = (pane: Pane) => pane === 'before' || (pane === 'pattern' && isBefore() && framesAt(false) !== null);

  /** The frames behind a pane. */
  function framesOf(pane: Pane): ScanInfo | undefined {
    if (isFramePane(pane)) return framesAt(!showsBefore(pane))?.frames;
    const info = isCell(pane) ? scanOf(document.cells.find(view => view.pane === pane)?.scan ?? '') : root();
    return info && lookedAt(info, viewOf(document, pane).of ?? document.of);
  }

  /** Tells the frames of a pane from others, those before an operation in place of those after it excepted: they are compared. */
  function framesKey(pane: Pane): string {
    const at = isFramePane(pane) ? framesAt(pane === 'pattern') : null;
    return at ? `${at.of} ${at.call ? JSON.stringify(at.call) : ''}` : '';
  }

  /** Where what a pane shows comes from. */
  function sourceOf(pane: Pane): Source | null {
    const [frames, drawnOn] = [framesOf(pane), scan()];
    if (!frames || !drawnOn) return null;
    const at = isFramePane(pane) ? framesAt(!showsBefore(pane)) : null;
    const now = preview();
    return {
      scan: frames.id,
      of: at?.of ?? viewOf(document, pane).of ?? document.of,
      call: at?.call ?? null,
      asked: now?.results && now.scan === frames.id ? now.call : null,
      member: memberOf(frames),
      calibration: frames.calibration,
      frames,
      drawnOn: frames.id === drawnOn.id ? drawnOn : frames,
      madeOf: name => {
        const info = scanOf(frames.id) ?? frames;
        return lookedAt(info, findSignal(info, name)?.of ?? data);
      },
    };
  }

  /** The member of a series that a pane shows: the one that is looked at, or of another series the one that is looked at there. */
  function memberOf(frames: ScanInfo): number {
    const active = scan();
    const length = seriesLength(frames);
    const isOwn = frames.id === active?.id || (document.cellLinks.member && active && seriesLength(active) === length);
    const member = isOwn ? document.member : Number(frames.document.member ?? 0);
    return Math.min(Number.isInteger(member) ? Math.max(member, 0) : 0, length - 1);
  }

  return { framesAt, showsBefore, framesOf, framesKey, sourceOf, memberOf };
}
