import { For, Show } from 'solid-js';
import { number } from '../display/units';
import type { Curves } from '../state/curves';

const mostLines = 500;
const mostColumns = 40;

/** Numbers as they are: a line for each place; of a table with more rows than places, the other way round. */
export function Table(props: { curves: Curves }) {
  const isAcross = () => !props.curves.isList && props.curves.series.length > props.curves.along.values.length;
  const places = () => Array.from(props.curves.along.values);
  const lines = (): (string | number)[][] => {
    const { series } = props.curves;
    return isAcross()
      ? series.slice(0, mostLines).map(({ name, values }) => [name, ...Array.from(values).slice(0, mostColumns)])
      : places()
          .slice(0, mostLines)
          .map(
            (place, i) =>
              [number(place), ...series.slice(0, mostColumns).map(({ values }) => values[i] as number)].concat([]) as (string | number)[],
          );
  };
  const heads = () =>
    isAcross()
      ? [
          '',
          ...places()
            .slice(0, mostColumns)
            .map(place => number(place)),
        ]
      : [
          props.curves.along.name,
          ...props.curves.series.slice(0, mostColumns).map(({ name, unit }) => (unit ? `${name} (${unit})` : name)),
        ];
  const isCut = () => {
    const [lines, columns] = [props.curves.along.values.length, props.curves.series.length];
    return isAcross() ? columns > mostLines || lines > mostColumns : lines > mostLines || columns > mostColumns;
  };
  return (
    <div class="table-box" tabindex="0" role="region" aria-label="Table of the values">
      <table class="numbers">
        <thead>
          <tr>
            <For each={heads()}>{head => <th>{head}</th>}</For>
          </tr>
        </thead>
        <tbody>
          <For each={lines()}>
            {line => (
              <tr>
                <For each={line}>{(value, i) => (i() === 0 ? <th>{value}</th> : <td>{number(value as number, 6)}</td>)}</For>
              </tr>
            )}
          </For>
        </tbody>
      </table>
      <Show when={props.curves.isList && places().length === 0}>
        <p class="hint">There are no rows at this position.</p>
      </Show>
      <Show when={isCut()}>
        <p class="hint">Not all of it is shown here: the CSV file holds everything.</p>
      </Show>
    </div>
  );
}
