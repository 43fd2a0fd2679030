// The page's state: the session as the server tells it, what the panes hold, and the document with its gestures.

import { batch, createRoot, createSignal } from 'solid-js';
import { createStore, produce, reconcile, unwrap } from 'solid-js/store';
import type { Camera } from '../geometry/camera';
import { Connection, type Status } from '../protocol/connection';
import type { Job, ScanInfo, SessionState } from '../protocol/session';
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
import { difference, History, type Step } from './history';
import { fromFragment, type Linked } from './link';
import { createPanes, type KeptCameras } from './panes';

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
  const view = createPanes(document, change);
  const [cursor, setCursor] = createSignal<Cursor | null>(null);
  const [tool, setTool] = createSignal<{ pane: Pane; kind: string } | null>(null);
  let sentPatches = 0;
  const history = new History();
  const [historyVersion, setHistoryVersion] = createSignal(0);
  let gesture: { label: string; before: Document; cameras: KeptCameras } | null = null;
  let noticeNumber = 0;
  let shownScan = '';
  let linked = fromFragment(location.hash);
  let isLinkOpened = false;

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
    // One that was written before it heard of what was done here: what is shown is newer.
    const isOld = state.patches < sentPatches;
    if (isOld) connection.send({ type: 'state' });
    batch(() => {
      const isNew = state.scan !== undefined && keyOf(state.scan) !== shownScan;
      const wasComplete = session()?.scan?.isComplete;
      const hasNewResults = (state.results?.length ?? 0) > 0 && JSON.stringify(state.results) !== JSON.stringify(session()?.results ?? []);
      setSession(state);
      if (!state.scan) {
        shownScan = '';
        view.resetPanes();
      } else if ((gesture === null && !isOld) || isNew) {
        if (isNew) {
          shownScan = keyOf(state.scan);
          history.clear();
          setHistoryVersion(v => v + 1);
          view.resetPanes();
        }
        const isKnown = state.document.scan === keyOf(state.scan);
        setDocument(
          reconcile(
            readDocument(
              state.document,
              state.scan,
              state.results?.map(result => result.name),
            ),
          ),
        );
        if (linked && linked.path === state.scan.path) {
          patch(linked.document as Partial<Document>);
          if (linked.cameras) view.restoreCameras(linked.cameras);
          linked = null;
        } else if (!isKnown) send(structuredClone(unwrap(document)) as unknown as Record<string, unknown>);
      }
      if (state.scan && hasNewResults) showResults(state);
      if (state.scan && (isNew || (wasComplete === false && state.scan.isComplete))) connection.refresh();
    });
    if (linked && !isLinkOpened && state.scan?.path !== linked.path) openLinked(linked);
  }

  /** Opens a scan, and looks at it as it says. */
  function openLinked(to: Linked): void {
    linked = to;
    isLinkOpened = true;
    connection.send({ type: 'open', ...(to.request ?? { path: to.path }) });
  }

  // An analysis begins to give results: they are what its user wants to see.
  function showResults(state: SessionState): void {
    const [image, pattern] = (['scan', 'detector'] as const).map(kind => state.results?.find(result => result.kind === kind)?.name);
    change('results', d => {
      if (image) viewOf(d, 'navigator').image = { of: 'result', name: image };
      if (pattern) d.patternResult = pattern;
    });
  }

  function send(changes: Record<string, unknown>): void {
    if (connection.isOpen()) sentPatches++;
    connection.send({ type: 'patch', document: changes });
  }

  function notify(text: string, isError = false): void {
    const id = ++noticeNumber;
    setNotices(list => [...list.filter(notice => notice.text !== text), { id, text, isError }].slice(-4));
    setTimeout(() => setNotices(list => list.filter(notice => notice.id !== id)), isError ? 12000 : 3500);
  }

  // A gesture: everything between begin and end is one step to undo, and one message to the others.
  function begin(label: string): void {
    gesture ??= { label, before: structuredClone(unwrap(document)), cameras: view.keptCameras() };
  }

  function end(): void {
    if (!gesture) return;
    const changes = difference(
      gesture.before as unknown as Record<string, unknown>,
      structuredClone(unwrap(document)) as unknown as Record<string, unknown>,
    );
    const looks = { before: gesture.cameras, after: view.keptCameras() };
    const isSame = JSON.stringify(looks.before) === JSON.stringify(looks.after);
    if (changes) history.push({ label: gesture.label, ...changes, ...(isSame ? {} : { looks }) });
    else if (!isSame) history.look(gesture.label, looks, performance.now());
    if (changes || !isSame) setHistoryVersion(v => v + 1);
    if (changes) send(changes.after);
    gesture = null;
  }

  /** Shows another part of an image, as a step to undo. */
  function look(label: string, action: () => void): void {
    const isOwn = gesture === null;
    if (isOwn) begin(label);
    action();
    if (isOwn) end();
  }

  /** Changes the document in one step. */
  function change(label: string, edit: (document: Document) => void): void {
    const isOwn = gesture === null;
    if (isOwn) begin(label);
    batch(() => setDocument(produce(edit)));
    if (isOwn) end();
  }

  function patch(members: Partial<Document>): void {
    batch(() => {
      for (const [name, value] of Object.entries(members)) setDocument(name as keyof Document, reconcile(structuredClone(value)) as never);
    });
    send(members as Record<string, unknown>);
  }

  function apply(step: Step | null): void {
    setHistoryVersion(v => v + 1);
    if (step && Object.keys(step.patch).length > 0) patch(step.patch as Partial<Document>);
    if (step?.cameras) view.restoreCameras(step.cameras);
  }

  function undo(): void {
    const step = history.undo();
    apply(step);
    notify(step ? `Undone: ${step.label}` : 'Nothing to undo');
  }

  function redo(): void {
    const step = history.redo();
    apply(step);
    notify(step ? `Redone: ${step.label}` : 'Nothing to redo');
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
    if (info) change('start again', d => Object.assign(d, firstDocument(info)));
  }

  return {
    ...view,
    setCamera: (pane: Pane, camera: Camera) => look('zoom', () => view.setCamera(pane, camera)),
    fitImage: (pane: Pane) => look('whole image', () => view.fitImage(pane)),
    connection,
    session,
    status,
    jobs,
    notices,
    dispose,
    notify,
    scan,
    openLinked,
    document,
    change,
    begin,
    end,
    undo,
    redo,
    history,
    historyVersion,
    patch,
    reset,
    cursor,
    setCursor,
    tool,
    setTool,
    shownMember,
    activeDetector,
    activeSelector,
  };
}

export type Viewer = ReturnType<typeof createViewer>;
export const viewer = createRoot(createViewer);
