// Small inputs.

import { createEffect, For, type JSX } from 'solid-js';

/** A number that is taken when Enter is pressed or the field is left. */
export function NumberField(props: {
  label: string;
  value: number | null;
  onChange: (value: number) => void;
  digits?: number;
  step?: number;
  unit?: string;
  placeholder?: string;
}) {
  let input!: HTMLInputElement;
  const text = () => (props.value === null || !Number.isFinite(props.value) ? '' : String(Number(props.value.toFixed(props.digits ?? 2))));
  createEffect(() => {
    const value = text();
    if (document.activeElement !== input) input.value = value;
  });
  const take = () => {
    const value = Number(input.value.replace(',', '.').replace('−', '-'));
    if (input.value.trim() !== '' && Number.isFinite(value) && input.value !== text()) props.onChange(value);
    setTimeout(() => {
      input.value = text(); // what became of it, once it has come back
    }, 300);
  };
  return (
    <label class="number-field">
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
          if (event.key === 'Escape') input.blur();
          const sign = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
          if (sign !== 0 && props.value !== null) {
            event.preventDefault();
            props.onChange(props.value + sign * (props.step ?? 1) * (event.shiftKey ? 10 : 1));
            input.value = text();
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

export function Toggle(props: { label: string; value: boolean; onChange: (value: boolean) => void }) {
  return (
    <label class="toggle">
      <input type="checkbox" checked={props.value} onChange={event => props.onChange(event.currentTarget.checked)} />
      <span>{props.label}</span>
    </label>
  );
}

export function Section(props: { title: string; children: JSX.Element; tools?: JSX.Element }) {
  return (
    <section class="section">
      <h2>
        {props.title}
        <span class="grow" />
        {props.tools}
      </h2>
      {props.children}
    </section>
  );
}
