import './Palette.css';
import { createMemo, createSignal, For } from 'solid-js';
import type { Command } from '../commands/commands';
import { keyText, scoreOf, splitQuery, wholeScore } from '../commands/keys';
import { page } from '../state/page';
import { Dialog } from './Dialog';

/** All commands, found by a few letters. */
export function Palette(props: { commands: Command[] }) {
  const [query, setQuery] = createSignal('');
  const [at, setAt] = createSignal(0);
  const found = createMemo(() => {
    const { words, numbers } = splitQuery(query());
    const scored = props.commands.map(command => ({ command, score: scoreOf(command, words, numbers.length > 0) }));
    // Where words are found whole, commands that only have their letters somewhere are noise.
    const least = scored.some(entry => entry.score >= wholeScore) ? wholeScore : 1;
    return scored
      .filter(entry => entry.score >= least)
      .sort((a, b) => b.score - a.score)
      .slice(0, 60);
  });
  const close = () => page.setIsPalette(false);
  const run = (command: Command | undefined) => {
    const { numbers } = splitQuery(query());
    close();
    command?.run(numbers);
  };
  return (
    <Dialog label="Commands" class="palette" onClose={close}>
      <input
        type="text"
        role="combobox"
        aria-label="Part of a command, then its numbers"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={`palette-${at()}`}
        placeholder="A few letters of a command, then its numbers"
        value={query()}
        onInput={event => {
          setQuery(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={event => {
          if (event.key === 'ArrowDown') setAt(value => Math.min(value + 1, found().length - 1));
          else if (event.key === 'ArrowUp') setAt(value => Math.max(value - 1, 0));
          else if (event.key === 'Enter') run(found()[at()]?.command);
          else return;
          event.preventDefault();
          document.getElementById(`palette-${at()}`)?.scrollIntoView({ block: 'nearest' });
        }}
      />
      <div id="palette-list" role="listbox" aria-label="Commands" class="palette-list">
        <For each={found()} fallback={<p class="hint">No such command.</p>}>
          {(entry, i) => (
            <div
              id={`palette-${i()}`}
              role="option"
              aria-selected={i() === at()}
              class="palette-item"
              onClick={() => run(entry.command)}
              onPointerEnter={() => setAt(i())}
            >
              <small>{entry.command.group}</small>
              <span>
                {entry.command.title} {entry.command.parameters && <em>{entry.command.parameters}</em>}
              </span>
              <span class="grow" />
              {entry.command.keys?.[0] && <kbd>{keyText(entry.command.keys[0])}</kbd>}
            </div>
          )}
        </For>
      </div>
    </Dialog>
  );
}
