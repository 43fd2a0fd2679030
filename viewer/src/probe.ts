// What tests and benchmarks look at: window.ronchi. Nothing else depends on it.

import type { Renderer } from './display/renderer';
import type { Values } from './protocol/values';
import { allPanes, type Pane } from './state/document';

interface Drawn {
  sequence: number;
  draws: number;
  at: number;
  milliseconds: number;
}

export const probe = {
  renderers: {} as Partial<Record<Pane, Renderer>>,
  /** Sequence of the newest values on the screen, how often was drawn, and when last. */
  panes: Object.fromEntries(allPanes.map(pane => [pane, { sequence: -1, draws: 0, at: 0, milliseconds: 0 }])) as Record<Pane, Drawn>,
  /** Members of a series that were on the screen while it played. */
  members: [] as number[],
  onDrawn: null as ((pane: Pane) => void) | null,
  drawn(pane: Pane, values: Values | undefined): void {
    const entry = probe.panes[pane];
    entry.sequence = values?.sequence ?? -1;
    entry.draws++;
    entry.at = performance.now();
    entry.milliseconds = probe.renderers[pane]?.counts.drawMilliseconds ?? 0;
    probe.onDrawn?.(pane);
  },
};
