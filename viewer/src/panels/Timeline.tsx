import './Timeline.css';
import { createMemo, For } from 'solid-js';
import { axesOf, calibrated } from '../display/axes';
import { paced } from '../paced';
import { seriesLength } from '../state/document';
import { page } from '../state/page';
import type { Mode } from '../state/play';
import { outerPosition } from '../state/requests';
import { viewer } from '../state/viewer';
import { NumberField, Select } from './fields';
import { IconButton } from './Icon';

/** The outer axes of a series: a slider for each, and playing through all of it. */
export function Timeline() {
  const member = paced(() => viewer.document.member);
  const length = () => {
    const scan = viewer.scan();
    return scan ? seriesLength(scan) : 1;
  };
  const shape = () => viewer.scan()?.scanShape ?? [];
  const lengths = createMemo(() => shape().slice(0, -2), undefined, { equals: (a, b) => String(a) === String(b) });
  const place = () => outerPosition(shape(), member());
  const go = (axis: number, index: number) =>
    viewer.change('series', d => {
      const next = outerPosition(shape(), d.member).map((at, i) => (i === axis ? index : at));
      d.member = lengths().reduce((flat, count, i) => flat * count + (next[i] ?? 0), 0);
    });
  const range = () => page.play.range() ?? { first: 0, last: length() - 1 };
  const label = (axis: number) => {
    const scan = viewer.scan();
    const at = place()[axis] ?? 0;
    const value = scan && calibrated(axesOf(scan).scan[axis], at);
    return `${at + 1} ∕ ${lengths()[axis]}${value ? ` ${value}` : ''}`;
  };
  return (
    <section class="timeline" aria-label="Series">
      <IconButton
        icon={page.play.isPlaying() ? 'pause' : 'play'}
        label={page.play.isPlaying() ? 'Pause (Space)' : 'Play (Space)'}
        onClick={page.play.toggle}
      />
      <For each={lengths()}>
        {(count, axis) => (
          <>
            <input
              type="range"
              min="0"
              max={count - 1}
              value={place()[axis()] ?? 0}
              aria-label={viewer.scan()?.axes[axis()]?.name || `Axis ${axis() + 1} of the series`}
              onPointerDown={() => viewer.begin('series')}
              onPointerUp={() => viewer.finish()}
              onPointerCancel={() => viewer.finish()}
              onInput={event => go(axis(), event.currentTarget.valueAsNumber)}
            />
            <span class="member">{label(axis())}</span>
          </>
        )}
      </For>
      <NumberField
        label="From"
        value={range().first + 1}
        digits={0}
        onChange={first => page.play.setRange({ first: Math.min(Math.max(Math.round(first) - 1, 0), range().last), last: range().last })}
      />
      <NumberField
        label="To"
        value={range().last + 1}
        digits={0}
        onChange={last =>
          page.play.setRange({ first: range().first, last: Math.max(Math.min(Math.round(last) - 1, length() - 1), range().first) })
        }
      />
      <Select
        label=""
        isPlain
        value={page.play.mode()}
        options={[
          ['loop', 'Loop'],
          ['boomerang', 'Boomerang'],
          ['once', 'Once'],
        ]}
        onChange={mode => page.play.setMode(mode as Mode)}
      />
      <IconButton
        icon="undo"
        label="Backwards"
        pressed={page.play.isBackward()}
        onClick={() => page.play.setIsBackward(!page.play.isBackward())}
      />
      <NumberField label="fps" value={page.play.fps()} digits={1} onChange={fps => page.play.setFps(Math.min(Math.max(fps, 0.1), 120))} />
      <span class="fps" title="Frames drawn per second">
        {page.play.isPlaying() ? `${page.play.drawnFps().toFixed(0)} shown` : ''}
      </span>
    </section>
  );
}
