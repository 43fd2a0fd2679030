// What is seen, as a command line, a program or a pipeline: the server writes them.

import { post } from '../protocol/ask';
import { isFramePane, type Pane, viewOf } from './document';
import { imageRequests, patternRequest } from './requests';
import type { Viewer } from './viewer';

export interface Script {
  readonly command: string | null;
  readonly program: string | null;
  readonly pipeline: Readonly<Record<string, unknown>> | null;
  /** Why there is no command line; null: there is one. */
  readonly why: string | null;
}

/** What is asked of the server for a pane, without the view that it is for. */
export function requestsOf(viewer: Viewer, pane: Pane): Record<string, unknown>[] {
  const source = viewer.sourceOf(pane);
  if (!source) return [];
  const { looked } = viewer;
  const what = viewer.showsBefore(pane) ? { pattern: null } : looked();
  const requests = isFramePane(pane)
    ? [patternRequest(what, viewer.activeSelector(), source)].filter(request => request !== null)
    : imageRequests(viewer.document, viewOf(looked(), pane).image, source);
  return requests.map(({ type: _, ...request }) => request);
}

/** What the server says about the picture of a pane: of an overlay, about each of its images. */
export const scriptsOf = (viewer: Viewer, pane: Pane): Promise<Script[]> =>
  Promise.all(requestsOf(viewer, pane).map(request => post<Script>('api/describe', request)));

/** What computes a result of the tree. */
export const scriptOf = (scan: string, signal: string): Promise<Script> => post<Script>('api/describe', { scan, signal });
