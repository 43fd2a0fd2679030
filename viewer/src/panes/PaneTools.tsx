import { Show } from 'solid-js';
import { IconButton } from '../panels/Icon';
import { type ImagePane, imagePanes, isFramePane, type Pane } from '../state/document';
import { savePicture } from '../state/export';
import { addImage, closeImage } from '../state/images';
import { page } from '../state/page';
import { viewer } from '../state/viewer';

/** The buttons of a pane. */
export function PaneTools(props: { pane: Pane; isPlot?: boolean }) {
  return (
    <>
      <Show when={!props.isPlot}>
        <IconButton icon="fit" label="Whole image (0)" onClick={() => viewer.fitImage(props.pane)} />
        <IconButton icon="save" label="Save the picture (Ctrl+S)" onClick={() => void savePicture(viewer, props.pane)} />
      </Show>
      <Show when={props.pane === 'navigator' && viewer.document.tab === '4d'}>
        <IconButton
          icon="add"
          label="Add an image beside this one (J)"
          disabled={viewer.document.images.length === imagePanes.length}
          onClick={() => addImage(viewer)}
        />
        <IconButton icon="swap" label="Swap panes (X)" onClick={page.swap} />
      </Show>
      <Show when={props.pane !== 'navigator' && !isFramePane(props.pane)}>
        <IconButton icon="close" label="Close this image" onClick={() => closeImage(viewer, props.pane as ImagePane)} />
      </Show>
    </>
  );
}
