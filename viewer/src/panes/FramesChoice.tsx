import { Show } from 'solid-js';
import type { ImagePane } from '../state/document';
import { framesIn } from '../state/tree';
import { viewer } from '../state/viewer';
import { PaneChoice } from './PaneChoice';

/** Which frames a pane looks at, where there are several. */
export function FramesChoice(props: { pane: ImagePane }) {
  const frames = () => {
    const scan = viewer.root();
    return scan ? framesIn(scan) : [];
  };
  const own = () => viewer.document.images.find(view => view.pane === props.pane)?.of ?? '';
  const choose = (of: string) =>
    viewer.change('choose frames', d => {
      for (const view of d.images) if (view.pane === props.pane) view.of = of || null;
    });
  return (
    <Show when={frames().length > 1}>
      <PaneChoice
        kind="frames-of"
        label="Frames of this image"
        help="The frames that this image is made from"
        value={own()}
        options={[['', 'as shown'], ...frames().map(of => [of, of] as const)]}
        onChange={choose}
      />
    </Show>
  );
}
