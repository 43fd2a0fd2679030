// Which panes wait for what they should show, and why others have nothing: said only after a moment, so that nothing flickers.

import { createStore } from 'solid-js/store';
import type { Fate } from '../protocol/connection';
import { allPanes, type Pane } from './document';

export interface Waiting {
  /** The image is from before: what is asked for has not come. */
  isLate: boolean;
  /** Why it cannot be computed; empty: it can. */
  refusal: string;
}

const patience = 150;

export function createWaiting() {
  const [waiting, setWaiting] = createStore(
    Object.fromEntries(allPanes.map(pane => [pane, { isLate: false, refusal: '' }])) as Record<Pane, Waiting>,
  );
  const open = new Map<Pane, Set<number>>(allPanes.map(pane => [pane, new Set<number>()]));
  const timers = new Map<Pane, ReturnType<typeof setTimeout>>();

  function rest(pane: Pane): void {
    clearTimeout(timers.get(pane));
    timers.delete(pane);
    if (waiting[pane].isLate) setWaiting(pane, 'isLate', false);
  }

  /** Told of each request of a pane. */
  function watch(pane: Pane, view: number, fate: Fate): void {
    const views = open.get(pane) as Set<number>;
    if (fate === 'asked') views.add(view);
    else if (fate !== 'meanwhile') views.delete(view);
    if (fate !== 'asked') rest(pane);
    const refusal = typeof fate === 'object' ? fate.refusal : '';
    if (fate !== 'asked' && waiting[pane].refusal !== refusal) setWaiting(pane, 'refusal', refusal);
    if (views.size === 0) rest(pane);
    else if (!timers.has(pane))
      timers.set(
        pane,
        setTimeout(() => setWaiting(pane, 'isLate', true), patience),
      );
  }

  return { waiting, watch };
}
