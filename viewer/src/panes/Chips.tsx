import { Index, Show } from 'solid-js';
import type { Choice } from '../state/choices';

/** What may be chosen, all of it in sight. */
export function Chips(props: { label: string; choices: Choice[] }) {
  return (
    <Show when={props.choices.length > 0}>
      <div class="chip-row" role="group" aria-label={props.label}>
        <Index each={props.choices}>
          {choice => (
            <button type="button" class="chip" aria-pressed={choice().isOn} title={choice().help} onClick={() => choice().choose()}>
              <Show when={choice().color}>{color => <i class="dot" style={{ background: color() }} />}</Show>
              {choice().name}
            </button>
          )}
        </Index>
      </div>
    </Show>
  );
}
