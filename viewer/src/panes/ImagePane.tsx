import { createEffect, createMemo, type JSX, onCleanup, onMount, Show, untrack } from 'solid-js';
import { colorMap, gradient } from '../display/colorMaps';
import { Renderer } from '../display/renderer';
import { number, type ScaleBar, scaleBar } from '../display/units';
import { paced } from '../paced';
import { probe } from '../probe';
import type { AxisInfo } from '../protocol/session';
import type { Pane } from '../state/document';
import { page } from '../state/page';
import { viewer } from '../state/viewer';
import { type Drawn, type Mark, Overlay } from './Overlay';
import { type PointerTarget, pointerHandlers } from './pointer';
import { Thumbnails } from './Thumbnails';
import { ValueLabels } from './ValueLabels';

interface Props {
  pane: Pane;
  title: JSX.Element;
  badges: JSX.Element;
  tools: JSX.Element;
  description: string;
  shapes: Drawn[];
  marks: Mark[];
  target: PointerTarget;
  axes: [AxisInfo | undefined, AxisInfo | undefined];
  empty: string;
}

// As --image in theme.css.
const backgroundOf = (theme: string): [number, number, number] =>
  theme === 'light' ? [0xdf / 255, 0xe2 / 255, 0xe7 / 255] : [0x0a / 255, 0x0b / 255, 0x0e / 255];

/** One image with everything that belongs to it: shapes, scale bar, colour bar. */
export function ImagePane(props: Props) {
  let canvas!: HTMLCanvasElement;
  let frame!: HTMLDivElement;
  let renderer: Renderer | undefined;
  let scheduled = 0;
  const state = () => viewer.panes[props.pane];
  const display = () => viewer.displayOf(props.pane);
  const shown = createMemo(() => viewer.shown()[props.pane]); // what comes for the other pane draws nothing here

  const draw = () => {
    cancelAnimationFrame(scheduled);
    scheduled = 0;
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
    probe.renderers[props.pane] = renderer;
    if (!renderer.isAvailable)
      viewer.notify(
        'This browser has no WebGL2, which is needed to draw images: enable hardware acceleration, or use another browser.',
        true,
      );
    const watcher = new ResizeObserver(() => {
      const { width, height } = frame.getBoundingClientRect(); // also parts of a pixel: what lies below the pointer is exact
      viewer.resize(props.pane, { width, height });
    });
    watcher.observe(frame);
    frame.addEventListener('wheel', handlers.onWheel, { passive: false });
    createEffect(() => {
      renderer?.show(shown()?.picture ?? null);
      untrack(draw); // at once: what has come need not wait for the next frame to begin
    });
    createEffect(() => {
      const { camera, size } = state();
      JSON.stringify([camera, size, display(), viewer.limits(props.pane), page.theme()]); // everything that a drawing depends on
      schedule();
    });
    onCleanup(() => watcher.disconnect());
  });
  const handlers = pointerHandlers(viewer, props.target, () => frame);
  createEffect(() => {
    if (viewer.tool() === null) handlers.finishPolygon();
  });

  const bar = createMemo((): ScaleBar | null => {
    const { camera, size } = state();
    return shown()
      ? scaleBar(props.axes[camera.turns % 2 === 0 ? 1 : 0], Math.min(Math.max(size.width * 0.22, 60), 160) / camera.scale)
      : null;
  });

  return (
    <section class="pane" classList={{ focused: viewer.focused() === props.pane }} aria-label={props.description}>
      <header>
        {props.title}
        <span class="grow" />
        {props.badges}
        {props.tools}
      </header>
      <div
        ref={frame}
        class="image"
        data-pane={props.pane}
        role="img"
        tabindex="0"
        aria-label={props.description}
        onFocus={() => viewer.focus(props.pane)}
        onPointerDown={handlers.onPointerDown}
        onPointerMove={handlers.onPointerMove}
        onPointerUp={handlers.onPointerUp}
        onPointerCancel={handlers.onPointerUp}
        onPointerLeave={handlers.onPointerLeave}
        onDblClick={handlers.onDblClick}
        onContextMenu={event => event.preventDefault()}
      >
        <canvas ref={canvas} />
        <Show when={shown()} fallback={<p class="empty">{props.empty}</p>}>
          {value => (
            <>
              <ValueLabels pane={props.pane} shown={value()} />
              <Overlay shapes={props.shapes} marks={props.marks} camera={state().camera} size={state().size} />
              <Show when={bar()}>
                {scale => (
                  <div class="scale-bar">
                    {scale().label}
                    <i style={{ width: `${scale().pixels * state().camera.scale}px` }} />
                  </div>
                )}
              </Show>
              <ColorBar pane={props.pane} />
              <Show when={props.pane === 'pattern'}>
                <Thumbnails />
              </Show>
            </>
          )}
        </Show>
      </div>
    </section>
  );
}

function ColorBar(props: { pane: Pane }) {
  const display = () => viewer.displayOf(props.pane);
  const kind = () => viewer.shown()[props.pane]?.picture.mode;
  const limits = paced(() => viewer.limits(props.pane));
  return (
    <Show when={kind() === 'scalar'} fallback={<Show when={kind() === 'wheel'}>{<Wheel />}</Show>}>
      <div class="color-bar" aria-hidden="true">
        <span>{number(limits()[1])}</span>
        <i style={{ background: gradient(colorMap(display().map), !display().isInverted).replace('90deg', '180deg') }} />
        <span>{number(limits()[0])}</span>
        <Show when={display().scale !== 'linear'}>
          <em>{display().scale}</em>
        </Show>
      </div>
    </Show>
  );
}

// Which way each colour points: right is towards larger columns, down towards larger rows.
function Wheel() {
  const colors = () => {
    const { table } = colorMap('hue');
    const stops = Array.from({ length: 33 }, (_, i) => {
      const at = (Math.round((i / 32) * 256) % 256) * 3;
      return `rgb(${table[at]},${table[at + 1]},${table[at + 2]})`;
    });
    return `radial-gradient(#000,transparent 70%),conic-gradient(from 90deg,${stops.join(',')})`;
  };
  return (
    <div
      class="wheel"
      style={{ background: colors() }}
      title="Direction of the centre of mass: right is towards larger columns, down towards larger rows"
    />
  );
}
