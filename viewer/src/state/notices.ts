// What the page says: what was done goes by itself, what went wrong stays until it is dismissed.

import { createSignal } from 'solid-js';

export interface Notice {
  readonly id: number;
  readonly text: string;
}

/** Milliseconds in which a sentence is read. */
const readingTime = (text: string) => Math.max(3500, 60 * text.length);

export function createNotices() {
  const [told, setTold] = createSignal<Notice | null>(null);
  const [errors, setErrors] = createSignal<Notice[]>([]);
  let number = 0;

  const dismiss = (id?: number) => setErrors(list => list.filter(notice => notice.id !== id));

  /** Says what was done, or what went wrong; the same is said once. */
  function notify(text: string, isError = false): void {
    const notice = { id: ++number, text };
    if (isError) setErrors(list => [...list.filter(other => other.text !== text), notice]);
    else {
      setTold(notice);
      setTimeout(() => setTold(last => (last === notice ? null : last)), readingTime(text));
    }
  }

  /** Takes back what is true no longer. */
  const withdraw = (isOver: (text: string) => boolean) => setErrors(list => list.filter(({ text }) => !isOver(text)));

  return { told, errors, notify, dismiss, withdraw };
}
