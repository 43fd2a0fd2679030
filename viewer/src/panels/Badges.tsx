import { createMemo, For } from 'solid-js';
import type { Pane } from '../state/document';
import { extentOf, growthWords, isArriving } from '../state/growth';
import { isPreviewed } from '../state/preview';
import { operationBetween } from '../state/process';
import { viewer } from '../state/viewer';

/** What must be known of the image that is shown: nothing is reduced, old or incomplete without a word. */
export function Badges(props: { pane: Pane }) {
  const badges = createMemo((): [string, string, string?][] => {
    const values = viewer.shown()[props.pane]?.received[0];
    if (!values) return [];
    const list: [string, string, string?][] = [];
    if (props.pane === 'pattern' && viewer.showsBefore(props.pane))
      list.push(['before', `Without ${operationBetween(viewer)?.operation ?? 'the last operation'}: the frames that it was given`]);
    if (isPreviewed(viewer, props.pane)) list.push(['preview', 'Not part of the tree yet: what the parameters in the form would give']);
    const { isLate, refusal } = viewer.waiting[props.pane];
    if (viewer.status() !== 'open' || refusal) list.push(['stale', 'The picture is from before: what is chosen now could not be computed']);
    else if (isLate) list.push(['updating', 'The picture is from before: what is chosen now is on its way']);
    const growth = viewer.framesOf(props.pane)?.growth;
    if (isArriving(growth)) list.push(['growing', growthWords(growth), extentOf(growth)]);
    else if (values.isPartial) list.push(['partial', 'Not all of the data have been read: hatched positions are still missing']);
    if (growth?.end && growth.lost > 0) list.push(['lost', growthWords(growth), `${growth.lost} lost`]);
    if (values.isCached) list.push(['cached', 'From the cache of an earlier session; being verified']);
    if (values.isLive && !isArriving(growth)) list.push(['live', 'Still being computed']);
    if (viewer.isContrastHeld(props.pane)) list.push(['fixed contrast', 'The limits of the colours were set by hand: A finds them anew']);
    const { turns, isFlipped } = viewer.panes[props.pane].camera;
    if (turns !== 0 || isFlipped) list.push(['turned', 'Rotated or mirrored, for display only']);
    return list;
  });
  return (
    <For each={badges()}>
      {([name, help, text]) => (
        <span class="badge" classList={{ [name.split(' ')[0] as string]: true }} title={help}>
          {text ?? name}
        </span>
      )}
    </For>
  );
}
