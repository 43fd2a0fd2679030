import { createSignal, For, Show } from 'solid-js';
import { bytes } from '../display/units';
import { viewer } from '../state/viewer';
import { NumberField, Section, Select, Toggle } from './fields';

/** What is open, and its calibration. */
export function ScanPanel() {
  return (
    <Show when={viewer.scan()}>
      {scan => (
        <>
          <Section title="Scan">
            <dl class="facts">
              <For
                each={
                  [
                    ['format', scan().format],
                    ['scan', scan().scanShape.join(' × ')],
                    ['detector', `${scan().detectorShape.join(' × ')} ${scan().dtype}`],
                    ['in memory', `${scan().heldAs}, ${bytes(scan().bytes)}`],
                    ['left out', `${scan().maskedPixels} pixels`],
                  ] as const
                }
              >
                {([name, value]) => (
                  <div>
                    <dt>{name}</dt>
                    <dd>{value}</dd>
                  </div>
                )}
              </For>
            </dl>
            <p class="hint" title="Why it is held so">
              {scan().heldBecause}
            </p>
            <For each={scan().notes}>{note => <p class="hint">{note}</p>}</For>
            <Show when={scan().hotPixels.length > 0}>
              <Toggle
                label={`Show ${scan().hotPixels.length} suggested hot pixels`}
                value={viewer.document.showsMask}
                onChange={shows =>
                  viewer.change('mask', d => {
                    d.showsMask = shows;
                  })
                }
              />
              <button
                type="button"
                class="chip"
                onClick={() => viewer.connection.send({ type: 'open', path: scan().path, fixHotPixels: true })}
              >
                Leave them out
              </button>
            </Show>
          </Section>
          <CalibrationPanel />
        </>
      )}
    </Show>
  );
}

const scanUnits = [
  ['nm', 'nm'],
  ['Å', 'Å'],
  ['µm', 'µm'],
  ['px', 'px'],
] as const;
const detectorUnits = [
  ['mrad', 'mrad'],
  ['1/nm', 'nm⁻¹'],
  ['1/Å', 'Å⁻¹'],
  ['px', 'px'],
] as const;

function CalibrationPanel() {
  const axes = () => viewer.scan()?.axes ?? [];
  const [edited, setEdited] = createSignal<Record<string, unknown>>({});
  const value = (name: string, fallback: unknown) => edited()[name] ?? viewer.scan()?.calibration?.[name] ?? fallback;
  const numeric = (name: string, fallback: number | null) => value(name, fallback) as number | null;
  const set = (name: string, next: unknown) => setEdited(all => ({ ...all, [name]: next }));
  const scanAxis = () => axes().at(-3);
  const detectorAxis = () => axes().at(-1);
  const isCalibrated = (scale: number | undefined, unit: string | undefined) => (unit && unit !== 'px' ? (scale ?? null) : null);
  // As it was measured: a pixel of the detector itself, not one of those that binning makes.
  const scanStep = () => numeric('scanStep', isCalibrated(scanAxis()?.scale, scanAxis()?.unit));
  const detectorStep = () =>
    numeric('detectorStep', isCalibrated((detectorAxis()?.scale ?? 0) / (viewer.scan()?.binning ?? 1), detectorAxis()?.unit));
  const scanUnit = () => value('scanUnit', scanAxis()?.unit || 'nm') as string;
  const detectorUnit = () => value('detectorUnit', detectorAxis()?.unit || 'mrad') as string;
  const save = () => {
    const calibration = {
      scanStep: scanStep(),
      scanUnit: scanUnit(),
      detectorStep: detectorStep(),
      detectorUnit: detectorUnit(),
      voltage: numeric('voltage', null),
      rotation: numeric('rotation', null),
    };
    viewer.connection.send({ type: 'calibrate', calibration });
    setEdited({});
  };
  return (
    <Section title="Calibration">
      <StepRow
        label="Scan step"
        step={scanStep()}
        unit={scanUnit()}
        units={scanUnits}
        onStep={v => set('scanStep', v)}
        onUnit={v => set('scanUnit', v)}
      />
      <StepRow
        label="Detector pixel"
        step={detectorStep()}
        unit={detectorUnit()}
        units={detectorUnits}
        onStep={v => set('detectorStep', v)}
        onUnit={v => set('detectorUnit', v)}
      />
      <div class="row">
        <NumberField
          label="Voltage"
          value={numeric('voltage', null)}
          unit="kV"
          step={10}
          placeholder="?"
          onChange={v => set('voltage', Math.abs(v))}
        />
        <NumberField
          label="Rotation"
          value={numeric('rotation', null)}
          unit="°"
          step={1}
          placeholder="0"
          onChange={v => set('rotation', v)}
        />
        <button
          type="button"
          class="chip"
          disabled={Object.keys(edited()).length === 0}
          title="Written beside the data, as a small JSON file"
          onClick={save}
        >
          Save
        </button>
      </div>
    </Section>
  );
}

function StepRow(props: {
  label: string;
  step: number | null;
  unit: string;
  units: readonly (readonly [string, string])[];
  onStep: (step: number) => void;
  onUnit: (unit: string) => void;
}) {
  return (
    <div class="row">
      <NumberField
        label={props.label}
        value={props.step}
        digits={5}
        step={0.01}
        placeholder="not known"
        onChange={v => props.onStep(Math.abs(v))}
      />
      <Select label="Unit" value={props.unit} options={props.units} onChange={props.onUnit} />
    </div>
  );
}
