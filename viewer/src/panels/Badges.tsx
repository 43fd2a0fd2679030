import { For } from 'solid-js';
import type { Pane } from '../state/document';
import { viewer } from '../state/viewer';

/** What must be known of the image that is shown: nothing is reduced, old or incomplete without a word. */
export function Badges(props: { pane: Pane }) {
  const badges = (): [string, string][] => {
    const values = viewer.shown()[props.pane]?.received[0];
    if (!values) return [];
    const list: [string, string][] = [];
    if (values.isPartial || viewer.scan()?.isComplete === false) list.push(['partial', 'The scan is not fully loaded yet']);
    if (values.isCached) list.push(['cached', 'From the cache of an earlier session; being verified']);
    if (values.isPreview) list.push(['preview', 'Reduced for display']);
    if (values.isLive) list.push(['live', 'Still being computed']);
    if (viewer.displayOf(props.pane).isFollowing === false && viewer.displayOf(props.pane).low !== null)
      list.push(['held', 'Contrast is held: A resets it']);
    const { turns, isFlipped } = viewer.panes[props.pane].camera;
    if (turns !== 0 || isFlipped) list.push(['turned', 'Rotated or mirrored, for display only']);
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
