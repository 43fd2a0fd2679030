// The form of an operation: which one, on which frames, and what was filled in. Names, forms and limits come from the server.

import { createRoot, createSignal } from 'solid-js';
import { createStore, reconcile } from 'solid-js/store';
import { bounds, center, toText } from '../geometry/shapes';
import { isAway, said } from '../protocol/ask';
import type { FramesInfo, ScanInfo, SignalInfo } from '../protocol/session';
import { lookedAt, withFrames } from './document';
import { page } from './page';
import { parametersOf, textsOf } from './parameters';
import { look, lookAway, type Problem } from './preview';
import { findOperation } from './repertoire';
import { findSignal } from './results';
import { freeName, putCall, showMade, until } from './tree';
import type { Viewer } from './viewer';

function createForm() {
  const [chosen, setChosen] = createSignal('');
  const [inputs, setInputs] = createStore<Record<string, Record<string, string>>>({});
  /** The frames that it is done to; empty: those that are looked at. */
  const [of, setOf] = createSignal('');
  /** The signal that is changed; empty: a new one is made. */
  const [edited, setEdited] = createSignal('');
  /** What came of it last. */
  const [made, setMade] = createSignal<{ scan: string; name: string } | null>(null);
  const [isRunning, setIsRunning] = createSignal(false);
  const [problem, setProblem] = createSignal('');
  const [isOnlyRegion, setIsOnlyRegion] = createSignal(false);
  const [keptRegion, setKeptRegion] = createSignal<string | null>(null);
  /** Whether an operation is to be chosen. */
  const [isListing, setIsListing] = createSignal(true);
  /** Whether something was filled in, of which what comes is looked at. */
  const [isTouched, setIsTouched] = createSignal(false);
  /** What is wrong with what is filled in; null: nothing that is known. */
  const [fault, setFault] = createSignal<Problem | null>(null);
  const current = () => findOperation(chosen());
  const input = (parameter: string) => inputs[chosen()]?.[parameter] ?? '';

  function choose(name: string): void {
    setIsListing(false);
    setIsTouched(false);
    setFault(null);
    setEdited('');
    setOf('');
    setKeptRegion(null);
    if (name === chosen()) return;
    setChosen(name);
    setProblem('');
    setMade(null);
  }

  /** What is filled in; null: no operation is chosen. */
  function call(viewer: Viewer) {
    const [operation, scan] = [current(), viewer.root()];
    if (!operation || !scan) return null;
    return {
      name: edited() || freeName(scan, operation.name),
      of: of() || viewer.document.of,
      operation: operation.name,
      parameters: parametersOf(operation.parameters, input),
      region: isOnlyRegion() ? (keptRegion() ?? regionOf(viewer)) : null,
    };
  }

  return {
    chosen,
    current,
    edited,
    isRunning,
    isListing,
    isTouched,
    fault,
    problem,
    isOnlyRegion,
    setIsOnlyRegion(isOnly: boolean) {
      setIsOnlyRegion(isOnly);
      setIsTouched(true);
    },
    keptRegion,
    input,
    setOf(name: string) {
      setOf(name);
      setIsTouched(true);
    },
    of: (viewer: Viewer) => of() || viewer.document.of,
    call,
    /** All operations, to choose one for the frames that are looked at. */
    open() {
      setIsListing(true);
      page.setIsOperating(true);
    },
    /** What came of it, so far. */
    signal(viewer: Viewer): SignalInfo | undefined {
      const last = made();
      return last ? findSignal(viewer.scanOf(last.scan), last.name) : undefined;
    },
    choose,
    /** Fills it in with what a signal was made with, to change it. */
    edit(signal: SignalInfo) {
      const operation = findOperation(signal.operation);
      if (!operation) return;
      choose(operation.name);
      setInputs(operation.name, reconcile(textsOf(operation.parameters, signal.parameters)));
      setOf(signal.of);
      setEdited(signal.name);
      setKeptRegion(signal.region);
      setIsOnlyRegion(signal.region !== null);
      setProblem('');
      setMade(null);
    },
    setInput(parameter: string, text: string) {
      const name = chosen();
      if (!inputs[name]) setInputs(name, {});
      setInputs(name, parameter, text);
      setIsTouched(true);
    },
    /** Looks at what comes of what is filled in, as soon as nothing is missing. */
    async look(viewer: Viewer, filled = call(viewer)): Promise<void> {
      const [operation, scan] = [current(), viewer.root()];
      const isMissing = operation?.parameters.required.some(name => input(name).trim() === '');
      if (!filled || !scan || isMissing) {
        setFault(null);
        lookAway(viewer);
        return;
      }
      const wrong = await look(viewer, scan, filled);
      if (wrong !== undefined) setFault(wrong);
    },
    /** The server is back: what said that it was away is true no longer. */
    lookAgain(viewer: Viewer): void {
      if (isAway(problem())) setProblem('');
      if (isAway(fault()?.text ?? '')) void this.look(viewer);
    },
    /** Adds the signal to the tree, or changes it; shows it, and waits until it is there. */
    async run(viewer: Viewer): Promise<void> {
      const [filled, scan] = [call(viewer), viewer.root()];
      if (!filled || !scan) return;
      const { name } = filled;
      const before = lookedAt(scan, viewer.document.of);
      const seen = viewer.preview();
      setIsRunning(true);
      setProblem('');
      setMade(null);
      try {
        await putCall(viewer, scan, filled);
        setMade({ scan: scan.id, name });
        // What is seen already need not be found out again.
        const frames = seen && JSON.stringify(seen.call) === JSON.stringify(filled) ? seen.frames : null;
        await this.show(viewer, scan.id, name, before, frames);
      } catch (error) {
        setProblem(said(error));
      } finally {
        setIsTouched(false);
        lookAway(viewer);
        setIsRunning(false);
      }
    },
    /** Results are shown as soon as it is known which they are: they fill while they are computed. */
    async show(viewer: Viewer, scan: string, name: string, before: ScanInfo, frames: FramesInfo | null): Promise<void> {
      const signal = () => findSignal(viewer.scanOf(scan), name);
      await until(() => signal() !== undefined);
      if (signal()?.gives === 'results') viewer.tell({ type: 'compute', scan, signal: name });
      // What cannot be made is not looked at: what is wrong with it is said instead.
      const isKnown = () => {
        const made = signal();
        return !made || made.state === 'failed' || frames !== null || Boolean(made.gives === 'results' ? made.results : made.frames);
      };
      await until(isKnown);
      const [known, root] = [signal(), viewer.root()];
      if (known && known.state !== 'failed' && root?.id === scan)
        showMade(viewer, known, { before, frames: frames ? withFrames(root, frames) : lookedAt(root, name) });
      await until(() => !signal() || signal()?.gives === 'frames' || ['kept', 'failed'].includes(signal()?.state ?? ''));
      const end = signal();
      if (end?.state === 'failed') throw new Error(end.error ?? 'It could not be computed.');
    },
  };
}

