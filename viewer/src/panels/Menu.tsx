import './Menu.css';
import { createSignal, For, Show } from 'solid-js';
import type { Command } from '../commands/commands';
import { keyText } from '../commands/keys';
import { Icon, type IconName } from './Icon';

/** A button that lists some commands. */
export function Menu(props: { icon: IconName; name: string; help: string; commands: Command[] }) {
  let box!: HTMLDivElement;
  const [isOpen, setIsOpen] = createSignal(false);
  const close = () => {
    setIsOpen(false);
    box.querySelector('button')?.focus();
  };
  const step = (by: number) => {
    const items = [...box.querySelectorAll<HTMLElement>('[role=menuitem]')];
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
        class="command-button"
        aria-haspopup="menu"
        aria-expanded={isOpen()}
        aria-label={props.name}
        title={props.help}
        onClick={() => {
          setIsOpen(value => !value);
          if (isOpen()) queueMicrotask(() => step(1));
        }}
      >
        <Icon name={props.icon} /> <span>{props.name}</span>
      </button>
      <Show when={isOpen()}>
        <div role="menu" aria-label={props.name} class="menu-list">
          <For each={props.commands}>
            {command => (
              <button
                type="button"
                role="menuitem"
                tabindex="-1"
                onClick={() => {
                  close();
                  command.run([]);
                }}
              >
                {command.title}
                <span class="grow" />
                <Show when={command.keys?.[0]}>{key => <kbd>{keyText(key())}</kbd>}</Show>
              </button>
            )}
          </For>
        </div>
      </Show>
    </div>
  );
}
