import { createMemo, For, Show } from 'solid-js';
import { type Shown, valuesAt } from '../display/picture';
import { telling } from '../display/ticks';
import { number } from '../display/units';
import { toImage, toScreen } from '../geometry/camera';
import type { Pane } from '../state/document';
import { viewer } from '../state/viewer';

/** The values themselves, where pixels are large enough to hold them. */
export function ValueLabels(props: { pane: Pane; shown: Shown }) {
  const state = () => viewer.panes[props.pane];
  const labels = createMemo(() => {
    const { camera, size } = state();
    if (camera.scale < 44) return [];
    const { rows, columns } = props.shown.picture;
    const corners = [toImage(camera, size, 0, 0), toImage(camera, size, size.width, size.height)] as const;
    const range = (a: number, b: number, most: number) =>
      [Math.max(Math.floor(Math.min(a, b)), 0), Math.min(Math.ceil(Math.max(a, b)), most - 1)] as const;
    const [row0, row1] = range(corners[0][0], corners[1][0], rows);
    const [column0, column1] = range(corners[0][1], corners[1][1], columns);
    const list: { x: number; y: number; text: string }[] = [];
    const line = 14;
    const digits = telling(props.shown.histogram.low, props.shown.histogram.high, 4);
    for (let row = row0; row <= row1; row++) {
      for (let column = column0; column <= column1; column++) {
        const [x, y] = toScreen(camera, size, row, column);
        const values = valuesAt(props.shown, row * columns + column);
        for (const [i, value] of values.entries())
          list.push({ x, y: y + (i - (values.length - 1) / 2) * line, text: number(Number(value), digits) });
      }
    }
    return list;
  });
  return (
    <Show when={labels().length > 0}>
      <svg class="value-labels" viewBox={`0 0 ${state().size.width} ${state().size.height}`} aria-hidden="true">
        <For each={labels()}>
          {label => (
            <text x={label.x} y={label.y}>
              {label.text}
            </text>
          )}
        </For>
      </svg>
    </Show>
  );
}
