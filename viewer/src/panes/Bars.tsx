import './Bars.css';
import { createMemo, For, Show } from 'solid-js';
import { colorMap, gradient } from '../display/colorMaps';
import { baseOf, labelled, ticks } from '../display/ticks';
import { number, scaleBar } from '../display/units';
import type { Box } from '../geometry/camera';
import { paced } from '../paced';
import type { AxisInfo } from '../protocol/session';
import { type Pane, viewOf } from '../state/document';
import { takes } from '../state/pictures';
import { valueUnit } from '../state/readout';
import { viewer } from '../state/viewer';

/** A length, below the left edge of the image. */
export function ScaleBar(props: { axis: AxisInfo | undefined; scale: number; box: Box }) {
  const bar = createMemo(() => scaleBar(props.axis, Math.min(Math.max((props.box.right - props.box.left) * 0.2, 40), 130) / props.scale));
  return (
    <Show when={bar()}>
      {length => (
        <div class="scale-bar" style={{ transform: `translate(${Math.round(props.box.left)}px, ${Math.round(props.box.bottom) + 6}px)` }}>
          <i style={{ width: `${length().pixels * props.scale}px` }} />
          {length().label}
        </div>
      )}
    </Show>
  );
}

const shortest = 60;
const longest = 260;

/** About as wide as texts are, in pixels. */
const character = 6.6;
const gap = 8;
const widthOf = (text: string) => text.length * character;
/** Of the width of the image, what the scale bar takes at most, and at least. */
const scaleBarShare = 0.32;
const scaleBarLeast = 64;

