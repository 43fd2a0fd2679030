import './ScanPanel.css';
import { For, Show } from 'solid-js';
import { bytes } from '../display/units';
import type { ScanInfo } from '../protocol/session';
import { areCurves } from '../state/document';
import { growthWords, isArriving } from '../state/growth';
import { viewer } from '../state/viewer';
import { Section, Toggle } from './fields';

const typeWords = (type: string) => {
  const [, kind, bits] = /^(uint|int|float)(\d+)$/.exec(type) ?? [];
  const names: Record<string, string> = { uint: 'whole numbers', int: 'signed whole numbers', float: 'real numbers' };
  return kind ? `${names[kind]}, ${bits} bit` : type;
};

// How fast it is to look at, in words.
const memoryWords = (scan: ScanInfo) =>
  isArriving(scan.growth)
    ? 'Frames are read from where they are written, and loaded into memory when the last one is there.'
    : scan.binning > 1
      ? `All of it is in memory, ${scan.binning} × ${scan.binning} detector pixels summed to one.`
      : 'All of it is in memory: every image and pattern comes at once.';

/** What is open. */
export function ScanPanel() {
  return (
    <Show when={viewer.root()}>
      {scan => (
        <Section
          name="scan"
          title="Scan"
          summary={`${scan().scanShape.join(' × ') || 'one frame'}, ${scan().detectorShape.join(' × ')} ${scan().dtype}`}
        >
          <dl class="facts">
            <For
              each={
                [
                  ['format', scan().format],
                  ['scan', scan().scanShape.length > 0 ? `${scan().scanShape.join(' × ')} positions` : 'one frame'],
                  ['detector', `${scan().detectorShape.join(' × ')} ${areCurves(scan()) ? 'channels' : 'pixels'}`],
                  ['values', typeWords(scan().dtype)],
                  ['in memory', bytes(scan().bytes)],
                  ['left out', `${scan().maskedPixels} masked pixels`],
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
          <Show when={scan().growth}>{growth => <p class="hint growth">{growthWords(growth())}</p>}</Show>
          <p class="hint">{memoryWords(scan())}</p>
          <Show when={scan().scanShapes}>
            {shapes => (
              <div class="choice" role="group" aria-label="Rows and columns of the scan">
                <p class="hint">The file does not give the scan shape. Choose rows and columns:</p>
                <For each={shapes().slice(0, 8)}>
                  {([rows, columns]) => (
                    <button type="button" class="chip" onClick={() => viewer.reopen('scan shape', { 'scan-shape': [rows, columns] })}>
                      {rows} × {columns}
                    </button>
                  )}
                </For>
              </div>
            )}
          </Show>
          <For each={scan().notes}>{note => <p class="hint">{note}</p>}</For>
          <Show when={scan().hotPixels.length + scan().masked.length > 0}>
            <Toggle
              label={`Show ${[
                scan().masked.length > 0 ? `${scan().masked.length} masked pixels` : '',
                scan().hotPixels.length > 0 ? `${scan().hotPixels.length} that look hot` : '',
              ]
                .filter(text => text !== '')
                .join(', ')}`}
              value={viewer.document.showsMask}
              onChange={shows =>
                viewer.change('mask', d => {
                  d.showsMask = shows;
                })
              }
            />
          </Show>
          <Show when={scan().hotPixels.length > 0}>
            <button type="button" class="chip" onClick={() => viewer.reopen('mask hot pixels', { 'hot-pixels': 'fix' })}>
              Mask the pixels that look hot
            </button>
          </Show>
          <Show when={scan().request['hot-pixels']}>
            <button
              type="button"
              class="chip"
              title="Reload the scan without masking the suggested hot pixels"
              onClick={() => viewer.reopen('include hot pixels', { 'hot-pixels': null })}
            >
              Include the hot pixels again
            </button>
          </Show>
        </Section>
      )}
    </Show>
  );
}
