// What was done, to be undone: one entry for each gesture, as the members of the document before and after.

import type { Request } from '../protocol/connection';
import type { KeptCameras } from './panes';

/** The part of each image that was seen. */
export interface Looks {
  readonly before: KeptCameras;
  readonly after: KeptCameras;
}

export interface Entry {
  readonly label: string;
  readonly before: Record<string, unknown>;
  readonly after: Record<string, unknown>;
  /** Absent: nothing was zoomed or moved with it. Zooming alone is no step. */
  readonly looks?: Looks;
  /** What the server is asked to do besides; absent: nothing. */
  readonly asks?: { readonly back: Request; readonly forth: Request };
}

/** What a step back or forth changes. */
export interface Step {
  readonly label: string;
  readonly patch: Record<string, unknown>;
  readonly cameras?: KeptCameras | undefined;
  readonly ask?: Request | undefined;
  /** What the server was asked before, which this takes back. */
  readonly left?: Request | undefined;
}

export class History {
  private readonly done: Entry[] = [];
  private readonly undone: Entry[] = [];

  constructor(private readonly most = 200) {}

  push(entry: Entry): void {
    this.done.push(entry);
    if (this.done.length > this.most) this.done.shift();
    this.undone.length = 0;
  }

  /** What was changed as a part of the last gesture. */
  extend({ before, after }: { before: Record<string, unknown>; after: Record<string, unknown> }): void {
    const last = this.done.pop();
    if (last) this.done.push({ ...last, before: { ...before, ...last.before }, after: { ...last.after, ...after } });
  }

  /** What takes the last gesture back; null: there is none. */
  undo(): Step | null {
    const entry = this.done.pop();
    if (!entry) return null;
    this.undone.push(entry);
    return { label: entry.label, patch: entry.before, cameras: entry.looks?.before, ask: entry.asks?.back, left: entry.asks?.forth };
  }

  redo(): Step | null {
    const entry = this.undone.pop();
    if (!entry) return null;
    this.done.push(entry);
    return { label: entry.label, patch: entry.after, cameras: entry.looks?.after, ask: entry.asks?.forth, left: entry.asks?.back };
  }

  clear(): void {
    this.done.length = 0;
    this.undone.length = 0;
  }

  get next(): { undo: string | null; redo: string | null } {
    return { undo: this.done.at(-1)?.label ?? null, redo: this.undone.at(-1)?.label ?? null };
  }
}

/** The members that differ between two documents, as before and after; null: none do. */
export function difference(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): { before: Record<string, unknown>; after: Record<string, unknown> } | null {
  const changed = Object.keys(after).filter(name => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  if (changed.length === 0) return null;
  return {
    before: Object.fromEntries(changed.map(name => [name, before[name] ?? null])),
    after: Object.fromEntries(changed.map(name => [name, after[name] ?? null])),
  };
}
