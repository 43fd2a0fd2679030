// What was done, to be undone: one entry for each gesture, as the members of the document before and after.

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
  /** Absent: nothing was zoomed or moved. */
  readonly looks?: Looks;
}

/** What a step back or forth changes. */
export interface Step {
  readonly label: string;
  readonly patch: Record<string, unknown>;
  readonly cameras?: KeptCameras | undefined;
}

// Turns of a wheel that follow one another so soon, in ms, are one step.
const together = 800;

export class History {
  private readonly done: Entry[] = [];
  private readonly undone: Entry[] = [];
  private lookedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly most = 200) {}

  push(entry: Entry): void {
    this.done.push(entry);
    if (this.done.length > this.most) this.done.shift();
    this.undone.length = 0;
    this.lookedAt = Number.NEGATIVE_INFINITY;
  }

  /** Another part of an image is seen; goes on with the step before if that was the same, a moment ago. */
  look(label: string, looks: Looks, now: number): void {
    const last = this.done.at(-1);
    if (last?.looks && last.label === label && now - this.lookedAt < together)
      this.done[this.done.length - 1] = { ...last, looks: { ...last.looks, after: looks.after } };
    else this.push({ label, before: {}, after: {}, looks });
    this.lookedAt = now;
  }

  /** What takes the last gesture back; null: there is none. */
  undo(): Step | null {
    const entry = this.done.pop();
    if (!entry) return null;
    this.undone.push(entry);
    this.lookedAt = Number.NEGATIVE_INFINITY;
    return { label: entry.label, patch: entry.before, cameras: entry.looks?.before };
  }

  redo(): Step | null {
    const entry = this.undone.pop();
    if (!entry) return null;
    this.done.push(entry);
    return { label: entry.label, patch: entry.after, cameras: entry.looks?.after };
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
