import { coordinate, indexAt } from '../display/axes';
import { written } from '../display/units';
import type { Range } from '../geometry/shapes';
import { paced } from '../paced';
import { channelAxis } from '../state/curves';
import { viewer } from '../state/viewer';
import { NumberField } from './fields';

/** Where a range of channels begins and ends, to be typed in the unit of the axis. */
export function RangeFields(props: { label: string; range: Range; onChange: (range: Range) => void }) {
  const shown = paced(() => ({ ...props.range }));
  const axis = () => channelAxis(viewer, 'pattern');
  const unit = () => (axis().unit === 'px' ? '' : written(axis().unit));
  // As many digits as tell two channels apart.
  const digits = () => Math.min(Math.max(1 - Math.floor(Math.log10(Math.abs(axis().scale) || 1)), 0), 9);
  const set = (end: 'from' | 'to', value: number) => {
    const channel = Math.round(indexAt(axis(), value));
    const { from, to } = props.range;
    // An end that passes the other takes it along.
    props.onChange(
      end === 'from'
        ? { kind: 'range', from: channel, to: Math.max(channel, to) }
        : { kind: 'range', from: Math.min(from, channel), to: channel },
    );
  };
  return (
    <div class="row" role="group" aria-label={props.label}>
      <NumberField
        label="From"
        value={coordinate(axis(), shown().from)}
        digits={digits()}
        step={axis().scale}
        unit={unit()}
        onChange={value => set('from', value)}
      />
      <NumberField
        label="To"
        value={coordinate(axis(), shown().to)}
        digits={digits()}
        step={axis().scale}
        unit={unit()}
        onChange={value => set('to', value)}
      />
    </div>
  );
}