/** Which colour stands for which value: beside the image, or below its right half. */
export function ColorBar(props: { pane: Pane; box: Box; place: 'right' | 'below' }) {
  const display = () => viewer.displayOf(props.pane);
  const shown = () => viewer.shown()[props.pane];
  const mode = createMemo(() => shown()?.picture.mode);
  const limits = paced(() => viewer.limits(props.pane));
  const isRight = () => props.place === 'right';
  const length = () => {
    const { left, top, right, bottom } = props.box;
    if (isRight()) return Math.min(Math.max(bottom - top, shortest), 420);
    return Math.min(
      Math.max(
        (right - left) * 0.5,
        shortest,
        ends().reduce((sum, text) => sum + widthOf(text), gap),
      ),
      longest,
    );
  };
  const place = () => {
    const { left, top, right, bottom } = props.box;
    return isRight()
      ? { transform: `translate(${Math.round(right) + 8}px, ${Math.round(top)}px)`, height: `${length()}px` }
      : { transform: `translate(${Math.round(Math.max(right - length(), left))}px, ${Math.round(bottom) + 8}px)`, width: `${length()}px` };
  };
  const isWhole = createMemo(() => shown()?.picture.isWhole ?? true);
  const hasValues = createMemo(() => (shown()?.histogram.total ?? 0) > 0);
  // Below a small image two labels share what the scale bar leaves.
  const widest = () => {
    const room = props.box.right - props.box.left - scaleBarLeast;
    return isRight() || room > 200 ? undefined : Math.max(Math.floor((room - gap) / 2 / character), 5);
  };
  const text = (value: number) => labelled(value, ...limits(), widest());
  const isConstant = () => !(limits()[1] > limits()[0]);
  // Where there is one limit, mostly of values that are all one: in as many words as find room.
  const constant = () => {
    if (!hasValues()) return 'no values';
    const [value, room] = [number(limits()[0]), isRight() ? longest : props.box.right - props.box.left - scaleBarLeast];
    const { low, high } = shown()?.histogram ?? { low: 0, high: 0 };
    const all = low === high ? [`all values ${value}`, `all ${value}`] : [`below and above ${value}`, `≶ ${value}`];
    return all.find(words => widthOf(words) <= room) ?? value;
  };
  const ends = () => (mode() !== 'scalar' ? [] : hasValues() && !isConstant() ? limits().map(text) : [constant()]);
  // Labels begin and end with the bar: they have the room between those at its ends.
  const distance = () => {
    if (isRight()) return 22 / length();
    const longest = Math.max(...ends().map(widthOf));
    return (longest + gap) / Math.max(length() - longest, 1);
  };
  const marks = createMemo(() => (!hasValues() ? [] : ticks(...limits(), display(), distance(), isWhole())));
  const base = () => (marks().length > 0 ? baseOf(...limits()) : 0);
  const caption = () =>
    [valueUnit(viewer, props.pane), display().scale === 'linear' ? '' : scaleWords[display().scale]].filter(text => text !== '').join(', ');
  // Left of the bar, where the scale bar ends before it.
  const hasRoom = (text: string) => {
    const width = props.box.right - props.box.left;
    return isRight() || width - length() - Math.max(width * scaleBarShare, scaleBarLeast) >= widthOf(text) + gap;
  };
  const colors = () => {
    const [low, high] = shown()?.picture.limits?.[0] ?? limits();
    return `${number(low)} to ${number(high)}`;
  };
  const colorWords = 'red, green, blue: ';
  const hasColorWords = () => {
    const width = props.box.right - props.box.left;
    return !isRight() && width - Math.max(width * scaleBarShare, scaleBarLeast) >= widthOf(colorWords + colors()) + gap;
  };
  const none = createMemo(() => {
    const value = shown();
    return value !== undefined && value !== null && value.histogram.total < value.data.length && !value.picture.isPartial;
  });
  const rgb = () => `rgb(${colorMap(display().map).notANumber})`;
  return (
    <Show when={mode() !== 'overlay'} fallback={<Legend pane={props.pane} box={props.box} />}>
      <div class="color-bar" classList={{ [props.place]: true }} style={place()} aria-hidden="true">
        <Show when={mode() === 'wheel'}>
          <Wheel />
        </Show>
        <Show when={mode() === 'scalar'}>
          <i
            style={{
              background: isRight()
                ? gradient(colorMap(display().map), !display().isInverted).replace('90deg', '180deg')
                : gradient(colorMap(display().map), display().isInverted),
            }}
          />
          <Show when={marks().length > 0} fallback={<span class="constant">{constant()}</span>}>
            <For each={marks()}>{({ value, at }) => <span style={{ '--at': at }}>{text(value)}</span>}</For>
          </Show>
          <Show when={hasRoom(caption())}>
            <em>{caption()}</em>
          </Show>
          <Show when={base() !== 0}>
            <em class="base" title="What all values have in common, to be added to those at the bar">
              {number(base(), 15)} +
            </em>
          </Show>
        </Show>
        <Show when={mode() === 'color'}>
          <em class="colors">
            <Show when={hasColorWords()} fallback={<i />}>
              {colorWords}
            </Show>
            {colors()}
          </em>
        </Show>
        <Show when={none() && (mode() !== 'scalar' || hasRoom('■ no value'))}>
          <b style={{ '--none': rgb() }} title="Pixels that are masked, or positions without a value">
            no value
          </b>
        </Show>
      </div>
    </Show>
  );
}

// Whose colour is which in an overlay.
function Legend(props: { pane: Pane; box: Box }) {
  const detectors = () => {
    const { image } = viewOf(viewer.looked(), props.pane);
    return viewer.document.detectors.filter(detector => takes(image, detector.id));
  };
  return (
    <div
      class="legend"
      style={{
        transform: `translate(${Math.round(props.box.right)}px, ${Math.round(props.box.bottom) + 6}px) translateX(-100%)`,
        'max-width': `${(props.box.right - props.box.left) * 0.7}px`,
      }}
    >
      <For each={detectors()}>
        {({ name, color }) => (
          <span>
            <i class="dot" style={{ background: color }} /> {name}
          </span>
        )}
      </For>
    </div>
  );
}

const scaleWords = { linear: '', log: 'log', sqrt: 'square root', gamma: 'power', symlog: 'sym. log', asinh: 'asinh' } as const;

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
    <div class="wheel" style={{ background: colors() }} title="Direction: right is towards larger columns, down towards larger rows" />
  );
}
