import './ImagePane.css';
import { createEffect, createMemo, createSignal, type JSX, onCleanup, onMount, Show, untrack } from 'solid-js';
import { Renderer } from '../display/renderer';
import { type Size, seen } from '../geometry/camera';
import { probe } from '../probe';
import type { AxisInfo } from '../protocol/session';
import type { Pane } from '../state/document';
import { page } from '../state/page';
import { viewer } from '../state/viewer';
import { ColorBar, ScaleBar } from './Bars';
import { type Drawn, type Mark, Overlay } from './Overlay';
import { PaneHeader } from './PaneHeader';
import { type PointerTarget, pointerHandlers } from './pointer';
import { type Frame, framed } from './tiling';
import { ValueLabels } from './ValueLabels';

interface Props {
  pane: Pane;
  /** The line above the image that says what it is. */
  title: JSX.Element;
  badges: JSX.Element;
  tools: JSX.Element;
  /** The line below it: what else it may show, and what may be drawn on it. */
  chips: JSX.Element;
  description: string;
  shapes: Drawn[];
  marks: Mark[];
  target: PointerTarget;
  axes: [AxisInfo | undefined, AxisInfo | undefined];
  empty: string;
  /** Pixels of the screen below the image that are kept for something else. */
  strip?: number;
  children?: (strip: 'right' | 'below') => JSX.Element;
}

// As --image in tokens.css.
const backgroundOf = (theme: string): [number, number, number] =>
  theme === 'light' ? [0xdf / 255, 0xe2 / 255, 0xe7 / 255] : [0x0a / 255, 0x0b / 255, 0x0e / 255];

/** One image with everything that belongs to it: its name, what it may show, shapes on it, and bars in its frame. */
export function ImagePane(props: Props) {
  let canvas!: HTMLCanvasElement;
  let image!: HTMLDivElement;
  let frame!: HTMLDivElement;
  let renderer: Renderer | undefined;
  let scheduled = 0;
  let drawn = '';
  const [room, setRoom] = createSignal<Size>({ width: 1, height: 1 });
  const state = () => viewer.panes[props.pane];
  const display = () => viewer.displayOf(props.pane);
  const shown = createMemo(() => viewer.shown()[props.pane]); // what comes for the other pane draws nothing here

  // Everything that a drawing depends on, the numbers themselves excepted.
  const looks = () => {
    const { camera, size } = state();
    return JSON.stringify([camera, size, display(), viewer.limits(props.pane), page.theme()]);
  };
  const draw = () => {
    cancelAnimationFrame(scheduled);
    scheduled = 0;
    drawn = looks();
    const [low, high] = viewer.limits(props.pane);
    if (renderer) renderer.background = backgroundOf(page.theme());
    renderer?.draw(state().camera, state().size, window.devicePixelRatio || 1, display(), low, high);
    probe.drawn(props.pane, shown()?.received[0]);
  };
  const schedule = () => {
    if (scheduled === 0) scheduled = requestAnimationFrame(draw);
  };

  onMount(() => {
    renderer = new Renderer(canvas);
    renderer.onRestored = schedule;
    renderer.onLost = () => viewer.notify('The graphics processor was lost: load the page again if the images do not come back.', true);
    probe.renderers[props.pane] = renderer;
    if (!renderer.isAvailable)
      viewer.notify(
        'This browser has no WebGL2, which is needed to draw images: enable hardware acceleration, or use another browser.',
        true,
      );
    const watcher = new ResizeObserver(() => {
      setRoom({ width: frame.clientWidth, height: frame.clientHeight });
      const { width, height } = image.getBoundingClientRect(); // also parts of a pixel: what lies below the pointer is exact
      viewer.resize(props.pane, { width, height });
    });
    watcher.observe(frame);
    watcher.observe(image);
    image.addEventListener('wheel', handlers.onWheel, { passive: false });
    createEffect(() => {
      renderer?.show(shown()?.picture ?? null);
      untrack(draw); // at once: what has come need not wait for the next frame to begin
    });
    createEffect(() => {
      if (looks() !== drawn) schedule();
    });
    onCleanup(() => {
      watcher.disconnect();
      handlers.stop();
      cancelAnimationFrame(scheduled);
      renderer?.dispose();
    });
  });
  const handlers = pointerHandlers(viewer, props.target, () => image);
  createEffect(() => {
    if (viewer.tool() === null) handlers.stop();
  });

  const around = createMemo<Frame>(previous => {
    const picture = shown()?.picture ?? { rows: 1, columns: 1 };
    const isAcross = state().camera.turns % 2 !== 0;
    const extent = isAcross ? { rows: picture.columns, columns: picture.rows } : { rows: picture.rows, columns: picture.columns };
    const next = framed(room(), extent, props.strip);
    return previous && JSON.stringify(previous) === JSON.stringify(next) ? previous : next; // while an image is moved its frame stays
  });
  // The part of the image that is seen, from the corner of the frame.
  const box = createMemo(() => {
    const picture = shown()?.picture;
    const part = picture && seen(state().camera, state().size, picture.rows, picture.columns);
    const { left, top } = around();
    return part ? { left: part.left + left, top: part.top + top, right: part.right + left, bottom: part.bottom + top } : null;
  });

  return (
    <section
      class="pane"
      classList={{ focused: viewer.focused() === props.pane, behind: page.isBehind(props.pane) }}
      aria-label={props.description}
    >
      <PaneHeader title={props.title} badges={props.badges} tools={props.tools} chips={props.chips} />
      <div ref={frame} class="frame">
        <div
          ref={image}
          class="image"
          data-pane={props.pane}
          role="img"
          tabindex="0"
          aria-label={props.description}
          style={{ inset: `${around().top}px ${around().right}px ${around().bottom}px ${around().left}px` }}
          onFocus={() => viewer.focus(props.pane)}
          onPointerDown={handlers.onPointerDown}
          onPointerMove={handlers.onPointerMove}
          onPointerUp={handlers.onPointerUp}
          onPointerCancel={handlers.onPointerUp}
          onLostPointerCapture={handlers.onPointerUp}
          onPointerLeave={handlers.onPointerLeave}
          onDblClick={handlers.onDblClick}
          onContextMenu={event => event.preventDefault()}
        >
          <canvas ref={canvas} />
          <Show when={shown()} fallback={<p class="empty">{viewer.waiting[props.pane].refusal || props.empty}</p>}>
            {value => (
              <>
                <ValueLabels pane={props.pane} shown={value()} />
                <Overlay shapes={props.shapes} marks={props.marks} camera={state().camera} size={state().size} />
              </>
            )}
          </Show>
        </div>
        <Show when={box()}>
          {part => (
            <>
              <ScaleBar axis={props.axes[state().camera.turns % 2 === 0 ? 1 : 0]} scale={state().camera.scale} box={part()} />
              <ColorBar pane={props.pane} box={part()} place={around().bars} />
            </>
          )}
        </Show>
        <Show when={shown() && viewer.waiting[props.pane].refusal}>{text => <p class="refusal">{text()}</p>}</Show>
        {props.children?.(around().strip)}
      </div>
    </section>
  );
}
