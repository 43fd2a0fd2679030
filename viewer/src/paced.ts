// Read-outs beside the images follow a few times a second while something moves, all at the same moment: each makes the browser compose the
// whole window anew, which without a graphics processor takes longer than the image itself. What is at rest is shown at once.

import { batch, createEffect, createSignal, onCleanup, untrack } from 'solid-js';

const period = 150;
const waiting = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | undefined;
let last = 0;

function flush(): void {
  timer = undefined;
  last = performance.now();
  const now = [...waiting];
  waiting.clear();
  batch(() => {
    for (const take of now) take();
  });
}

/** A value that follows another in that way. */
export function paced<T>(source: () => T): () => T {
  const [value, setValue] = createSignal<T>(untrack(source));
  const take = () => setValue(() => untrack(source));
  createEffect(() => {
    source();
    waiting.add(take);
    if (timer === undefined) timer = setTimeout(flush, Math.max(last + period - performance.now(), 0));
  });
  onCleanup(() => waiting.delete(take));
  return value;
}
