// The tree of a scan: what is derived from it, and how that is changed. Each change sends the whole list; a step back is the list of before, with what others have done since.

import { createEffect, createRoot } from 'solid-js';
import { kept } from '../geometry/shapes';
import { post } from '../protocol/ask';
import type { Request } from '../protocol/connection';
import type { ScanInfo, SignalCall, SignalInfo } from '../protocol/session';
import { carried, carriedDisk, carriedPosition } from './carry';
import { type Document, data, lookedAt, scanColumns, scanRows, seriesLength, viewOf } from './document';
import { findOperation } from './repertoire';
import { findSignal, showPictures } from './results';
import type { Viewer } from './viewer';

/** What makes a signal, as it is sent; of one that a program runs only its name, of one that cannot be read all that was stored. */
export const callOf = ({ name, of, operation, parameters, region, stored }: SignalInfo): SignalCall =>
  stored ? { ...stored, name } : operation === null ? { name } : { name, of, operation, parameters, region };

export const callsOf = (scan: ScanInfo): SignalCall[] => scan.signals.map(callOf);

/** The frames that can be looked at: those of the data, and of signals. */
export const framesIn = (scan: ScanInfo): string[] => [
  data,
  ...scan.signals.filter(signal => signal.gives === 'frames').map(signal => signal.name),
];

/** The results that a parameter may take, as they are written. */
export const resultsIn = (scan: ScanInfo, except = ''): string[] =>
  scan.signals
    .filter(signal => signal.gives === 'results' && signal.name !== except)
    .flatMap(({ name, results }) => (results && results.length > 1 ? results.map(result => `${name}/${result.name}`) : [name]));

/** A name that no signal has: that of the operation, with a number where it is taken. */
export function freeName(scan: ScanInfo, wished: string): string {
  const isTaken = (name: string) => name === data || scan.signals.some(signal => signal.name === name);
  const base = wished.replace(/-\d+$/, '');
  let name = wished;
  for (let i = 2; isTaken(name); i++) name = `${base}-${i}`;
  return name;
}

// The parameters of a call that name other signals; of an operation that is not there any of them may.
function signalParameters(call: SignalCall): string[] {
  const operation = findOperation(call.operation ?? null);
  if (!operation) return Object.keys(call.parameters ?? {});
  return Object.entries(operation.parameters.properties ?? {})
    .filter(([, parameter]) => parameter['x-kind'] === 'signal')
    .map(([name]) => name);
}

const names = (text: unknown, signal: string) => text === signal || (typeof text === 'string' && text.startsWith(`${signal}/`));

const needs = (call: SignalCall, signal: string) =>
  call.of === signal || signalParameters(call).some(parameter => names(call.parameters?.[parameter], signal));

/** The call, where a signal that it is or uses has another name. */
export function renamed(call: SignalCall, from: string, to: string): SignalCall {
  if (call.name === from) return { ...call, name: to };
  if (!needs(call, from)) return call;
  const parameters = { ...call.parameters };
  for (const parameter of signalParameters(call))
    if (names(parameters[parameter], from)) parameters[parameter] = `${to}${String(parameters[parameter]).slice(from.length)}`;
  return { ...call, of: call.of === from ? to : (call.of ?? data), parameters };
}

/** Sends another list for a scan, as a step; what the server refuses is thrown, and nothing has changed. */
export async function setCalls(viewer: Viewer, label: string, scan: ScanInfo, calls: readonly SignalCall[]): Promise<void> {
  const before = callsOf(scan);
  await post('api/signals', { scan: scan.id, signals: calls });
  const request = { type: 'signals', scan: scan.id };
  viewer.asked(label, { ...request, signals: calls }, { ...request, signals: before });
}

/**
 * A list that a step leads to, for the list that there is now: what the step added, changed or took away is as it was, or as it became;
 * what others did meanwhile stays.
 */
export function stepped(now: readonly SignalCall[], from: readonly SignalCall[], to: readonly SignalCall[]): SignalCall[] {
  const find = (calls: readonly SignalCall[], name: string) => calls.find(call => call.name === name);
  const result = now.flatMap(call => {
    const [was, is] = [find(from, call.name), find(to, call.name)];
    if (!was) return [call];
    return is ? [JSON.stringify(is) === JSON.stringify(was) ? call : is] : [];
  });
  to.forEach((call, i) => {
    if (find(result, call.name) || find(from, call.name)) return; // it is there, or others have deleted it
    const before = to.slice(0, i).findLast(other => find(result, other.name));
    result.splice(before ? result.findIndex(other => other.name === before.name) + 1 : 0, 0, call);
  });
  return result;
}

/** A request of a step, for what there is now. */
export const renewed = (scan: ScanInfo | undefined, request: Request, left: Request): Request =>
  scan && request.type === 'signals'
    ? { ...request, signals: stepped(callsOf(scan), left.signals as SignalCall[], request.signals as SignalCall[]) }
    : request;

const tryCalls = (viewer: Viewer, label: string, scan: ScanInfo, calls: readonly SignalCall[]): Promise<boolean> =>
  setCalls(viewer, label, scan, calls).then(
    () => true,
    (error: Error) => {
      viewer.notify(error.message, true);
      return false;
    },
  );

