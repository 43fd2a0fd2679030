import { number, written } from '../display/units';
import { paced } from '../paced';
import { seriesLength } from '../state/document';
import { page } from '../state/page';
import type { Mode } from '../state/play';
import { viewer } from '../state/viewer';
import { NumberField, Select } from './fields';
import { IconButton } from './Icon';

/** The first axis of a series: slider, and playing. */
export function Timeline() {
  const member = paced(() => viewer.document.member);
  const length = () => {
    const scan = viewer.scan();
    return scan ? seriesLength(scan) : 1;
  };
  const axis = () => viewer.scan()?.axes[0];
  const go = (member: number) =>
    viewer.change('series', d => {
      d.member = Math.min(Math.max(Math.round(member), 0), length() - 1);
    });
  const range = () => page.play.range() ?? { first: 0, last: length() - 1 };
  const label = () => {
    const known = axis();
    const at = member();
    return known?.unit ? `${number(known.offset + at * known.scale)} ${written(known.unit)}` : '';
  };
  return (
    <section class="timeline" aria-label="Series">
      <IconButton
        icon={page.play.isPlaying() ? 'pause' : 'play'}
        label={page.play.isPlaying() ? 'Pause (Space)' : 'Play (Space)'}
        onClick={page.play.toggle}
      />
      <input
        type="range"
        min="0"
        max={length() - 1}
        value={member()}
        aria-label={axis()?.name || 'Member of the series'}
        style={{ '--first': range().first / Math.max(length() - 1, 1), '--last': range().last / Math.max(length() - 1, 1) }}
        onPointerDown={() => viewer.begin('series')}
        onPointerUp={() => viewer.end()}
        onInput={event => go(event.currentTarget.valueAsNumber)}
      />
      <span class="member">
        {member() + 1} ∕ {length()} {label()}
      </span>
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
