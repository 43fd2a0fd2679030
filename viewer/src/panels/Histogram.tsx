import './Histogram.css';
import { createEffect, createSignal, onCleanup, onMount } from 'solid-js';
import { colorMap } from '../display/colorMaps';
import { part } from '../display/display';
import { telling } from '../display/ticks';
import { number } from '../display/units';
import { paced } from '../paced';
import type { Pane } from '../state/document';
import { page } from '../state/page';
import { viewer } from '../state/viewer';

/** How often each value occurs, with the two limits as handles. */
export function HistogramView(props: { pane: Pane }) {
  let canvas!: HTMLCanvasElement;
  let box!: HTMLDivElement;
  const [width, setWidth] = createSignal(240);
  const height = 64;
  const histogram = paced(() => viewer.shown()[props.pane]?.histogram);
  const limits = paced(() => viewer.limits(props.pane));
  // A little beyond the values, and never without a limit that was set.
  const range = (): [number, number] => {
    const values = histogram();
    if (!values) return [0, 1];
    const [low, high] = limits();
    const [a, b] = [Math.min(values.low, low), Math.max(values.high, high)];
    const around = Math.abs(a) / 2 || 0.5;
    return a < b ? [a, b] : [a - around, b + around];
  };
  // The way between doubles may be no number: their halves are nearer.
  const toX = (value: number) => ((value / 2 - range()[0] / 2) / (range()[1] / 2 - range()[0] / 2)) * width();
  const between = ([from, to]: [number, number], part: number) => from * (1 - part) + to * part;
  const toValue = (x: number) => between(range(), x / width());

  const draw = () => {
    const ratio = window.devicePixelRatio || 1;
    canvas.width = width() * ratio;
    canvas.height = height * ratio;
    const context = canvas.getContext('2d');
    const values = histogram();
    if (!context || !values || values.total === 0) return;
    context.scale(ratio, ratio);
    context.clearRect(0, 0, width(), height);
    const display = viewer.displayOf(props.pane);
    const [low, high] = limits();
    // Of a direction, lengths are counted, which are its brightness.
    const { table } = colorMap(viewer.kindOf(props.pane) === 'wheel' ? 'gray' : display.map);
    const isWhole = viewer.shown()[props.pane]?.picture.isWhole ?? true;
    const columns = new Float64Array(Math.ceil(width()));
    for (let bin = 0; bin < values.counts.length; bin++) {
      const at = Math.floor(
        toX(values.isExact ? values.low + bin : between([values.low, values.high], (bin + 0.5) / values.counts.length)),
      );
      const column = Math.min(Math.max(at, 0), columns.length - 1);
      columns[column] = (columns[column] as number) + (values.counts[bin] as number);
    }
    const size = (count: number) => (page.hasLogCounts() ? Math.log1p(count) : count);
    const most = size(columns.reduce((a, b) => Math.max(a, b), 1));
    for (let x = 0; x < columns.length; x++) {
      const count = columns[x] as number;
      if (count === 0) continue;
      const t = Math.min(Math.max(part(toValue(x + 0.5), low, high, display, isWhole), 0), 1);
      const color = Math.round((display.isInverted ? 1 - t : t) * 255) * 3;
      context.fillStyle = `rgb(${table[color]},${table[color + 1]},${table[color + 2]})`;
      const bar = Math.max((size(count) / most) * (height - 4), 1.5);
      context.fillRect(x, height - bar, 1, bar);
    }
  };
  onMount(() => {
    const watcher = new ResizeObserver(() => setWidth(Math.max(box.clientWidth, 40)));
    watcher.observe(box);
    onCleanup(() => watcher.disconnect());
    createEffect(() => {
      JSON.stringify([limits(), viewer.displayOf(props.pane), page.hasLogCounts()]);
      histogram();
      draw();
    });
  });

  const take = (event: PointerEvent) => {
    const at = event.clientX - box.getBoundingClientRect().left;
    const [low, high] = viewer.limits(props.pane);
    const [toLow, toHigh] = [Math.abs(at - toX(low)), Math.abs(at - toX(high))];
    const isMiddle = at > toX(low) + 8 && at < toX(high) - 8;
    const from = toValue(at);
    const frozen = range();
    box.setPointerCapture(event.pointerId);
    viewer.begin('contrast', stop);
    const move = (next: PointerEvent) => {
      const x = next.clientX - box.getBoundingClientRect().left;
      const value = between(frozen, x / width());
      if (isMiddle) viewer.setDisplay(props.pane, 'contrast', { low: low + value - from, high: high + value - from });
      else if (toLow <= toHigh) viewer.setDisplay(props.pane, 'contrast', { low: Math.min(value, high), high });
      else viewer.setDisplay(props.pane, 'contrast', { low, high: Math.max(value, low) });
    };
    box.onpointermove = move;
  };
  const stop = () => {
    box.onpointermove = null;
  };
  const letGo = () => {
    if (box.onpointermove) viewer.finish();
  };

  return (
    <div
      ref={box}
      class="histogram"
      role="img"
      aria-label={`Histogram, limits ${limits()
        .map(limit => number(limit, telling(...limits(), 4)))
        .join(' to ')}`}
      onPointerDown={take}
      onPointerUp={letGo}
      onPointerCancel={letGo}
      onLostPointerCapture={letGo}
      onDblClick={() => viewer.autoContrast(props.pane)}
      title="Drag the limits or the range between them; double click: automatic"
    >
      <canvas ref={canvas} style={{ width: `${width()}px`, height: `${height}px` }} />
      <i class="limit" style={{ left: `${toX(limits()[0])}px` }} />
      <i class="limit" style={{ left: `${toX(limits()[1])}px` }} />
    </div>
  );
}