/** Adds a signal, or changes the one of the same name. */
export function putCall(viewer: Viewer, scan: ScanInfo, call: SignalCall): Promise<void> {
  const calls = callsOf(scan);
  const isKnown = calls.some(other => other.name === call.name);
  const next = isKnown ? calls.map(other => (other.name === call.name ? call : other)) : [...calls, call];
  return setCalls(viewer, `${isKnown ? 'change' : 'add'} ${call.name}`, scan, next);
}

/** Gives a signal another name; those that need it follow, and so does what is shown. */
export async function renameSignal(viewer: Viewer, scan: ScanInfo, from: string, to: string): Promise<void> {
  const name = freeName(scan, to.trim());
  if (to.trim() === '' || to === from) return;
  const calls = callsOf(scan).map(call => renamed(call, from, name));
  if (!(await tryCalls(viewer, `rename ${from}`, scan, calls))) return;
  await until(() => findSignal(viewer.scanOf(scan.id), name) !== undefined);
  viewer.follow(d => {
    for (const { image } of [...d.images, ...d.cells]) if ('signal' in image && image.signal === from) image.signal = name;
    if (d.pattern?.signal === from) d.pattern.signal = name;
    if (d.of === from) d.of = name;
    for (const view of d.images) if (view.of === from) view.of = name;
    for (const cell of d.cells) if (cell.scan === scan.id && cell.of === from) cell.of = name;
  });
}

export async function duplicateSignal(viewer: Viewer, scan: ScanInfo, signal: SignalInfo): Promise<void> {
  const name = freeName(scan, signal.name);
  await tryCalls(viewer, `duplicate ${signal.name}`, scan, [...callsOf(scan), { ...callOf(signal), name }]);
}

/** The calls without one, and without all that need it. */
export function without(calls: readonly SignalCall[], name: string): SignalCall[] {
  const gone = [name];
  return calls.filter(call => {
    const isLeft = call.name !== name && !gone.some(other => needs(call, other));
    if (!isLeft) gone.push(call.name);
    return isLeft;
  });
}

/** Deletes a signal with all that need it. */
export async function deleteSignal(viewer: Viewer, scan: ScanInfo, name: string): Promise<void> {
  const left = without(callsOf(scan), name);
  const { of } = viewer.document;
  if (scan.id === viewer.root()?.id && of !== data && !left.some(call => call.name === of)) lookAt(viewer, data);
  if (!(await tryCalls(viewer, `delete ${name}`, scan, left))) return;
  const others = scan.signals.filter(signal => signal.name !== name && !left.some(call => call.name === signal.name));
  if (others.length > 0) viewer.notify(`Deleted with ${name}, which they need: ${others.map(signal => signal.name).join(', ')}`);
}

/** Looks at other frames: detectors, images and patterns are those of these. */
export function lookAt(viewer: Viewer, of: string): void {
  viewer.change(of === data ? 'look at the data' : `look at ${of}`, d => turnTo(viewer, d, of));
}

/** Frames as they are known: those that were looked at, and those that are looked at from now on. */
export interface Turn {
  readonly before: ScanInfo;
  readonly frames: ScanInfo;
}

function turnTo(viewer: Viewer, d: Viewer['document'], of: string, turn?: Turn): void {
  const root = viewer.root();
  if (!root) return;
  const { before, frames } = turn ?? { before: lookedAt(root, d.of), frames: lookedAt(root, of) };
  d.of = of;
  d.pattern = null;
  carryDrawn(d, { before, frames });
}

/** Carries what is drawn on frames to others. */
export function carryDrawn(d: Document, { before, frames }: Turn): void {
  for (const detector of d.detectors) detector.shape = carried(detector.shape, before, frames);
  if (d.disk) d.disk = carriedDisk(d.disk, before, frames);
  for (const selector of d.selectors) {
    const { shape } = selector;
    const [row, column] = shape.kind === 'point' ? carriedPosition(shape.row, shape.column, before, frames) : [0, 0];
    selector.shape =
      shape.kind === 'point'
        ? { kind: 'point', row, column }
        : kept(carried(shape, before, frames, 'scan'), scanRows(frames), scanColumns(frames));
  }
  if (seriesLength(before) !== seriesLength(frames)) d.member = 0;
}

/** Shows a signal of the scan that is looked at: its frames, or its first results. */
export function showSignal(viewer: Viewer, signal: SignalInfo): void {
  viewer.change(`show ${signal.name}`, d => show(viewer, d, signal));
}

/** Shows what was made just now, as a part of the step that made it. */
export function showMade(viewer: Viewer, signal: SignalInfo, turn: Turn): void {
  viewer.follow(d => show(viewer, d, signal, turn));
}

function show(viewer: Viewer, d: Viewer['document'], signal: SignalInfo, turn?: Turn): void {
  if (signal.gives === 'frames') turnTo(viewer, d, signal.name, turn);
  else showPictures(d, viewOf(d, viewer.activeImage()), signal);
}

/** Waits until something is so. */
export const until = (isSo: () => boolean): Promise<void> =>
  new Promise(done =>
    createRoot(dispose =>
      createEffect(() => {
        if (!isSo()) return;
        done();
        queueMicrotask(dispose);
      }),
    ),
  );
