import { createEffect, createSignal, on } from 'solid-js';
import { axesOf } from '../display/axes';
import { converted, number, written } from '../display/units';
import { ask, said as wordsOf } from '../protocol/ask';
import type { Calibration } from '../protocol/session';
import { areCurves, keyOf } from '../state/document';
import { viewer } from '../state/viewer';
import { NumberField, Section, Select, Toggle } from './fields';

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
const channelUnits = [
  ['eV', 'eV'],
  ['keV', 'keV'],
  ['nm', 'nm'],
  ['px', 'px'],
] as const;

/** What a step of the scan and a pixel of the detector measure; saved beside the data. */
export function CalibrationPanel() {
  const [edited, setEdited] = createSignal<Calibration>({});
  // What was typed for one scan is nothing for the next.
  createEffect(
    on(
      () => {
        const scan = viewer.root();
        return scan && `${scan.id} ${keyOf(scan)}`;
      },
      () => setEdited({}),
      { defer: true },
    ),
  );
  const said = <K extends keyof Calibration>(name: K): Calibration[K] | undefined => edited()[name] ?? viewer.root()?.calibration?.[name];
  const set = (changes: Calibration) => setEdited(all => ({ ...all, ...changes }));
  const axes = () => {
    const scan = viewer.root();
    return scan ? axesOf(scan) : { scan: [], detector: [] };
  };
  const scanAxis = () => axes().scan.at(-1);
  const detectorAxis = () => axes().detector[Math.min(axes().detector.length, 2) - 1];
  const isCalibrated = (scale: number | undefined, unit: string | undefined) => (unit && unit !== 'px' ? (scale ?? null) : null);
  // As it was measured: a pixel of the detector itself, not one of those that binning makes.
  const scanStep = () => said('scanStep') ?? isCalibrated(scanAxis()?.scale, scanAxis()?.unit);
  const detectorStep = () =>
    said('detectorStep') ?? isCalibrated((detectorAxis()?.scale ?? 0) / (viewer.root()?.binning ?? 1), detectorAxis()?.unit);
  const scanUnit = () => said('scanUnit') ?? (scanAxis()?.unit || 'nm');
  const detectorUnit = () => said('detectorUnit') ?? (detectorAxis()?.unit || (areCurves(viewer.root()) ? 'eV' : 'mrad'));
  const voltage = () => said('voltage') ?? viewer.root()?.kilovolts ?? null;
  // In another unit the length stays the same where it can.
  const inUnit = (step: number | null, from: string, to: string) => (step === null ? null : (converted(step, from, to, voltage()) ?? step));
  const [isGuessing, setIsGuessing] = createSignal(false);
  const guess = async () => {
    setIsGuessing(true);
    try {
      const found = await ask<{ rotation: number; flip: boolean }>(`api/rotation?scan=${encodeURIComponent(viewer.root()?.id ?? '')}`);
      set({ rotation: Math.round(found.rotation * 100) / 100, flip: found.flip });
    } catch (error) {
      viewer.notify(wordsOf(error), true);
    } finally {
      setIsGuessing(false);
    }
  };
  const length = (step: number | null, unit: string) => (step === null ? '?' : `${number(step, 3)} ${written(unit)}`);
  const summary = () => `${length(scanStep(), scanUnit())}, ${length(detectorStep(), detectorUnit())}`;
  const save = () => {
    const calibration: Calibration = {
      scanStep: scanStep(),
      scanUnit: scanUnit(),
      detectorStep: detectorStep(),
      detectorUnit: detectorUnit(),
      voltage: voltage(),
      rotation: said('rotation') ?? null,
      flip: said('flip') ?? null,
    };
    viewer.calibrate(calibration);
    setEdited({});
  };
  return (
    <Section name="calibration" title="Calibration" summary={summary()}>
      <StepRow
        label="Scan step"
        step={scanStep()}
        unit={scanUnit()}
        units={scanUnits}
        onStep={scanStep => set({ scanStep })}
        onUnit={unit => set({ scanUnit: unit, scanStep: inUnit(scanStep(), scanUnit(), unit) })}
      />
      <StepRow
        label={areCurves(viewer.root()) ? 'Channel' : 'Detector pixel'}
        step={detectorStep()}
        unit={detectorUnit()}
        units={areCurves(viewer.root()) ? channelUnits : detectorUnits}
        onStep={detectorStep => set({ detectorStep })}
        onUnit={unit => set({ detectorUnit: unit, detectorStep: inUnit(detectorStep(), detectorUnit(), unit) })}
      />
      <div class="row">
        <NumberField label="Voltage" value={voltage()} unit="kV" step={10} placeholder="?" onChange={v => set({ voltage: Math.abs(v) })} />
        <NumberField
          label="Rotation"
          value={said('rotation') ?? null}
          unit="°"
          step={1}
          placeholder="0"
          onChange={rotation => set({ rotation })}
        />
      </div>
      <div class="row">
        <Toggle label="Rows flipped" value={said('flip') ?? false} onChange={flip => set({ flip })} />
        <button
          type="button"
          class="chip"
          disabled={isGuessing()}
          title="Rotation and flip between detector and scan, estimated from the centre of mass: a field of forces has no curl"
          onClick={() => void guess()}
        >
          Guess
        </button>
        <span class="grow" />
        <button
          type="button"
          class="chip"
          disabled={Object.keys(edited()).length === 0}
          title="Saved next to the data, as a small JSON file"
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
  // Files write units in their own ways: 1/A for Å⁻¹.
  const unit = () => props.units.find(([name]) => written(name) === written(props.unit))?.[0] ?? props.unit;
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
      <Select label="Unit" value={unit()} options={props.units} onChange={props.onUnit} />
    </div>
  );
}
