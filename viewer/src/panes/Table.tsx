import { For, Show } from 'solid-js';
import { telling } from '../display/ticks';
import { exactly, number } from '../display/units';
import type { Column, Curves } from '../state/curves';

const mostLines = 500;
const mostColumns = 40;

/** The numbers of a column in so many digits that they are told apart. */
function written({ values }: Column): string[] {
  const numbers = Array.from(values as ArrayLike<number | bigint>);
  const finite = numbers.map(Number).filter(Number.isFinite);
  const digits = telling(Math.min(...finite), Math.max(...finite), 6);
  const isWhole = finite.every(Number.isInteger) && finite.every(value => Math.abs(value) < 1e15);
  return numbers.map(value => exactly(value, isWhole || typeof value === 'bigint', digits));
}

/** Numbers as they are: a line for each place; of a table with more rows than places, the other way round. */
export function Table(props: { curves: Curves }) {
  const isAcross = () => !props.curves.isList && props.curves.series.length > props.curves.along.values.length;
  const places = () => Array.from(props.curves.along.values);
  const lines = (): string[][] => {
    const { series } = props.curves;
    if (isAcross()) return series.slice(0, mostLines).map(column => [column.name, ...written(column).slice(0, mostColumns)]);
    const columns = series.slice(0, mostColumns).map(written);
    return places()
      .slice(0, mostLines)
      .map((place, i) => [number(Number(place)), ...columns.map(column => column[i] as string)]);
  };
  const heads = () =>
    isAcross()
      ? [
          '',
          ...places()
            .slice(0, mostColumns)
            .map(place => number(Number(place))),
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
                <For each={line}>{(value, i) => (i() === 0 ? <th>{value}</th> : <td>{value}</td>)}</For>
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
