import './Menu.css';
import { createSignal, For, type JSX, Show } from 'solid-js';
import { keyText } from '../commands/keys';

export interface MenuItem {
  readonly title: string;
  readonly help?: string | undefined;
  readonly key?: string | undefined;
  /** Of one of several that exclude one another: whether it is chosen. */
  readonly isOn?: boolean | undefined;
  readonly color?: string | undefined;
  run(): void;
}

/** A button that lists what may be done. */
export function Menu(props: { name: string; help: string; class: string; items: readonly MenuItem[]; children: JSX.Element }) {
  let box!: HTMLDivElement;
  const [isOpen, setIsOpen] = createSignal(false);
  const [room, setRoom] = createSignal(0);
  const close = () => {
    setIsOpen(false);
    box.querySelector('button')?.focus();
  };
  const step = (by: number) => {
    const items = [...box.querySelectorAll<HTMLElement>('.menu-list > button')];
    const at = items.indexOf(document.activeElement as HTMLElement);
    items[(at + by + items.length) % items.length]?.focus();
  };
  return (
    <div
      ref={box}
      class="menu"
      onKeyDown={event => {
        if (!isOpen()) return;
        event.stopPropagation();
        if (event.key === 'Escape') close();
        else if (event.key === 'ArrowDown') step(1);
        else if (event.key === 'ArrowUp') step(-1);
        else return;
        event.preventDefault();
      }}
      onFocusOut={event => !box.contains(event.relatedTarget as Node | null) && setIsOpen(false)}
    >
      <button
        type="button"
        class={props.class}
        aria-haspopup="menu"
        aria-expanded={isOpen()}
        aria-label={props.name}
        title={props.help}
        onClick={() => {
          setRoom(innerHeight - box.getBoundingClientRect().bottom - 12);
          setIsOpen(value => !value);
          if (isOpen()) queueMicrotask(() => step(1));
        }}
      >
        {props.children}
      </button>
      <Show when={isOpen()}>
        <div role="menu" aria-label={props.name} class="menu-list" style={{ 'max-height': `${room()}px` }}>
          <For each={props.items}>
            {item => (
              <button
                type="button"
                role="menuitem"
                aria-current={item.isOn}
                tabindex="-1"
                title={item.help}
                onClick={() => {
                  close();
                  item.run();
                }}
              >
                <Show when={item.color}>{color => <i class="dot" style={{ background: color() }} />}</Show>
                {item.title}
                <span class="grow" />
                <Show when={item.key}>{key => <kbd>{keyText(key())}</kbd>}</Show>
              </button>
            )}
          </For>
        </div>
      </Show>
    </div>
  );
}
