// Small inputs.

import { createEffect, For, type JSX, Show } from 'solid-js';
import { page, type SectionName } from '../state/page';
import { Icon } from './Icon';

/** Characters that find room in a field. */
const widest = 10;

// Digits behind the point, and as many that count where the number is smaller than one: 1e-11 is not 0. What is too long has a power of ten.
function written(value: number, digits: number, significant: number | undefined): string {
  const size = Math.abs(value);
  const counted = significant ?? (size >= 1 || size === 0 || digits === 0 ? undefined : Math.max(digits, 3));
  const rounded = Number(counted === undefined ? value.toFixed(digits) : value.toPrecision(counted));
  const plain = String(rounded).replace('e+', 'e');
  if (plain.length <= widest) return plain;
  const short = rounded.toExponential(significant === undefined ? undefined : significant - 1).replace(/\.?0*e\+?/, 'e');
  return short.length < plain.length ? short : plain;
}

/** A number that is taken when Enter is pressed or the field is left. */
export function NumberField(props: {
  label: string;
  value: number | null;
  onChange: (value: number) => void;
  /** Digits behind the point. */
  digits?: number;
  /** In place of these, digits that count. */
  significant?: number;
  step?: number;
  unit?: string;
  placeholder?: string;
}) {
  let input!: HTMLInputElement;
  const text = () =>
    props.value === null || !Number.isFinite(props.value) ? '' : written(props.value, props.digits ?? 2, props.significant);
  // What is being typed stays; what only has the focus follows.
  let last = '';
  const show = () => {
    last = text();
    input.value = last;
  };
  createEffect(() => {
    text();
    if (document.activeElement !== input || input.value === last) show();
  });
  const take = () => {
    const value = Number(input.value.replace(',', '.').replace('−', '-'));
    if (input.value.trim() !== '' && Number.isFinite(value) && input.value !== text()) props.onChange(value);
    setTimeout(show, 300); // what became of it, once it has come back
  };
  return (
    <label class="number-field" style={props.significant === undefined ? {} : { 'min-width': `${text().length + 2.5}ch` }}>
      <span>{props.label}</span>
      <input
        ref={input}
        type="text"
        inputmode="decimal"
        placeholder={props.placeholder ?? ''}
        onBlur={take}
        onKeyDown={event => {
          event.stopPropagation();
          if (event.key === 'Enter') take();
          if (event.key === 'Escape') {
            show(); // nothing of what was typed is taken
            input.blur();
          }
          const sign = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
          if (sign !== 0 && props.value !== null) {
            event.preventDefault();
            props.onChange(props.value + sign * (props.step ?? 1) * (event.shiftKey ? 10 : 1));
            show();
          }
        }}
      />
      {props.unit && <em>{props.unit}</em>}
    </label>
  );
}

export function Select<T extends string>(props: {
  label: string;
  value: T;
  options: readonly (readonly [T, string])[];
  onChange: (value: T) => void;
  isPlain?: boolean;
}) {
  return (
    <label class="select-field" classList={{ plain: props.isPlain ?? false }}>
      <span>{props.label}</span>
      <select value={props.value} onChange={event => props.onChange(event.currentTarget.value as T)}>
        <For each={props.options}>
          {([value, text]) => (
            <option value={value} selected={value === props.value}>
              {text}
            </option>
          )}
        </For>
      </select>
    </label>
  );
}

export function Toggle(props: { label: string; value: boolean; onChange: (value: boolean) => void; help?: string }) {
  return (
    <label class="toggle" title={props.help ?? ''}>
      <input type="checkbox" checked={props.value} onChange={event => props.onChange(event.currentTarget.checked)} />
      <span>{props.label}</span>
    </label>
  );
}

/** A part of the panel that opens and closes; closed, it says in a few words what is inside. */
export function Section(props: { name: SectionName; title: string; summary?: string; children: JSX.Element; tools?: JSX.Element }) {
  const isOpen = () => page.isOpen(props.name);
  return (
    <section class="section" data-section={props.name} classList={{ closed: !isOpen() }}>
      <h2>
        <button type="button" class="section-title" aria-expanded={isOpen()} onClick={() => page.toggleSection(props.name)}>
          <Icon name={isOpen() ? 'down' : 'right'} /> {props.title}
        </button>
        <span class="grow" />
        <Show when={isOpen()} fallback={<small>{props.summary}</small>}>
          {props.tools}
        </Show>
      </h2>
      <Show when={isOpen()}>{props.children}</Show>
    </section>
  );
}
