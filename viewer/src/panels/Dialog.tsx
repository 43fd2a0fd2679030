import './Dialog.css';
import { type JSX, onCleanup, onMount } from 'solid-js';

const reachable = 'button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [tabindex="0"]';

/** Something above the page: the keyboard stays inside, Escape and a click beside it close it, and the focus goes back to where it was. */
export function Dialog(props: { label: string; class: string; onClose: () => void; children: JSX.Element }) {
  let box!: HTMLDivElement;
  const before = document.activeElement as HTMLElement | null;
  onMount(() => (box.querySelector<HTMLElement>('input') ?? box).focus());
  onCleanup(() => before?.focus?.());
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation(); // keys of the page do nothing meanwhile
    if (event.key === 'Escape') props.onClose();
    else if (event.key === 'Tab') {
      const list = [...box.querySelectorAll<HTMLElement>(reachable)].filter(element => element.checkVisibility());
      const at = list.indexOf(document.activeElement as HTMLElement) + (event.shiftKey ? -1 : 1);
      (list.at(at % Math.max(list.length, 1)) ?? box).focus();
    } else return;
    event.preventDefault();
  };
  return (
    <div class="veil" onClick={event => event.target === event.currentTarget && props.onClose()}>
      <div ref={box} class={props.class} role="dialog" aria-modal="true" aria-label={props.label} tabindex="-1" onKeyDown={onKeyDown}>
        {props.children}
      </div>
    </div>
  );
}
