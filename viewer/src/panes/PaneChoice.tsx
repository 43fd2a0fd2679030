import { Index } from 'solid-js';

/** One of several things that a pane shows, chosen in its own bar. */
export function PaneChoice(props: {
  kind: 'frames-of' | 'cell-of';
  label: string;
  help?: string;
  value: string;
  options: readonly (readonly [value: string, text: string])[];
  onChange: (value: string) => void;
}) {
  const named = () => props.options.find(([value]) => value === props.value)?.[1];
  return (
    <select
      class={props.kind}
      aria-label={props.label}
      title={[named(), props.help].filter(Boolean).join(': ')}
      value={props.value}
      onChange={event => props.onChange(event.currentTarget.value)}
    >
      <Index each={props.options}>
        {option => (
          <option value={option()[0]} selected={option()[0] === props.value}>
            {option()[1]}
          </option>
        )}
      </Index>
    </select>
  );
}
