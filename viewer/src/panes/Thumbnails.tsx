import { createEffect, createMemo, createSignal, For, onCleanup, Show, untrack } from 'solid-js';
import { colorMap } from '../display/colorMaps';
import { part } from '../display/display';
import { histogramOf, percentile } from '../display/histogram';
import type { Values } from '../protocol/values';
import type { Selector } from '../state/document';
import { patternRequest } from '../state/requests';
import { viewer } from '../state/viewer';

const firstView = 16;

/** The patterns of the other selectors, small; a click shows one large. */
export function Thumbnails() {
  const others = createMemo(() =>
    viewer.document.selectors
      .filter(selector => selector.isShown && selector.id !== viewer.document.activeSelector)
      .map(selector => selector.id),
  );
  return (
    <Show when={others().length > 0}>
      <div class="thumbnails" onPointerDown={event => event.stopPropagation()} role="group" aria-label="Patterns of the other selectors">
        <For each={others()}>{id => <Thumbnail id={id} />}</For>
      </div>
    </Show>
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
    const scan = viewer.scan();
    const request = scan ? patternRequest({ ...viewer.document, patternResult: '' }, selector(), scan.scanShape.length - 2) : null;
    const text = JSON.stringify(request);
    if (text === asked) return;
    asked = text;
    untrack(() => viewer.connection.show(view, request));
  });
  onCleanup(() => viewer.connection.show(view, null));
  createEffect(() => {
    const shown = values();
    if (shown) draw(canvas, shown);
  });
  return (
    <button
      type="button"
      class="thumbnail"
      style={{ '--item': selector()?.color }}
      aria-label={`Show the pattern of the ${selector()?.shape.kind ?? ''} large`}
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

// With the display of patterns, and limits of its own.
function draw(canvas: HTMLCanvasElement, values: Values): void {
  const display = untrack(() => viewer.document.displays.pattern);
  const histogram = histogramOf(values.data);
  const [low, high] = [
    percentile(values.data, histogram, display.lowPercentile),
    percentile(values.data, histogram, display.highPercentile),
  ];
  const { table } = colorMap(display.map);
  [canvas.width, canvas.height] = [values.columns, values.rows];
  const context = canvas.getContext('2d');
  if (!context) return;
  const image = context.createImageData(values.columns, values.rows);
  for (let i = 0; i < values.data.length; i++) {
    const t = Math.min(Math.max(part(values.data[i] as number, low, high, display), 0), 1);
    const at = Math.round((display.isInverted ? 1 - t : t) * 255) * 3;
    image.data[4 * i] = table[at] as number;
    image.data[4 * i + 1] = table[at + 1] as number;
    image.data[4 * i + 2] = table[at + 2] as number;
    image.data[4 * i + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}
