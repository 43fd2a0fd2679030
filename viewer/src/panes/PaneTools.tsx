import { Show } from 'solid-js';
import { IconButton } from '../panels/Icon';
import type { Pane } from '../state/document';
import { savePicture } from '../state/export';
import { page } from '../state/page';
import { viewer } from '../state/viewer';

/** The buttons of a pane. */
export function PaneTools(props: { pane: Pane }) {
  return (
    <>
      <IconButton icon="fit" label="Whole image (0)" onClick={() => viewer.fitImage(props.pane)} />
      <IconButton icon="save" label="Save picture (Ctrl+S)" onClick={() => void savePicture(viewer, props.pane)} />
      <Show when={props.pane === 'navigator'}>
        <IconButton icon="swap" label="Swap panes (X)" onClick={page.swap} />
      </Show>
    </>
  );
}
