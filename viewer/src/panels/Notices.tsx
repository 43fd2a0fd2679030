import './Notices.css';
import { For, Show } from 'solid-js';
import { viewer } from '../state/viewer';
import { IconButton } from './Icon';

/** What happened, in a sentence that goes away by itself. */
export function Notices() {
  return (
    <div class="notices" aria-live="polite">
      <For each={viewer.notices()}>
        {notice => (
          <div class="notice" classList={{ error: notice.isError }} role={notice.isError ? 'alert' : 'status'}>
            <span>{notice.text}</span>
            <IconButton icon="close" label="Dismiss" onClick={() => viewer.dispose(notice.id)} />
          </div>
        )}
      </For>
      <Show when={viewer.status() === 'lost'}>
        <div class="notice error" role="alert">
          The server does not answer. This page reconnects when the server is back; restart it with <code>ronchi view</code>.
        </div>
      </Show>
    </div>
  );
}
