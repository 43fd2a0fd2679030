import { For, Show } from 'solid-js';
import type { Camera, Size } from '../geometry/camera';
import { toScreen } from '../geometry/camera';
import type { Shape } from '../geometry/shapes';
import { knobs, outline } from './outline';

export interface Drawn {
  id: string;
  shape: Shape;
  color: string;
  isActive: boolean;
  isLocked: boolean;
  isDashed?: boolean;
  label?: string;
}

/** Shapes above an image; they never touch its pixels. */
export function Overlay(props: { shapes: Drawn[]; camera: Camera; size: Size; marks: [number, number][] }) {
  const at = (row: number, column: number) => toScreen(props.camera, props.size, row, column);
  return (
    <svg class="overlay" viewBox={`0 0 ${props.size.width} ${props.size.height}`} aria-hidden="true">
      <Show when={props.marks.length > 0}>
        <path
          class="marks"
          d={props.marks.map(([row, column]) => outline({ kind: 'point', row, column }, props.camera, props.size)).join('')}
        />
      </Show>
      <For each={props.shapes}>
        {drawn => {
          const path = () => outline(drawn.shape, props.camera, props.size);
          const cross = () => (drawn.shape.kind === 'point' ? at(drawn.shape.row, drawn.shape.column) : null);
          return (
            <g class="shape" classList={{ active: drawn.isActive, dashed: drawn.isDashed ?? false }} style={{ color: drawn.color }}>
              <path class="halo" d={path()} />
              <path class="line" d={path()} fill-rule="evenodd" />
              <Show when={cross()}>
                {position => {
                  const arms = () => {
                    const [x, y] = position();
                    const inner = Math.max(props.camera.scale * 0.7, 5);
                    const outer = inner + 11;
                    return `M${x - outer} ${y}H${x - inner}M${x + inner} ${y}H${x + outer}M${x} ${y - outer}V${y - inner}M${x} ${y + inner}V${y + outer}`;
                  };
                  return (
                    <>
                      <path class="halo" d={arms()} />
                      <path class="line" d={arms()} />
                    </>
                  );
                }}
              </Show>
              <Show when={drawn.isActive && !drawn.isLocked}>
                <For each={knobs(drawn.shape)}>{knob => <circle class="knob" cx={at(...knob)[0]} cy={at(...knob)[1]} r="4" />}</For>
              </Show>
            </g>
          );
        }}
      </For>
    </svg>
  );
}
