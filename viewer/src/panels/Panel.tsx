import './Panel.css';
import { Show } from 'solid-js';
import { areCurves } from '../state/document';
import { viewer } from '../state/viewer';
import { Beam } from './Beam';
import { CalibrationPanel } from './CalibrationPanel';
import { Detectors } from './Detectors';
import { DisplayPanel } from './DisplayPanel';
import { ScanPanel } from './ScanPanel';
import { Selectors } from './Selectors';
import { Tree } from './Tree';

/** Everything that can be set, in sections that open and close. */
export function Panel() {
  return (
    <aside class="panel" aria-label="Settings">
      <Tree />
      <Detectors />
      <Selectors />
      <DisplayPanel />
      <Show when={!areCurves(viewer.scan())}>
        <Beam />
      </Show>
      <ScanPanel />
      <CalibrationPanel />
    </aside>
  );
}
