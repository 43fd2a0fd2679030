import './Chips.css';
import { createEffect, createSignal, Index, on, onCleanup, onMount, Show } from 'solid-js';
import { Menu } from '../panels/Menu';
import type { Choice } from '../state/choices';

/** What the button of the menu takes of the line, at least and at most (Chips.css), and what is before it, in pixels. */
const button = 34;
const widest = 106;
const gap = 8;
/** So many are in a menu only where the pane is narrow (Chips.css). */
const few = 3;

/** What may be chosen, side by side; what finds no room is in a menu at the end. */
export function Chips(props: { label: string; choices: Choice[] }) {
  return (
    <Show when={props.choices.length > 0}>
      <Row {...props} />
    </Show>
  );
}

function Row(props: { label: string; choices: Choice[] }) {
  let box!: HTMLDivElement;
  let row!: HTMLDivElement;
  const [fitting, setFitting] = createSignal(Number.POSITIVE_INFINITY);
  // The button has the name of a chip that is on and finds no room: its width follows from that chip, not from itself.
  const measure = () => {
    const room = box.clientWidth + 1; // widths are parts of pixels, and told in whole ones
    const chips = [...row.children] as HTMLElement[];
    const ends = chips.map(chip => chip.offsetLeft + chip.offsetWidth);
    const before = (width: number) => ends.filter(end => end <= room - width - gap).length;
    const isWhole = (ends.at(-1) ?? 0) <= room;
    const on = props.choices.findIndex(choice => choice.isOn);
    const own = on >= before(button) ? Math.min(chips[on]?.offsetWidth ?? 0, widest) : 0;
    setFitting(isWhole ? ends.length : before(Math.max(button, own)));
  };
  onMount(() => {
    const watcher = new ResizeObserver(measure);
    watcher.observe(box);
    let frame = 0;
    onCleanup(() => {
      watcher.disconnect();
      cancelAnimationFrame(frame);
    });
    createEffect(
      on(
        () => JSON.stringify(props.choices.map(({ name, color, isOn }) => [name, color, isOn])),
        () => {
          cancelAnimationFrame(frame);
          frame = requestAnimationFrame(measure); // once all of them are there
        },
      ),
    );
  });
  const rest = () => props.choices.slice(fitting());
  const active = () => rest().find(choice => choice.isOn)?.name ?? '…';
  return (
    <div ref={box} class="chips-box" classList={{ few: props.choices.length <= few }}>
      <div ref={row} class="chip-row" role="group" aria-label={props.label}>
        <Index each={props.choices}>
          {(choice, i) => (
            <button
              type="button"
              class="chip"
              classList={{ unseen: i >= fitting() }}
              aria-pressed={choice().isOn}
              title={choice().help}
              onClick={() => choice().choose()}
            >
              <Show when={choice().color}>{color => <i class="dot" style={{ background: color() }} />}</Show>
              {choice().name}
            </button>
          )}
        </Index>
      </div>
      <Show when={rest().length > 0}>
        <Menu
          name={`${props.label}: ${rest().length} more`}
          help="What finds no room in this line"
          class="chip"
          items={rest().map(({ name, help, isOn, color, choose }) => ({ title: name, help, isOn, color, run: choose }))}
        >
          <span class="more" classList={{ on: active() !== '…' }}>
            {active()}
          </span>
        </Menu>
      </Show>
    </div>
  );
}