export const form = createRoot(createForm);

/** The region of the active selector; null: it is a single position. */
export function regionOf(viewer: Viewer): string | null {
  const selector = viewer.activeSelector();
  return selector && selector.shape.kind !== 'point' ? toText(selector.shape) : null;
}

/** What the active detector gives for a parameter that is picked on the detector; null: nothing. */
export function picked(viewer: Viewer, pick: string | undefined): string | null {
  const detector = viewer.activeDetector();
  if (!detector) return null;
  const round = (value: number) => String(Number(value.toFixed(3)));
  switch (pick) {
    case 'detector-position':
      return center(detector.shape).map(round).join(',');
    case 'detector-radius': {
      const { shape } = detector;
      if ('outer' in shape) return round(shape.outer);
      const box = bounds(shape);
      return round(Math.max(box.row1 - box.row0, box.column1 - box.column0) / 2);
    }
    case 'detector-shape':
      return toText(detector.shape);
    default:
      return null;
  }
}

/** A pipeline as a file for any data: without the path of these. */
export function pipelineFile(pipeline: Readonly<Record<string, unknown>>): string {
  const { path: _, ...data } = (pipeline.data ?? {}) as Record<string, unknown>;
  return `${JSON.stringify({ ...pipeline, data: Object.keys(data).length > 0 ? data : undefined }, null, 2)}\n`;
}
