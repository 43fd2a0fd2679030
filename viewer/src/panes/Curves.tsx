import 'uplot/dist/uPlot.min.css';
import { createEffect, onCleanup, onMount, untrack } from 'solid-js';
import uPlot from 'uplot';
import type { Column, Curves as CurvesOf } from '../state/curves';
import { detectorColors } from '../state/document';
import { page } from '../state/page';

const titled = ({ name, unit }: Column) => (unit ? `${name} (${unit})` : name);

interface Props {
  curves: CurvesOf;
  isLogarithmic: boolean;
  /** A place that is marked; null: none. */
  mark: number | null;
  /** A place was clicked. */
  onPick(index: number): void;
}

/** Curves along one axis: drag to zoom, double click to see all of them. */
export function Curves(props: Props) {
  let box!: HTMLDivElement;
  let plot: uPlot | undefined;
  let pressed = 0;
  const size = () => ({ width: Math.max(box.clientWidth, 40), height: Math.max(box.clientHeight - 34, 40) });
  // A logarithm has no place for what is not above 0.
  const column = (values: ArrayLike<number>) =>
    Array.from(values, value => (Number.isFinite(value) && (!props.isLogarithmic || value > 0) ? value : null));
  const numbers = (): uPlot.AlignedData => [
    Array.from(props.curves.along.values),
    ...props.curves.series.map(({ values }) => column(values)),
  ];

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
    const [first] = props.curves.series;
    const isFew = props.curves.series.length < 6;
    return {
      ...size(),
      scales: { x: { time: false }, y: { distr: props.isLogarithmic ? 3 : 1 } },
      axes: [
        { ...axis, label: titled(props.curves.along) },
        { ...axis, label: props.curves.series.length === 1 && first ? titled(first) : (first?.unit ?? ''), size: 64 },
      ],
      series: [
        { label: props.curves.along.name },
        ...props.curves.series.map((each, i) => ({
          label: each.name || 'value',
          stroke: detectorColors[(i + 4) % detectorColors.length] as string,
          width: 1.5,
          points: { show: each.values.length < 60 && isFew },
        })),
      ],
      cursor: { drag: { x: true, y: false } },
      hooks: { draw: [drawMark] },
    };
  }

  function make(): void {
    plot?.destroy();
    plot = new uPlot(options(), numbers(), box);
    plot.over.addEventListener('pointerdown', event => {
      pressed = event.clientX;
    });
    plot.over.addEventListener('click', event => {
      if (Math.abs(event.clientX - pressed) < 4 && plot) props.onPick(plot.posToIdx(event.offsetX));
    });
  }

  onMount(() => {
    const watcher = new ResizeObserver(() => plot?.setSize(size()));
    watcher.observe(box);
    // What the axes say makes another plot; other numbers only fill it.
    createEffect(() => {
      page.theme();
      JSON.stringify([props.isLogarithmic, titled(props.curves.along), props.curves.series.map(titled)]);
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
  return <div ref={box} class="curves" />;
}
