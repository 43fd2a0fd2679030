// What the server can compute, as it describes it: operations with their forms, looks that are pictures at one click, customary detectors.
// The page knows none of them by its name.

import { createRoot, createSignal } from 'solid-js';
import { ask } from '../protocol/ask';
import type { ParameterSchema } from './parameters';

export interface Operation {
  readonly name: string;
  readonly summary: string;
  readonly version: number;
  /** Frames, to be looked at as those of the data are; or results. */
  readonly gives: 'frames' | 'results';
  readonly parameters: ParameterSchema;
}

/** How values become a picture; those of vectors are made here, from two planes. */
export type Show = 'image' | 'signed' | 'directions' | 'length' | 'angle' | 'row' | 'column' | 'overlay';
/** The pictures of vectors. */
export const vectorShows = ['directions', 'length', 'angle', 'row', 'column'] as const satisfies Show[];
export const isOfVectors = (show: Show) => (vectorShows as readonly Show[]).includes(show);

/** What the page gives for a parameter. */
export type LookInput = 'detectors' | 'detector' | 'center' | 'inner' | 'outer' | 'rotation' | 'flip';

export interface LookPart {
  /** Empty: there is only one. */
  readonly name: string;
  readonly help: string;
  /** Absent: there is only one. */
  readonly result?: string | null;
  readonly show: Show;
  readonly unit?: string | null;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** A picture at one click, kept current while what it takes is dragged. */
export interface Look {
  readonly id: string;
  readonly name: string;
  readonly help: string;
  /** Other words that people type for it. */
  readonly words: string;
  readonly over: 'scan' | 'detector';
  readonly operation: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly inputs: Readonly<Record<string, LookInput>>;
  /** How many drawn detectors it takes, at least and at most. */
  readonly detectors: readonly [number, number];
  /** How many axes frames must have for it; none: any number. */
  readonly axes?: number | null;
  readonly parts: readonly LookPart[];
}

/** A customary detector, in radii of the direct beam. */
export interface CustomaryDetector {
  readonly name: string;
  readonly help: string;
  /** Other words that people type for it. */
  readonly words?: string;
  readonly inner: number;
  readonly outer: number;
}

export interface Repertoire {
  readonly operations: readonly Operation[];
  readonly looks: readonly Look[];
  readonly detectors: readonly CustomaryDetector[];
}

const nothing: Look = {
  id: '',
  name: '',
  help: '',
  words: '',
  over: 'scan',
  operation: '',
  parameters: {},
  inputs: {},
  detectors: [1, 1],
  parts: [{ name: '', help: '', show: 'image' }],
};

export const [repertoire, setRepertoire] = createRoot(() => createSignal<Repertoire>({ operations: [], looks: [], detectors: [] }));

/** Asks for it, before anything is shown. */
export async function loadRepertoire(): Promise<void> {
  setRepertoire(await ask<Repertoire>('api/operations'));
}

// First the image of a detector, then where the beam went, then what needs no detector, last what needs several.
const rank = ({ detectors: [least, most], parts }: Look): number =>
  parts[0] && isOfVectors(parts[0].show) ? 1 : least === 1 && most === 1 ? 0 : least < 2 ? 2 : 3;

/** The looks over the scan or the detector, in the order in which they are offered. */
export const looksOver = (over: Look['over']) =>
  repertoire()
    .looks.filter(look => look.over === over)
    .toSorted((a, b) => rank(a) - rank(b));
/** Those of them that can be made of frames of so many axes. */
export const looksFor = (over: Look['over'], detectorShape: readonly number[]) =>
  looksOver(over).filter(look => (look.axes ?? detectorShape.length) === detectorShape.length);
export const findLook = (id: string): Look | undefined => repertoire().looks.find(look => look.id === id);
/** The image of a detector: the first of the looks over the scan. */
export const detectorLook = (): Look => looksOver('scan')[0] ?? nothing;
/** What a region of the scan is reduced to at first: the first of the looks over the detector. */
export const regionLook = (): Look => looksOver('detector')[0] ?? nothing;
export const partOf = (look: Look, name: string): LookPart => (look.parts.find(part => part.name === name) ?? look.parts[0]) as LookPart;
export const findOperation = (name: string | null): Operation | undefined =>
  repertoire().operations.find(operation => operation.name === name);
export const customaryNames = () => repertoire().detectors.map(detector => detector.name);
