import { For, Show } from 'solid-js';
import { Toggle } from '../panels/fields';
import { type LinkKind, linkKinds } from '../state/document';
import { form } from '../state/form';
import { page } from '../state/page';
import { operationBetween } from '../state/process';
import { findSignal } from '../state/results';
import { framesIn, lookAt } from '../state/tree';
import { viewer } from '../state/viewer';
import { PaneChoice } from './PaneChoice';

const links: Record<LinkKind, readonly [string, string]> = {
  zoom: ['Zoom', 'Both show the same part of the detector'],
  cursor: ['Cursor', 'The place below the pointer is marked in both'],
  contrast: ['Contrast', 'Both have the same limits, scale and colours'],
};

/** Which operation lies between the frames, and what the panes before and after it have in common. */
export function ProcessBar() {
  const between = () => operationBetween(viewer);
  const frames = () => {
    const scan = viewer.root();
    return scan ? framesIn(scan) : [];
  };
  const change = () => {
    const signal = findSignal(viewer.root(), viewer.document.of);
    if (!signal) return;
    form.edit(signal);
    page.setIsOperating(true);
  };
  return (
    <div class="pane-bar" role="group" aria-label="Process">
      <PaneChoice
        kind="cell-of"
        label="Frames after the operation"
        value={viewer.document.of}
        options={frames().map(of => [of, of] as const)}
        onChange={of => lookAt(viewer, of)}
      />
      <Show when={between()} fallback={<span class="hint">The data: nothing was done to them.</span>}>
        {made => (
          <span class="hint">
            {made().operation} of {made().of}
          </span>
        )}
      </Show>
      <Show when={findSignal(viewer.root(), viewer.document.of)}>
        <button
          type="button"
          class="chip"
          onClick={change}
          title="Change the parameters of the operation: what comes of it is seen at once"
        >
          Change…
        </button>
      </Show>
      <button type="button" class="chip" onClick={form.open} title="Do something to these frames (P)">
        Add operation…
      </button>
      <span class="grow" />
      <span class="hint">Linked:</span>
      <For each={linkKinds}>
        {kind => (
          <Toggle
            label={links[kind][0]}
            help={links[kind][1]}
            value={viewer.document.processLinks[kind]}
            onChange={isIn => viewer.setLink('pattern', kind, isIn)}
          />
        )}
      </For>
    </div>
  );
}
