// The page's state: the session as the server tells it, what the panes hold, and the document with its steps.

import { batch, createRoot, createSignal } from 'solid-js';
import { createStore, reconcile, unwrap } from 'solid-js/store';
import type { Shape } from '../geometry/shapes';
import { Connection, type Request, type Status } from '../protocol/connection';
import type { Calibration, Job, ScanInfo, SessionState } from '../protocol/session';
import {
  type Detector,
  type Document,
  emptyDocument,
  firstDocument,
  keyOf,
  type Pane,
  readDocument,
  type Selector,
  viewOf,
} from './document';
import { fromFragment, type Linked } from './link';
import { createPanes } from './panes';
import { createSteps } from './steps';
import { createWaiting } from './waiting';

export interface Notice {
  readonly id: number;
  readonly text: string;
  readonly isError: boolean;
}

export interface Cursor {
  pane: Pane;
  row: number;
  column: number;
}

export function createViewer() {
  const [session, setSession] = createSignal<SessionState | null>(null);
  const [status, setStatus] = createSignal<Status>('connecting');
  const [jobs, setJobs] = createSignal<Job[]>([]);
  const [notices, setNotices] = createSignal<Notice[]>([]);
  const [document, setDocument] = createStore<Document>(structuredClone(emptyDocument));
  const [cursor, setCursor] = createSignal<Cursor | null>(null);
  const [tool, setTool] = createSignal<{ pane: Pane; kind: string } | null>(null);
  /** A shape that is being drawn and is not part of the document yet. */
  const [draft, setDraft] = createSignal<{ pane: Pane; shape: Shape } | null>(null);
  const { waiting, watch } = createWaiting();
  const view = createPanes(document, (label, edit) => steps.change(label, edit));
  const steps = createSteps({
    document,
    setDocument,
    cameras: { kept: view.keptCameras, restore: view.restoreCameras },
    send,
    tell,
    openAgain,
    notify,
  });
  let sentPatches = 0;
  let unsent: { scan: string; changes: Record<string, unknown> } | null = null; // what was changed while the server was away
  let noticeNumber = 0;
  let shownScan = '';
  let linked: Linked | null = fromFragment(location.hash);
  let isLinkOpened = false;
  let again = ''; // the scan that is being opened again: the steps before are still good

  const address = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${location.pathname.replace(/[^/]*$/, '')}ws`;
  const connection = new Connection(address, {
    onStatus(next) {
      if (next !== 'open') sentPatches = 0; // a new connection counts anew
      setStatus(next);
    },
    onState: takeState,
    onJob(job) {
      setJobs(list => [...list.filter(other => other.id !== job.id), job].slice(-20));
      if (job.state === 'failed') notify(job.detail, true);
      if ((job.state === 'running' && scan()?.isComplete === false) || (session()?.results?.length ?? 0) > 0) grow(job.state === 'running'); // more of it is there
    },
    onError: message => notify(message, true),
  });

  // While more comes, what is there is shown anew some times a second: looking must not slow the reading down.
  let grownAt = 0;
  function grow(isRunning: boolean): void {
    if (isRunning && performance.now() - grownAt < 400) return;
    grownAt = performance.now();
    connection.refresh();
  }

  const scan = (): ScanInfo | undefined => session()?.scan;

  function takeState(state: SessionState): void {
    const isBack = resend(state);
    if (isBack && state.scan) shownScan = keyOf(state.scan);
    // One that was written before it heard of what was done here: what is shown is newer.
    const isOld = state.patches < sentPatches;
    if (isOld) connection.send({ type: 'state' });
    batch(() => {
      const isNew = state.scan !== undefined && keyOf(state.scan) !== shownScan;
      const wasComplete = session()?.scan?.isComplete;
      const hasNewResults = (state.results?.length ?? 0) > 0 && JSON.stringify(state.results) !== JSON.stringify(session()?.results ?? []);
      // What ran before this page came is shown where its user left it.
      const comesBack = session() === null && state.scan !== undefined && state.document.scan === keyOf(state.scan);
      setSession(state);
      if (!state.scan) {
        shownScan = '';
        view.resetPanes();
      } else if (isNew || (!isOld && !steps.isBusy())) {
        if (isNew) {
          shownScan = keyOf(state.scan);
          steps.finish();
          if (again !== state.scan.path) steps.forget();
          again = '';
          view.resetPanes();
        }
        takeDocument(state, state.scan);
      }
      if (state.scan && hasNewResults && !comesBack) showResults(state);
      if (state.scan && (isNew || (wasComplete === false && state.scan.isComplete))) connection.refresh();
    });
    if (linked && !isLinkOpened && state.scan?.path !== linked.path) openLinked(linked);
    cleanAddress();
  }

  function takeDocument(state: SessionState, info: ScanInfo): void {
    const isKnown = state.document.scan === keyOf(info);
    const results = state.results?.map(result => result.name);
    setDocument(reconcile(readDocument(state.document, info, results)));
    if (linked && linked.path === info.path && (linked.document.scan ?? keyOf(info)) === keyOf(info)) {
      steps.patch(linked.document as Partial<Document>);
      if (linked.cameras) view.restoreCameras(linked.cameras);
      linked = null;
    } else if (!isKnown) send(structuredClone(unwrap(document)) as unknown as Record<string, unknown>);
  }

  // Token and link have done their work; left in the address, a reload would open the link again, and a look over the shoulder sees the token.
  function cleanAddress(): void {
    if (linked === null && (location.hash !== '' || location.search !== '')) globalThis.history.replaceState(null, '', location.pathname);
  }

  // What was done while the server was away goes to it once its scan is there again; true: it does.
  function resend(state: SessionState): boolean {
    if (!unsent || !state.scan) return false;
    const { scan: key, changes } = unsent;
    unsent = null;
    const isSame = keyOf(state.scan) === key;
    if (isSame) send(changes);
    else notify('What was changed while the server was away belongs to another scan, and is lost.', true);
    return isSame;
  }

  /** Opens a scan, and looks at it as it says. */
  function openLinked(to: Linked): void {
    linked = to;
    isLinkOpened = true;
    tell({ type: 'open', ...(to.request ?? { path: to.path }) });
  }

  function openAgain(request: Request, looks: Record<string, unknown>): boolean {
    if (!tell(request)) return false;
    again = String(request.path);
    if (Object.keys(looks).length > 0) linked = { path: again, document: looks };
    return true;
  }

  /** Opens the scan that is open in another way; a step that can be taken back. */
  function reopen(label: string, changes: Record<string, unknown>): void {
    const info = scan();
    if (!info) return;
    const back = { type: 'open', ...info.request };
    steps.ask(label, { ...back, ...changes }, back);
  }

  function calibrate(calibration: Calibration): void {
    steps.ask('calibration', { type: 'calibrate', calibration }, { type: 'calibrate', calibration: scan()?.calibration ?? {} });
  }

  // An analysis begins to give results: they are what its user wants to see.
  function showResults(state: SessionState): void {
    const [image, pattern] = (['scan', 'detector'] as const).map(kind => state.results?.find(result => result.kind === kind)?.name);
    steps.change('results', d => {
      if (image) viewOf(d, 'navigator').image = { of: 'result', name: image };
      if (pattern) d.patternResult = pattern;
    });
  }

  function send(changes: Record<string, unknown>): void {
    if (connection.isOpen()) {
      sentPatches++;
      connection.send({ type: 'patch', document: changes });
    } else if (shownScan !== '') unsent = { scan: shownScan, changes: { ...unsent?.changes, ...changes } };
  }

  /** Asks the server to do something; says so where it cannot. */
  function tell(request: Request): boolean {
    if (connection.isOpen()) connection.send(request);
    else notify('The server does not answer: try again when it is back.', true);
    return connection.isOpen();
  }

  function notify(text: string, isError = false): void {
    const id = ++noticeNumber;
    setNotices(list => [...list.filter(notice => notice.text !== text), { id, text, isError }].slice(-4));
    setTimeout(() => setNotices(list => list.filter(notice => notice.id !== id)), isError ? 12000 : 3500);
  }

  /** The member of a series that both panes show; −1: they wait. */
  function shownMember(): number {
    return view.shown().navigator && connection.isSettled() ? document.member : -1;
  }

  const activeDetector = (): Detector | undefined => document.detectors.find(detector => detector.id === document.activeDetector);
  const activeSelector = (): Selector | undefined => document.selectors.find(selector => selector.id === document.activeSelector);

  function dispose(id: number): void {
    setNotices(list => list.filter(notice => notice.id !== id));
  }

  function reset(): void {
    const info = scan();
    if (!info) return;
    steps.change('start again', d => Object.assign(d, firstDocument(info)));
    view.refitContrast();
  }

  return {
    ...view,
    ...steps,
    connection,
    session,
    status,
    jobs,
    notices,
    dispose,
    notify,
    scan,
    openLinked,
    reopen,
    calibrate,
    tell,
    document,
    reset,
    cursor,
    setCursor,
    tool,
    setTool,
    draft,
    setDraft,
    waiting,
    watch,
    shownMember,
    activeDetector,
    activeSelector,
  };
}

export type Viewer = ReturnType<typeof createViewer>;
export const viewer = createRoot(createViewer);
