import 'uplot/dist/uPlot.min.css';
import { createEffect, createMemo, createSignal, type JSX, onCleanup, onMount, Show, untrack } from 'solid-js';
import uPlot from 'uplot';
import { telling } from '../display/ticks';
import { number } from '../display/units';
import type { Column, Curves as CurvesOf } from '../state/curves';
import { detectorColors } from '../state/document';
import { page } from '../state/page';

/** Pixels below which a box is low. */
const lowest = 240;

// Steps between places that are counted.
const wholeSteps = Array.from({ length: 10 }, (_, power) => [1, 2, 5].map(factor => factor * 10 ** power)).flat();

// Few points of few curves are marked each.
const isSparse = ({ series }: CurvesOf) => series.length < 6 && series.every(({ values }) => values.length < 60);
const titled = ({ name, unit }: Column) => (unit ? `${name} (${unit})` : name);

/** Where the curves are on the page, from the corner of their box. */
export interface PlotFrame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Pixels from the left of a value along the axis. */
  toX(value: number): number;
  /** The index, or between two, at a place of the window. */
  toChannel(clientX: number): number;
  /** Reads the curves below the pointer. */
  hover(event: PointerEvent): void;
}

interface Props {
  curves: CurvesOf;
  isLogarithmic: boolean;
  /** A place that is marked; null: none. */
  mark: number | null;
  /** A place was clicked. */
  onPick(index: number): void;
  /** Takes a range of indices that is drawn; null: a drag enlarges. */
  onDraw?: ((from: number, to: number) => void) | null;
  /** What lies above the curves, wherever they are at the moment. */
  children?: (frame: () => PlotFrame) => JSX.Element;
}

