import { createMemo, For, Show } from 'solid-js';
import type { Shape } from '../geometry/shapes';
import { paced } from '../paced';
import { NumberField } from './fields';

const labels: Record<string, string> = {
  row: 'Row',
  column: 'Column',
  radius: 'Radius',
  inner: 'Inner',
  outer: 'Outer',
  half: 'Half',
  from: 'From',
  to: 'To',
  row0: 'Row 0',
  column0: 'Column 0',
  row1: 'Row 1',
  column1: 'Column 1',
};

/** The numbers of a shape, to be typed. */
export function ShapeFields(props: {
  label: string;
  shape: Shape;
  /** Along one axis: there are no rows. */
  isLine?: boolean;
  onChange: (label: string, shape: Shape) => void;
}) {
  const shown = paced(() => ({ ...props.shape }) as Shape);
  const names = createMemo(() =>
    Object.keys(shown())
      .filter(name => name in labels && !(props.isLine && name === 'row'))
      .join(' '),
  );
  const value = (name: string) => (shown() as unknown as Record<string, number>)[name] ?? 0;
  const set = (name: string, next: number) => {
    const shape = { ...props.shape, [name]: next } as Shape & Record<string, number>;
    if (name === 'radius' || name === 'half' || name === 'inner' || name === 'outer') shape[name] = Math.max(next, 0);
    if ('inner' in shape && 'outer' in shape && shape.inner > shape.outer) {
      if (name === 'inner') shape.outer = shape.inner;
      else shape.inner = shape.outer;
    }
    props.onChange(labels[name]?.toLowerCase() ?? name, shape);
  };
  return (
    <Show
      when={names() !== ''}
      fallback={<p class="hint">{props.shape.kind === 'polygon' ? `${props.shape.points.length} corners: drag them` : ''}</p>}
    >
      <div class="row wrap" classList={{ two: names().split(' ').length === 4 }} role="group" aria-label={props.label}>
        <For each={names().split(' ')}>
          {name => (
            <NumberField
              label={props.isLine && name === 'column' ? 'Position' : (labels[name] as string)}
              value={value(name)}
              digits={2}
              unit={name === 'from' || name === 'to' ? '°' : ''}
              onChange={next => set(name, next)}
            />
          )}
        </For>
      </div>
    </Show>
  );
}
