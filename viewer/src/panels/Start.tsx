import './Start.css';
import { For, Show } from 'solid-js';
import { page } from '../state/page';
import { viewer } from '../state/viewer';
import { Icon } from './Icon';
import { Missing } from './Tree';

/** No scan is open. */
export function Start() {
  return (
    <main class="start">
      <div class="card">
        <img src="./icon.svg" alt="" width="56" height="56" />
        <h1>Open a scan</h1>
        <p>4D-STEM data and series of them. Drag a detector, see its image.</p>
        <div class="actions">
          <button type="button" class="primary" onClick={() => page.setIsOpening(true)}>
            <Icon name="open" /> Open… <kbd>O</kbd>
          </button>
          <button type="button" onClick={() => viewer.tell({ type: 'demo' })}>
            Demo scan
          </button>
        </div>
        <Show when={(viewer.session()?.recent ?? []).length > 0}>
          <h2>Recent</h2>
          <ul class="recent">
            <For each={viewer.session()?.recent.slice(0, 6)}>
              {request => (
                <li>
                  <button type="button" onClick={() => viewer.tell({ type: 'open', ...request })}>
                    <Icon name="file" /> <span>{request.path.split(/[\\/]/).at(-1)}</span>{' '}
                    <small>{request.path.replace(/[^\\/]+$/, '')}</small>
                  </button>
                </li>
              )}
            </For>
          </ul>
        </Show>
        <Show when={(viewer.session()?.missing ?? []).length > 0}>
          <h2>Could not be opened again</h2>
          <div class="tree missing" role="tree" aria-label="Scans that could not be opened again">
            <For each={viewer.session()?.missing}>{scan => <Missing scan={scan} />}</For>
          </div>
        </Show>
      </div>
    </main>
  );
}
