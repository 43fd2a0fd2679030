import './Windows.css';
import { createMemo, Index } from 'solid-js';
import { coordinate } from '../display/axes';
import { number, written } from '../display/units';
import { type Range, shifted } from '../geometry/shapes';
import { channelAxis } from '../state/curves';
import { type Detector, detectorColumns } from '../state/document';
import { activateDetector, editDetector, fitting } from '../state/edit';
import { viewer } from '../state/viewer';
import type { PlotFrame } from './Curves';

type Part = 'from' | 'to' | 'body';

/** Ranges of channels on a curve, each a detector: dragged by their edges and their middle, or moved with the arrow keys. */
export function Windows(props: { frame: PlotFrame }) {
  const ranges = createMemo(() =>
    viewer.document.detectors
      .filter(detector => detector.shape.kind === 'range' && (detector.isShown || detector.id === viewer.document.activeDetector))
      .sort((a, b) => Number(a.id === viewer.document.activeDetector) - Number(b.id === viewer.document.activeDetector)),
  );
  return (
    <div
      class="windows"
      style={{
        left: `${props.frame.left}px`,
        top: `${props.frame.top}px`,
        width: `${props.frame.width}px`,
        height: `${props.frame.height}px`,
      }}
    >
      <Index each={ranges()}>{detector => <Window detector={detector()} frame={props.frame} />}</Index>
    </div>
  );
}

function Window(props: { detector: Detector; frame: PlotFrame }) {
  const range = () => props.detector.shape as Range;
  const isActive = () => props.detector.id === viewer.document.activeDetector;
  const channels = () => {
    const scan = viewer.scan();
    return scan ? detectorColumns(scan) : 1;
  };
  // A channel reaches half way to its neighbours.
  const place = (channel: number) => props.frame.toX(coordinate(channelAxis(viewer, 'pattern'), channel));
  const sides = () => [place(range().from - 0.5), place(range().to + 0.5)].sort((a, b) => a - b) as [number, number];
  const edge = (part: 'from' | 'to') => place(part === 'from' ? range().from - 0.5 : range().to + 0.5) - sides()[0];

  const set = (label: string, next: Range) =>
    editDetector(viewer, props.detector.id, label, d => {
      d.shape = fitting(viewer, 'pattern', next);
    });
  const change = (part: Part, from: Range, by: number) => {
    if (part === 'body') return set('move window', shifted(from, by, channels()));
    if (part === 'from') return set('window', { ...from, from: Math.min(from.from + by, from.to) });
    return set('window', { ...from, to: Math.max(from.to + by, from.from) });
  };

  let drag: { part: Part; from: Range; at: number } | null = null;
  const stop = () => {
    drag = null;
  };
  const press = (part: Part) => (event: PointerEvent) => {
    if (event.button !== 0) return;
    event.stopPropagation();
    viewer.focus('pattern');
    activateDetector(viewer, props.detector.id);
    if (props.detector.isLocked) return;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    drag = { part, from: { ...range() }, at: props.frame.toChannel(event.clientX) };
    viewer.begin(part === 'body' ? 'move window' : 'window', stop);
  };
  const move = (event: PointerEvent) => {
    props.frame.hover(event);
    if (drag) change(drag.part, drag.from, Math.round(props.frame.toChannel(event.clientX) - drag.at));
  };
  const release = () => {
    if (!drag) return;
    stop();
    viewer.end();
  };
  const onKey = (part: Part) => (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (!step || event.altKey || event.ctrlKey || props.detector.isLocked) return;
    event.preventDefault();
    event.stopPropagation();
    change(part, range(), step * (event.shiftKey ? 10 : 1));
  };
  const text = (channel: number) => {
    const axis = channelAxis(viewer, 'pattern');
    return `${number(coordinate(axis, channel), 6)} ${axis.unit === 'px' ? '' : written(axis.unit)}`.trim();
  };
  const handlers = (part: Part) => ({
    onPointerDown: press(part),
    onPointerMove: move,
    onPointerUp: release,
    onPointerCancel: release,
    onLostPointerCapture: release,
    'on:keydown': onKey(part),
  });
  return (
    <div
      class="window"
      classList={{ active: isActive(), locked: props.detector.isLocked }}
      style={{ left: `${sides()[0]}px`, width: `${sides()[1] - sides()[0]}px`, '--item': props.detector.color }}
      role="group"
      aria-label={`${props.detector.name}: ${text(range().from)} to ${text(range().to)}`}
    >
      <div
        class="window-body"
        role="slider"
        tabindex="0"
        aria-label={`${props.detector.name}: move`}
        aria-valuemin={0}
        aria-valuemax={channels() - 1}
        aria-valuenow={range().from}
        aria-valuetext={`${text(range().from)} to ${text(range().to)}`}
        {...handlers('body')}
      >
        <span>{props.detector.name}</span>
      </div>
      <Index each={['from', 'to'] as const}>
        {part => (
          <div
            class="window-edge"
            role="slider"
            tabindex="0"
            style={{ left: `${edge(part())}px` }}
            aria-label={`${props.detector.name}: ${part()}`}
            aria-valuemin={0}
            aria-valuemax={channels() - 1}
            aria-valuenow={range()[part()]}
            aria-valuetext={text(range()[part()])}
            {...handlers(part())}
          />
        )}
      </Index>
    </div>
  );
}
