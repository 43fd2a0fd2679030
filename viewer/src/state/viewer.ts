// The page's state: the session as the server tells it, what the panes hold, and the document with its steps.

import { batch, createMemo, createRoot, createSignal } from 'solid-js';
import { createStore, reconcile, unwrap } from 'solid-js/store';
import type { Shape } from '../geometry/shapes';
import { isAway, serverAway } from '../protocol/ask';
import { Connection, type Request, type Status } from '../protocol/connection';
import type { Calibration, Job, ScanInfo, SessionState } from '../protocol/session';
import {
  type Detector,
  type Document,
  data,
  emptyDocument,
  firstDocument,
  keyOf,
  lookedAt,
  type Pane,
  parted,
  type Selector,
  viewOf,
} from './document';
import { fromFragment, type Linked } from './link';
import { createNotices } from './notices';
import { createPanes, type KeptCameras } from './panes';
import { covered, type Preview } from './preview';
import { readDocument, readLayout } from './reading';
import { showPictures } from './results';
import { createSources } from './sources';
import { createSteps } from './steps';
import { carryDrawn, renewed } from './tree';
import { createWaiting } from './waiting';

export interface Cursor {
  pane: Pane;
  row: number;
  column: number;
}

export function createViewer() {
  const [session, setSession] = createSignal<SessionState | null>(null);
  const [status, setStatus] = createSignal<Status>('connecting');
  const [jobs, setJobs] = createSignal<Job[]>([]);
  const { notify, ...notices } = createNotices();
  const [document, setDocument] = createStore<Document>(structuredClone(emptyDocument));
  const [cursor, setCursor] = createSignal<Cursor | null>(null);
  const [tool, setTool] = createSignal<{ pane: Pane; kind: string } | null>(null);
  /** A shape that is being drawn and is not part of the document yet. */
  const [draft, setDraft] = createSignal<{ pane: Pane; shape: Shape } | null>(null);
  /** What a call would give, shown before it is part of the tree; null: nothing. */
  const [preview, setPreview] = createSignal<Preview | null>(null);
  /** Whether the frames before the last operation are shown in place of those after it. */
  const [isBefore, setIsBefore] = createSignal(false);
  const { waiting, watch } = createWaiting();
  /** The document as it is seen: with a preview in place of what it covers. */
  const looked = createMemo((): Document => {
    const now = preview();
    return now && now.scan === root()?.id ? covered(document, now) : document;
  });
  const view = createPanes(
    { document, looked, framesOf: pane => sources.framesOf(pane), framesKey: pane => sources.framesKey(pane) },
    (label, edit) => steps.change(label, edit),
  );
  const steps = createSteps({
    document,
    setDocument,
    cameras: { kept: view.keptCameras, restore: view.restoreCameras },
    send,
    tell,
    openAgain,
    renewed: (request, left) => renewed(scanOf(String(request.scan)), request, left),
    notify,
  });
  let sentPatches = 0;
  let unsent: { key: string; changes: Record<string, unknown> } | null = null; // what was changed while the server was away
  let shown = { id: '', key: '' }; // the scan that the document belongs to
  const seen = new Map<string, KeptCameras>(); // of the other scans
  let linked: Linked | null = fromFragment(location.hash);
  let isLinkOpened = false;
  let again = ''; // the scan that is being opened again: the steps before are still good

  const address = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${location.pathname.replace(/[^/]*$/, '')}ws`;
  const connection = new Connection(address, {
    onStatus(next) {
      if (next !== 'open')
        sentPatches = 0; // a new connection counts anew
      else notices.withdraw(isAway); // what said so is true no longer
      setStatus(next);
    },
    onState: takeState,
    onJob(job) {
      setJobs(list => [...list.filter(other => other.id !== job.id), job].slice(-20));
      if (job.state === 'failed') notify(job.detail, true);
      if (isGrowing()) grow(job.state === 'running'); // more of it is there
    },
    onError: message => notify(message, true),
  });

  const isGrowing = () =>
    (session()?.scans ?? []).some(each => !each.isComplete || each.signals.some(signal => signal.state === 'computing'));

  // While more comes, what is there is shown anew some times a second: looking must not slow the reading down.
  let grownAt = 0;
  function grow(isRunning: boolean): void {
    if (isRunning && performance.now() - grownAt < 400) return;
    grownAt = performance.now();
    connection.refresh(isOfGrowing);
  }

  // Of scans that are being read everything, of others what is being computed; what arrives comes by itself.
  function isOfGrowing(request: Request): boolean {
    const of = scanOf(String(request.scan));
    return of === undefined || 'signal' in request || (!of.isComplete && !of.growth);
  }

  const scanOf = (id: string): ScanInfo | undefined => session()?.scans.find(each => each.id === id);
  /** The scan that is looked at. */
  const root = (): ScanInfo | undefined => scanOf(session()?.active ?? '');
  /** The same, with the frames that are looked at. */
  const scan = createMemo((): ScanInfo | undefined => {
    const of = root();
    return of && lookedAt(of, document.of);
  });

  const sources = createSources({ document, root, scan, scanOf, preview, isBefore });

  function takeState(state: SessionState): void {
    const active = state.scans.find(each => each.id === state.active);
    const key = active ? keyOf(active) : '';
    if (resend(active) && active) shown = { id: active.id, key };
    // One that was written before it heard of what was done here: what is shown is newer.
    const isOld = state.patches < sentPatches;
    if (isOld) connection.send({ type: 'state' });
    batch(() => {
      const isNew = active !== undefined && (active.id !== shown.id || key !== shown.key);
      const before = session();
      const wasReading = (scan: ScanInfo) => before?.scans.find(each => each.id === scan.id)?.isComplete === false;
      const completed = state.scans.filter(scan => scan.isComplete && wasReading(scan)).map(scan => scan.id);
      const isChanged = statesOf(before) !== statesOf(state);
      // What ran before this page came is shown where its user left it.
      const comesBack = before === null && active?.document.scan === key;
      const given =
        comesBack || !active
          ? undefined
          : newRun(
              before?.scans.find(each => each.id === active.id),
              active,
            );
      setSession(state);
      if (before === null && state.setAside)
        notify(`The session of before could not be read, and is not lost: it lies in ${state.setAside}.`, true);
      if (!active) {
        shown = { id: '', key: '' };
        view.resetPanes();
      } else if (isNew || (!isOld && !steps.isBusy())) {
        if (isNew) turnTo(active, key, state.scans);
        takeDocument(
          state,
          active,
          before?.scans.find(each => each.id === active.id),
        );
      }
      if (given) steps.change('results', d => showPictures(d, viewOf(d, 'navigator'), given));
      if (active && isNew) connection.refresh();
      else if (completed.length > 0) connection.refresh(request => completed.includes(String(request.scan)));
      else if (callsOf(before) !== callsOf(state)) connection.refresh(request => 'signal' in request || request.of !== data);
      else if (isChanged) connection.refresh(request => 'signal' in request);
    });
    if (linked && !isLinkOpened && active?.path !== linked.path) openLinked(linked);
    cleanAddress();
  }

  const statesOf = (state: SessionState | null) =>
    JSON.stringify(state?.scans.map(each => each.signals.map(({ name, state: how }) => [name, how])));
  // What signals are made of: others of the same name are other frames, and other results.
  const callsOf = (state: SessionState | null) =>
    JSON.stringify(
      state?.scans.map(each =>
        each.signals.map(({ name, of, operation, parameters, region }) => [name, of, operation, parameters, region]),
      ),
    );

  // Another scan is looked at, or the same one was opened in another way.
  function turnTo(active: ScanInfo, key: string, scans: readonly ScanInfo[]): void {
    steps.finish();
    if (shown.id !== '' && shown.id !== active.id) seen.set(shown.id, view.keptCameras());
    if (again === active.path) steps.rename(active.id);
    else if (shown.id === active.id) steps.forget(id => id === active.id);
    steps.forget(id => !scans.some(each => each.id === id));
    again = '';
    steps.use(active.id);
    shown = { id: active.id, key };
    view.resetPanes();
  }

  // What a program begins to run is what its user wants to see.
  const newRun = (before: ScanInfo | undefined, now: ScanInfo) =>
    now.signals.find(
      signal =>
        signal.operation === null && signal.results && !before?.signals.some(other => other.name === signal.name && other.results !== null),
    );

  function takeDocument(state: SessionState, info: ScanInfo, before?: ScanInfo): void {
    const isKnown = info.document.scan === keyOf(info);
    setDocument(reconcile(readDocument(info.document, info, readLayout(state.layout, state.scans))));
    if (isKnown && typeof info.document.of === 'string' && info.document.of !== document.of) leave(info.document.of, info, before);
    if (linked && linked.path === info.path && (linked.document.scan ?? keyOf(info)) === keyOf(info)) {
      if (linked.signals) tell({ type: 'signals', scan: info.id, signals: linked.signals, keepUnread: true });
      steps.patch(linked.document as Partial<Document>);
      if (linked.cameras) view.restoreCameras(linked.cameras);
      linked = null;
    } else if (!isKnown) send(parted(structuredClone(unwrap(document)) as unknown as Record<string, unknown>).document);
    const cameras = seen.get(info.id);
    if (cameras) view.restoreCameras(cameras);
    seen.delete(info.id);
  }

  // Frames that are gone are looked at no longer, also when some of that name come back; what was drawn on them stays where it was.
  function leave(gone: string, info: ScanInfo, before: ScanInfo | undefined): void {
    const next = structuredClone(unwrap(document)) as Document;
    if (before) carryDrawn(next, { before: lookedAt(before, gone), frames: lookedAt(info, next.of) });
    const { of, detectors, selectors, disk, member } = next;
    steps.patch({ of, detectors, selectors, disk, member });
  }

  // Token and link have done their work; left in the address, a reload would open the link again, and a look over the shoulder sees the token.
  function cleanAddress(): void {
    if (linked === null && (location.hash !== '' || location.search !== '')) globalThis.history.replaceState(null, '', location.pathname);
  }

  // What was done while the server was away goes to it once its scan is there again; true: it does.
  function resend(active: ScanInfo | undefined): boolean {
    if (!unsent || !active) return false;
    const { key, changes } = unsent;
    unsent = null;
    const isSame = keyOf(active) === key;
    if (isSame) {
      shown = { id: active.id, key };
      // A server that has forgotten how the scan is looked at is told all of it.
      send(active.document.scan === key ? changes : (structuredClone(unwrap(document)) as unknown as Record<string, unknown>));
    } else notify('What was changed while the server was away belongs to another scan, and is lost.', true);
    return isSame;
  }

  /** Opens a scan, and looks at it as it says. */
  function openLinked(to: Linked): void {
    linked = to;
    isLinkOpened = true;
    const open = session()?.scans.find(each => each.path === to.path && (to.document.scan ?? keyOf(each)) === keyOf(each));
    if (open) show(open.id);
    else tell({ type: 'open', ...(to.request ?? { path: to.path }) });
  }

  /** Looks at another of the scans that are open. */
  function show(id: string): void {
    tell(id === shown.id ? { type: 'state' } : { type: 'show', scan: id });
  }

  function openAgain(request: Request, looks: Record<string, unknown>): boolean {
    if (!tell(request)) return false;
    again = String(request.path);
    if (Object.keys(looks).length > 0) linked = { path: again, document: looks };
    return true;
  }

  /** Opens the scan that is open in another way; a step that can be taken back. */
  function reopen(label: string, changes: Record<string, unknown>): void {
    const info = root();
    if (!info) return;
    const back = { type: 'open', ...info.request };
    steps.ask(label, { ...back, ...changes }, back);
  }

  function calibrate(calibration: Calibration): void {
    const request = { type: 'calibrate', scan: shown.id };
    steps.ask('calibration', { ...request, calibration }, { ...request, calibration: root()?.calibration ?? {} });
  }

  function send(changes: Record<string, unknown>): void {
    if (!connection.isOpen()) {
      if (shown.id !== '') unsent = { key: shown.key, changes: { ...unsent?.changes, ...changes } };
      return;
    }
    const { document: own, layout } = parted(changes);
    const isEmpty = (part: Record<string, unknown>) => Object.keys(part).length === 0;
    sentPatches++;
    connection.send({
      type: 'patch',
      ...(isEmpty(own) ? {} : { scan: shown.id, document: own }),
      ...(isEmpty(layout) ? {} : { layout }),
    });
  }

  /** Asks the server to do something; says so where it cannot. */
  function tell(request: Request): boolean {
    if (connection.isOpen()) connection.send(request);
    else notify(`${serverAway.slice(0, -1)}: try again when it is back.`, true);
    return connection.isOpen();
  }

  /** The member of a series that both panes show; −1: they wait. */
  function shownMember(): number {
    return view.shown().pattern && connection.isSettled() ? document.member : -1;
  }

  const activeDetector = (): Detector | undefined => document.detectors.find(detector => detector.id === document.activeDetector);
  const activeSelector = (): Selector | undefined => document.selectors.find(selector => selector.id === document.activeSelector);

  function reset(): void {
    const info = root();
    if (!info) return;
    steps.change('start again', d => Object.assign(d, parted(firstDocument(info) as unknown as Record<string, unknown>).document));
    view.refitContrast();
  }

  return {
    ...view,
    ...steps,
    connection,
    session,
    status,
    jobs,
    ...notices,
    notify,
    root,
    scan,
    scanOf,
    ...sources,
    looked,
    preview,
    setPreview,
    isBefore,
    setIsBefore,
    show,
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
