import './Thumbnails.css';
import { createEffect, createMemo, createSignal, For, onCleanup, untrack } from 'solid-js';
import { sketch } from '../display/sketch';
import type { Values } from '../protocol/values';
import type { Selector } from '../state/document';
import { patternRequest } from '../state/requests';
import { viewer } from '../state/viewer';

const firstView = 16;

const room = 72;

const others = () => viewer.document.selectors.filter(selector => selector.isShown && selector.id !== viewer.document.activeSelector);

/** Pixels of the screen that they take below the pattern, or beside it; kept free in all panes, so that images are of one size and in one line. While a pointer draws, nothing moves below it. */
export const thumbnailStrip = (before = 0) => (viewer.isGesturing() ? before : others().length > 0 ? room : 0);

/** The patterns of the other selectors, small; a click shows one large. */
export function Thumbnails(props: { place: 'right' | 'below' }) {
  const ids = createMemo(() => others().map(selector => selector.id));
  return (
    <div
      class="thumbnails"
      classList={{ [props.place]: true }}
      style={{ [props.place === 'right' ? 'width' : 'height']: `${room}px` }}
      role="group"
      aria-label="Patterns of the other selectors"
    >
      <For each={ids()}>{id => <Thumbnail id={id} />}</For>
    </div>
  );
}

function Thumbnail(props: { id: string }) {
  const view = firstView + (Number.parseInt(props.id.slice(1), 10) || 0);
  const selector = (): Selector | undefined => viewer.document.selectors.find(other => other.id === props.id);
  const [values, setValues] = createSignal<Values | null>(null);
  let canvas!: HTMLCanvasElement;
  viewer.connection.register(view, setValues);
  let asked = '';
  createEffect(() => {
    const source = viewer.sourceOf('pattern');
    const request = source && patternRequest({ pattern: null }, selector(), source);
    const text = JSON.stringify(request);
    if (text === asked) return;
    asked = text;
    untrack(() => viewer.connection.show(view, request));
  });
  onCleanup(() => viewer.connection.show(view, null));
  createEffect(() => {
    const shown = values();
    const limits = viewer.isLinked('pattern', 'contrast') ? viewer.limits('pattern') : undefined;
    if (shown) sketch(canvas, shown, { ...viewer.document.displays.pattern }, limits);
  });
  return (
    <button
      type="button"
      class="thumbnail"
      style={{ '--item': selector()?.color }}
      aria-label={`Enlarge the pattern of the ${selector()?.shape.kind ?? ''}`}
      onClick={() =>
        viewer.change('choose selector', d => {
          d.activeSelector = props.id;
        })
      }
    >
      <canvas ref={canvas} />
    </button>
  );
}
