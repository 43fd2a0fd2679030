import './Beam.css';
import { Show } from 'solid-js';
import { number } from '../display/units';
import { paced } from '../paced';
import { detectorColumns, detectorRows, diskOf } from '../state/document';
import { foundDisk, refineDisk, setBeam } from '../state/edit';
import { viewer } from '../state/viewer';
import { NumberField, Section } from './fields';
import { Icon } from './Icon';

/** The direct beam on the detector: its centre and radius. */
export function Beam() {
  const scan = () => viewer.scan();
  const beam = paced(() => {
    const info = scan();
    return info ? diskOf(info, viewer.document) : { row: 0, column: 0, radius: 1 };
  });
  const set = (change: Partial<{ row: number; column: number; radius: number }>) => {
    const info = scan();
    if (info) setBeam(viewer, 'beam', { ...diskOf(info, viewer.document), ...change });
  };
  const source = () => {
    if (viewer.document.disk) return 'set by hand';
    const found = scan()?.disk;
    const isUsed = found && found.row >= 0 && found.row < detectorRows(scan() as never) && found.column < detectorColumns(scan() as never);
    return isUsed ? 'found in the data' : 'not found: the middle of the detector';
  };
  const isPointing = () => viewer.tool()?.kind === 'centre';
  return (
    <Section
      name="beam"
      title="Direct beam"
      summary={`${number(beam().row, 3)}, ${number(beam().column, 3)}; radius ${number(beam().radius, 2)}`}
    >
      <p class="hint">
        Centre and radius of the bright-field disk, {source()}. BF, ADF and the others are made from it, and |q| and angles are measured
        from its centre.
      </p>
      <div class="row" role="group" aria-label="Direct beam, in detector pixels">
        <NumberField label="Row" value={beam().row} digits={2} step={0.25} onChange={row => set({ row })} />
        <NumberField label="Column" value={beam().column} digits={2} step={0.25} onChange={column => set({ column })} />
        <NumberField
          label="Radius"
          value={beam().radius}
          digits={2}
          step={0.25}
          onChange={radius => set({ radius: Math.max(radius, 0.5) })}
        />
      </div>
      <div class="row beam-buttons">
        <button
          type="button"
          class="chip"
          title="Show it on the pattern: drag its centre or its edge"
          aria-pressed={isPointing()}
          onClick={() => viewer.setTool(isPointing() ? null : { pane: 'pattern', kind: 'centre' })}
        >
          <Icon name="fit" /> Drag it on the pattern
        </button>
        <button type="button" class="chip" title="From its edge, to a fraction of a pixel" onClick={() => void refineDisk(viewer)}>
          Refine
        </button>
        <Show when={viewer.document.disk && scan()?.disk}>
          {found => (
            <button
              type="button"
              class="chip"
              title={`Back to the one that was found: ${number(found().row, 5)}, ${number(found().column, 5)}`}
              onClick={() => foundDisk(viewer)}
            >
              As found
            </button>
          )}
        </Show>
      </div>
    </Section>
  );
}
