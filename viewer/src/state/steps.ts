// What is done to the document, step by step: gestures, what plays, what only the server can do, and the way back.

import { batch, createSignal } from 'solid-js';
import { produce, reconcile, type SetStoreFunction, unwrap } from 'solid-js/store';
import type { Request } from '../protocol/connection';
import type { Document } from './document';
import { difference, History, type Step } from './history';
import type { KeptCameras } from './panes';

interface Surroundings {
  document: Document;
  setDocument: SetStoreFunction<Document>;
  cameras: { kept(): KeptCameras; restore(kept: KeptCameras): void };
  /** Tells the others what has changed. */
  send(changes: Record<string, unknown>): void;
  /** Asks the server to do something; false: it is away. */
  tell(request: Request): boolean;
  /** Opens a scan again, to look at it as before; false: the server is away. */
  openAgain(request: Request, document: Record<string, unknown>): boolean;
  /** A request for what another one left, made for what there is now: others may have done more meanwhile. */
  renewed(request: Request, left: Request): Request;
  notify(text: string, isError?: boolean): void;
}

type Members = Record<string, unknown>;

export function createSteps({ document, setDocument, cameras, send, tell, openAgain, renewed, notify }: Surroundings) {
  // One for each scan: what was done to one is not taken back in another.
  const histories = new Map<string, History>();
  const [scanId, setScanId] = createSignal('');
  const historyOf = (id: string) => {
    const known = histories.get(id) ?? new History();
    histories.set(id, known);
    return known;
  };
  const history = () => historyOf(scanId());
  const [historyVersion, setHistoryVersion] = createSignal(0);
  let gesture: { label: string; before: Document; cameras: KeptCameras; stop: () => void } | null = null;
  const [isGesturing, setIsGesturing] = createSignal(false);
  let playedFrom: number | null = null;
  let missedState = false;

  const members = (of: Document): Members => {
    const copy = structuredClone(unwrap(of)) as unknown as Members;
    if (playedFrom !== null) delete copy.member; // what plays is a step of its own
    return copy;
  };

  function push(entry: Parameters<History['push']>[0]): void {
    history().push(entry);
    setHistoryVersion(v => v + 1);
  }

  function catchUp(): void {
    if (missedState) tell({ type: 'state' });
    missedState = false;
  }

  /** Begins a gesture: everything until its end is one step to undo, and one message to the others. When something else ends it (Escape, the window that is left), stop is called. */
  function begin(label: string, stop?: () => void): void {
    if (gesture) return;
    gesture = { label, before: structuredClone(unwrap(document)), cameras: cameras.kept(), stop: stop ?? (() => undefined) };
    if (stop) setIsGesturing(true);
  }

  function end(): void {
    if (!gesture) return;
    const changes = difference(members(gesture.before), members(document));
    const looks = { before: gesture.cameras, after: cameras.kept() };
    const isSame = JSON.stringify(looks.before) === JSON.stringify(looks.after);
    if (changes) {
      push({ label: gesture.label, ...changes, ...(isSame ? {} : { looks }) });
      send(changes.after);
    }
    gesture = null;
    setIsGesturing(false);
    catchUp();
  }

  /** Ends the gesture that goes on, as if the pointer had been let go. */
  function finish(): void {
    gesture?.stop();
    end();
  }

  /** Ends the gesture that goes on and takes back what it did; false: none does. */
  function cancel(): boolean {
    if (!gesture) return false;
    const { before, stop } = gesture;
    stop();
    gesture = null;
    setIsGesturing(false);
    const { member } = document;
    setDocument(reconcile(playedFrom === null ? before : { ...before, member }));
    catchUp();
    return true;
  }

  /** Whether a gesture goes on: a state that comes meanwhile is asked for again at its end. */
  function isBusy(): boolean {
    missedState ||= gesture !== null;
    return gesture !== null;
  }

  /** Changes the document in one step. */
  function change(label: string, edit: (document: Document) => void): void {
    const isOwn = gesture === null;
    if (isOwn) begin(label);
    batch(() => setDocument(produce(edit)));
    if (isOwn) end();
  }

  /** Takes members from elsewhere, as no step. */
  function patch(changes: Partial<Document>): void {
    batch(() => {
      for (const [name, value] of Object.entries(changes)) setDocument(name as keyof Document, reconcile(structuredClone(value)) as never);
    });
    send(changes as Members);
  }

  /** Shows a member of a series while it plays; all of them together are one step, when it ends. */
  function playTo(member: number): void {
    playedFrom ??= document.member;
    setDocument('member', member);
  }

  function endPlay(): void {
    const from = playedFrom;
    playedFrom = null;
    if (from === null || from === document.member) return;
    push({ label: 'play', before: { member: from }, after: { member: document.member } });
    send({ member: document.member });
  }

  /** Does what only the server can do, as a step that can be taken back. */
  function ask(label: string, forth: Request, back: Request): void {
    const before = forth.type === 'open' ? members(document) : {};
    if (!(forth.type === 'open' ? openAgain(forth, {}) : tell(forth))) return;
    push({ label, before, after: {}, asks: { back, forth } });
  }

  /** What the server has been asked already, as a step. */
  function asked(label: string, forth: Request, back: Request): void {
    push({ label, before: {}, after: {}, asks: { back, forth } });
  }

  /** Changes the document as a part of the step before. */
  function follow(edit: (document: Document) => void): void {
    const before = members(document);
    batch(() => setDocument(produce(edit)));
    const changes = difference(before, members(document));
    if (!changes) return;
    history().extend(changes);
    setHistoryVersion(v => v + 1);
    send(changes.after);
  }

  function apply(step: Step | null): void {
    setHistoryVersion(v => v + 1);
    if (step?.ask?.type === 'open') openAgain(step.ask, step.patch);
    else {
      if (step?.ask && step.left) tell(renewed(step.ask, step.left));
      if (step && Object.keys(step.patch).length > 0) patch(step.patch as Partial<Document>);
    }
    if (step?.cameras) cameras.restore(step.cameras);
  }

  function undo(): void {
    finish();
    const step = history().undo();
    apply(step);
    notify(step ? `Undone: ${step.label}` : 'Nothing to undo');
  }

  function redo(): void {
    finish();
    const step = history().redo();
    apply(step);
    notify(step ? `Redone: ${step.label}` : 'Nothing to redo');
  }

  /** Another scan is looked at. */
  function use(id: string): void {
    setScanId(id);
    setHistoryVersion(v => v + 1);
  }

  /** The scan that is looked at has another name now: what was done to it is still good. */
  function rename(id: string): void {
    const known = history();
    histories.delete(scanId());
    histories.set(id, known);
    use(id);
  }

  /** Of scans that are closed, and of one that was opened in another way, there is nothing to go back to. */
  function forget(isMeant: (id: string) => boolean): void {
    for (const id of [...histories.keys()].filter(isMeant)) histories.delete(id);
    setHistoryVersion(v => v + 1);
  }

  return {
    history,
    historyVersion,
    isGesturing,
    begin,
    end,
    finish,
    cancel,
    isBusy,
    change,
    patch,
    playTo,
    endPlay,
    ask,
    asked,
    follow,
    undo,
    redo,
    use,
    rename,
    forget,
  };
}
