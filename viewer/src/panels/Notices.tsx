import './Notices.css';
import { For, Show } from 'solid-js';
import { viewer } from '../state/viewer';
import { IconButton } from './Icon';

/** What went wrong, each until it is dismissed: below the images, where it covers nothing. */
export function Notices() {
  return (
    <div class="notices">
      <For each={viewer.errors()}>
        {notice => (
          <div class="notice" role="alert">
            <span>{notice.text}</span>
            <IconButton icon="close" label="Dismiss (Esc)" onClick={() => viewer.dismiss(notice.id)} />
          </div>
        )}
      </For>
      <Show when={viewer.status() === 'lost'}>
        <div class="notice" role="alert">
          <span>
            The server does not answer. This page reconnects when the server is back; restart it with <code>ronchi view</code>.
          </span>
        </div>
      </Show>
    </div>
  );
}
