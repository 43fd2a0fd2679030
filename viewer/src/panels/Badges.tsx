import { For } from 'solid-js';
import type { Pane } from '../state/document';
import { viewer } from '../state/viewer';

/** What must be known of the image that is shown: nothing is reduced, old or incomplete without a word. */
export function Badges(props: { pane: Pane }) {
  const badges = (): [string, string][] => {
    const values = viewer.shown()[props.pane]?.received[0];
    if (!values) return [];
    const list: [string, string][] = [];
    if (values.isPartial || viewer.scan()?.isComplete === false) list.push(['partial', 'Not all of the scan is there yet']);
    if (values.isCached) list.push(['cached', 'Kept from an earlier time; it is being checked']);
    if (values.isPreview) list.push(['preview', 'Reduced for display']);
    if (values.isLive) list.push(['live', 'Still being measured']);
    if (viewer.displayOf(props.pane).isFollowing === false && viewer.displayOf(props.pane).low !== null)
      list.push(['held', 'The contrast is held: A sets it anew']);
    const { turns, isFlipped } = viewer.panes[props.pane].camera;
    if (turns !== 0 || isFlipped) list.push(['turned', 'Turned or mirrored for the display only']);
    return list;
  };
  return (
    <For each={badges()}>
      {([name, help]) => (
        <span class="badge" classList={{ [name]: true }} title={help}>
          {name}
        </span>
      )}
    </For>
  );
}
