import './Overlay.css';
import { createMemo, For, Index, Show } from 'solid-js';
import { type Camera, matrix, type Size, toScreen } from '../geometry/camera';
import { center, moved, type Shape } from '../geometry/shapes';
import type { Pane } from '../state/document';
import { viewer } from '../state/viewer';
import { knobs, outline } from './outline';
import { lineOf } from './tones';

export interface Drawn {
  id: string;
  shape: Shape;
  color: string;
  isActive: boolean;
  isLocked: boolean;
  isDashed?: boolean;
}

/** A pixel that is marked: suggested as hot, or left out. */
export interface Mark {
  row: number;
  column: number;
  isMasked: boolean;
}

// So many are layers of their own; more would make a large layer that is blended with each frame.
const fewMarks = 40;

const largePixel = 40;

const nothing: Size = { width: 0, height: 0 };

/** The shape that is being drawn in a pane. */
export function draftIn(pane: Pane): Drawn[] {
  const draft = viewer.draft();
  return draft?.pane === pane
    ? [{ id: 'draft', shape: draft.shape, color: '#ffffff', isActive: true, isLocked: false, isDashed: true }]
    : [];
}

/** Where the cursor is in another pane whose cursor is linked. */
export function linkedCursor(pane: Pane): Drawn[] {
  const at = viewer.cursor();
  if (!at || at.pane === pane || !viewer.linked(pane, 'cursor').includes(at.pane)) return [];
  const place = viewer.placeIn(at.pane, pane, at.row, at.column);
  if (!place) return [];
  const shape = { kind: 'point', row: Math.round(place[0]), column: Math.round(place[1]) } as const;
  return [{ id: 'cursor', shape, color: '#ffffff', isActive: false, isLocked: true }];
}

/** Shapes above an image; they never touch its pixels. Each is a layer of its own: moving one paints nothing anew. */
export function Overlay(props: { shapes: Drawn[]; camera: Camera; size: Size; marks: Mark[] }) {
  return (
    <div class="overlay" aria-hidden="true">
      <Show when={props.marks.length > fewMarks}>
        <svg viewBox={`0 0 ${props.size.width} ${props.size.height}`}>
          <For each={[false, true]}>
            {isMasked => (
              <path
                class="marks"
                classList={{ masked: isMasked }}
                d={props.marks
                  .filter(mark => mark.isMasked === isMasked)
                  .map(({ row, column }) => outline({ kind: 'point', row, column }, props.camera, props.size))
                  .join('')}
              />
            )}
          </For>
        </svg>
      </Show>
      <Show when={props.marks.length <= fewMarks}>
        <For each={props.marks}>
          {mark => {
            const place = () => toScreen(props.camera, props.size, mark.row, mark.column).map(Math.round);
            const side = () => Math.max(props.camera.scale, 3);
            return (
              <i
                class="mark"
                classList={{ masked: mark.isMasked }}
                style={{
                  width: `${side()}px`,
                  height: `${side()}px`,
                  transform: `translate(${(place()[0] as number) - side() / 2}px, ${(place()[1] as number) - side() / 2}px)`,
                }}
              />
            );
          }}
        </For>
      </Show>
      <Index each={props.shapes}>{drawn => <ShapeLayer drawn={drawn()} camera={props.camera} size={props.size} />}</Index>
    </div>
  );
}

function ShapeLayer(props: { drawn: Drawn; camera: Camera; size: Size }) {
  const anchor = () => center(props.drawn.shape);
  // About its own middle: the same text as long as it is only moved.
  const own = createMemo(() => {
    const [row, column] = anchor();
    return JSON.stringify(rounded(moved(props.drawn.shape, -row, -column)));
  });
  const view = createMemo(() => JSON.stringify([props.camera.scale, props.camera.turns, props.camera.isFlipped]));
  const camera = createMemo((): Camera => {
    const [scale, turns, isFlipped] = JSON.parse(view());
    return { row: 0, column: 0, scale, turns, isFlipped };
  });
  const path = createMemo(() => outline(JSON.parse(own()) as Shape, camera(), nothing));
  const handles = createMemo(() => {
    const [xx, xy, yx, yy] = matrix(camera());
    return knobs(JSON.parse(own()) as Shape).map(([row, column]) => [xx * column + xy * row, yx * column + yy * row] as const);
  });
  const arms = createMemo(() => {
    if (props.drawn.shape.kind !== 'point') return null;
    if (camera().scale > largePixel) return null; // the pixel itself is seen well enough
    const inner = Math.max(camera().scale * 0.7, 5);
    const outer = inner + 11;
    return `M${-outer} 0H${-inner}M${inner} 0H${outer}M0 ${-outer}V${-inner}M0 ${inner}V${outer}`;
  });
  const place = () => {
    const [x, y] = toScreen(props.camera, props.size, ...anchor());
    return `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  };
  return (
    <svg
      class="shape"
      classList={{ active: props.drawn.isActive, dashed: props.drawn.isDashed ?? false }}
      width="1"
      height="1"
      style={{ color: lineOf(props.drawn.color), transform: place() }}
    >
      <path class="halo" d={path()} />
      <path class="line" d={path()} fill-rule="evenodd" />
      <Show when={arms()}>
        {lines => (
          <>
            <path class="halo" d={lines()} />
            <path class="line" d={lines()} />
          </>
        )}
      </Show>
      <Show when={props.drawn.isActive && !props.drawn.isLocked}>
        <For each={handles()}>{([x, y]) => <circle class="knob" cx={x} cy={y} r="4" />}</For>
      </Show>
    </svg>
  );
}

// Sums of parts of a pixel leave dust in the last digits.
function rounded(shape: Shape): Shape {
  return JSON.parse(JSON.stringify(shape), (_, value) => (typeof value === 'number' ? Math.round(value * 1e4) / 1e4 : value)) as Shape;
}