/** Curves along one axis: drag to zoom, double click to see all of them. */
export function Curves(props: Props) {
  let box!: HTMLDivElement;
  let plot: uPlot | undefined;
  let pressed = 0;
  const [frame, setFrame] = createSignal<PlotFrame | null>(null);
  // A plot needs places that rise; axes may fall, or go to and fro.
  const order = createMemo(() => {
    const { values } = props.curves.along;
    return Int32Array.from(values, (_, i) => i).sort((a, b) => (values[a] as number) - (values[b] as number));
  });
  const sorted = () => Array.from(order(), i => props.curves.along.values[i] as number);
  // The plot reckons with steps that very large and very small numbers have no room for.
  const unit = createMemo(() => {
    let [least, most] = [Number.POSITIVE_INFINITY, 0];
    for (const { values } of props.curves.series)
      for (let i = 0; i < values.length; i++) {
        const size = Math.abs(Number(values[i]));
        if (Number.isFinite(size) && size > 0) [least, most] = [Math.min(least, size), Math.max(most, size)];
      }
    return most > 1e30 || (most > 0 && least < 1e-30) ? 10 ** Math.max(Math.floor(Math.log10(most)), -307) : 1;
  });
  const told = (values: (number | null)[], digits: number, factor = 1) => {
    const known = values.filter(value => value !== null);
    const counted = telling(Math.min(...known), Math.max(...known), digits);
    return values.map(value => (value === null ? '' : number(value * factor, counted)));
  };
  // In a low box the curves are worth more than what is written below them: the header says what they are.
  const [isLow, setIsLow] = createSignal(false);
  const isCounted = () => Array.from(props.curves.along.values).every(Number.isInteger);
  const size = () => ({ width: Math.max(box.clientWidth, 40), height: Math.max(box.clientHeight - (isLow() ? 0 : 34), 40) });
  // A logarithm has no place for what is not above 0.
  const column = (values: ArrayLike<number | bigint>) =>
    Array.from(order(), i => {
      const value = Number(values[i]) / unit();
      return Number.isFinite(value) && (!props.isLogarithmic || value > 0) ? value : null;
    });
  const numbers = (): uPlot.AlignedData => [sorted(), ...props.curves.series.map(({ values }) => column(values))];

  // The index at a value, or between two of them.
  function indexOf(value: number): number {
    const { values } = props.curves.along;
    const places = order();
    let after = places.findIndex(i => (values[i] as number) >= value);
    if (after < 1) after = after < 0 ? places.length - 1 : 1;
    const [a, b] = [places[after - 1] ?? 0, places[after] ?? 0];
    const step = (values[b] as number) - (values[a] as number);
    return step === 0 ? a : a + ((value - (values[a] as number)) / step) * (b - a);
  }

  function measure(of: uPlot): void {
    const ratio = uPlot.pxRatio;
    const over = of.over.getBoundingClientRect();
    const outer = box.getBoundingClientRect();
    setFrame({
      left: over.left - outer.left,
      top: over.top - outer.top,
      width: of.bbox.width / ratio,
      height: of.bbox.height / ratio,
      toX: value => of.valToPos(value, 'x'),
      toChannel: clientX => indexOf(of.posToVal(clientX - of.over.getBoundingClientRect().left, 'x')),
      hover: event => {
        const { left, top } = of.over.getBoundingClientRect();
        of.setCursor({ left: event.clientX - left, top: event.clientY - top });
      },
    });
  }

  function drawn(of: uPlot): void {
    const { left, width } = of.select;
    if (!props.onDraw || width === 0) return;
    const ends = [indexOf(of.posToVal(left, 'x')), indexOf(of.posToVal(left + width, 'x'))];
    of.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    props.onDraw(Math.min(...ends), Math.max(...ends));
  }

  const drawMark = (of: uPlot) => {
    if (props.mark === null) return;
    const at = props.curves.along.values[props.mark];
    if (at === undefined) return;
    const x = of.valToPos(at, 'x', true);
    of.ctx.save();
    of.ctx.strokeStyle = '#2dd4bf';
    of.ctx.lineWidth = 2;
    of.ctx.beginPath();
    of.ctx.moveTo(x, of.bbox.top);
    of.ctx.lineTo(x, of.bbox.top + of.bbox.height);
    of.ctx.stroke();
    of.ctx.restore();
  };

  function options(): uPlot.Options {
    const style = getComputedStyle(box);
    const [soft, line] = [style.getPropertyValue('--soft'), style.getPropertyValue('--line')];
    const axis = { stroke: soft, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 } };
    // As wide as its numbers.
    const width = (_: uPlot, texts: string[] | null) => 24 + 7 * Math.max(4, ...(texts ?? []).map(text => text.length));
    const [first] = props.curves.series;
    const show = isSparse(props.curves);
    return {
      ...size(),
      legend: { show: !isLow() },
      scales: { x: { time: false }, y: { distr: props.isLogarithmic ? 3 : 1 } },
      axes: [
        {
          ...axis,
          ...(isLow() ? {} : { label: titled(props.curves.along) }),
          ...(isCounted() ? { incrs: wholeSteps } : {}),
          values: (_, splits) => told(splits, 4),
        },
        {
          ...axis,
          values: (_, splits) => told(splits, 4, unit()),
          label: props.curves.series.length === 1 && first ? titled(first) : (first?.unit ?? ''),
          size: width,
        },
      ],
      series: [
        { label: props.curves.along.name, value: (_, value) => (value === null ? '–' : number(value, 6)) },
        ...props.curves.series.map((each, i) => ({
          label: each.name || 'value',
          value: (_: uPlot, value: number | null) => (value === null ? '–' : number(value * unit(), 6)),
          stroke: detectorColors[(i + 4) % detectorColors.length] as string,
          width: 1.5,
          points: { show },
        })),
      ],
      cursor: { drag: { x: true, y: false, setScale: !props.onDraw } },
      hooks: { draw: [drawMark, measure], setSelect: [drawn] },
    };
  }

  function make(): void {
    plot?.destroy();
    plot = new uPlot(options(), numbers(), box);
    plot.over.addEventListener('pointerdown', event => {
      pressed = event.clientX;
    });
    plot.over.addEventListener('click', event => {
      if (Math.abs(event.clientX - pressed) < 4 && plot) props.onPick(order()[plot.posToIdx(event.offsetX)] ?? 0);
    });
  }

  onMount(() => {
    const watcher = new ResizeObserver(() => {
      setIsLow(box.clientHeight < lowest);
      plot?.setSize(size());
    });
    watcher.observe(box);
    // What the axes say makes another plot; other numbers only fill it.
    const kind = createMemo(() =>
      JSON.stringify([
        page.theme(),
        props.isLogarithmic,
        Boolean(props.onDraw),
        titled(props.curves.along),
        props.curves.series.map(titled),
        isSparse(props.curves),
        unit(),
        isLow(),
        isCounted(),
      ]),
    );
    createEffect(() => {
      kind();
      untrack(make);
    });
    createEffect(() => plot?.setData(numbers()));
    createEffect(() => {
      void props.mark;
      plot?.redraw(false);
    });
    onCleanup(() => {
      watcher.disconnect();
      plot?.destroy();
    });
  });
  return (
    <div class="curves" classList={{ drawing: Boolean(props.onDraw) }}>
      <div ref={box} class="curves-box" />
      <Show when={frame()}>{of => props.children?.(of)}</Show>
    </div>
  );
}
