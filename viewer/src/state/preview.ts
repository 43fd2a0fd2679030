// What an operation would give, looked at while its parameters are typed: the newest alone, and never part of the document.

import { post, Refusal, said } from '../protocol/ask';
import type { FramesInfo, ResultInfo, ScanInfo, SignalCall } from '../protocol/session';
import { type Document, type ScanPane, viewOf } from './document';
import { isResult, type ResultOf } from './pictures';
import { findSignal, firstPictures } from './results';
import type { Viewer } from './viewer';

type Declared = Pick<Preview, 'frames' | 'results'>;
type Call = Required<Pick<SignalCall, 'name' | 'of' | 'operation' | 'parameters'>> & SignalCall;

export interface Preview {
  readonly scan: string;
  readonly call: Call;
  /** What it makes: frames, or results. */
  readonly frames: FramesInfo | null;
  readonly results: ResultInfo[] | null;
  /** The panes that show it; those that show the signal already do so all the same. */
  readonly pane: ScanPane | null;
  readonly image: ResultOf | null;
  readonly pattern: ResultOf | null;
}

/** What is wrong with a call. */
export interface Problem {
  /** Empty: with none of them alone. */
  readonly parameter: string;
  readonly text: string;
}

/** The document with a preview in place of what it covers. */
export function covered(document: Document, { pane, image, pattern, frames }: Preview): Document {
  if (frames) return { ...document, pattern: null };
  const shown = <T extends Document['images'][number]>(view: T): T => (image && view.pane === pane ? { ...view, image } : view);
  return { ...document, images: document.images.map(shown), cells: document.cells.map(shown), pattern: pattern ?? document.pattern };
}

// Where results are shown that nobody has looked at: in the pane with the focus, and in place of the pattern.
function previewOf(viewer: Viewer, scan: ScanInfo, call: Call, { frames, results }: Declared): Preview {
  const { document } = viewer;
  const own = { scan: scan.id, call, frames, results, pane: null, image: null, pattern: null };
  const isShown = [...document.images.map(view => view.image), document.pattern].some(
    picture =>
      picture !== null && isResult(picture) && picture.signal === call.name && results?.some(({ name }) => name === picture.result),
  );
  if (!results || (isShown && findSignal(scan, call.name))) return own;
  const { image, pattern } = firstPictures({ name: call.name, operation: call.operation, results });
  return { ...own, pane: viewer.activeImage(), image, pattern };
}

let asking = new AbortController();

/** Looks at what a call would give; what is wrong with it is answered, and nothing is looked at then. Undefined: another call came. */
export async function look(viewer: Viewer, scan: ScanInfo, call: Call): Promise<Problem | null | undefined> {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  const { name: _, ...made } = call;
  try {
    const declared = await post<Declared>('api/declare', { scan: scan.id, ...made }, signal);
    if (signal.aborted) return undefined;
    viewer.setPreview(previewOf(viewer, scan, call, declared));
    return null;
  } catch (error) {
    if (signal.aborted) return undefined;
    viewer.setPreview(null);
    const text = said(error);
    // Sentences about the data begin with the parameter that does not suit them.
    const named = error instanceof Refusal && error.parameter;
    return { parameter: named || (/^--([\w-]+)/.exec(text)?.[1] ?? ''), text: text.replace(/^--\S+: /, '') };
  }
}

/** Goes back to what was looked at. */
export function lookAway(viewer: Viewer): void {
  asking.abort();
  viewer.setPreview(null);
}

/** Whether a pane shows what is no part of the tree. */
export function isPreviewed(viewer: Viewer, pane: string): boolean {
  const now = viewer.preview();
  if (!now || now.scan !== viewer.root()?.id) return false;
  if (now.frames) return pane === 'pattern' && !viewer.isBefore();
  const { looked } = viewer;
  const picture = pane === 'pattern' ? looked().pattern : pane === 'before' ? null : viewOf(looked(), pane as ScanPane).image;
  return picture !== null && isResult(picture) && picture.signal === now.call.name;
}
