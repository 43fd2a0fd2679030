// Asks the server for what the panes show, and takes what comes. What is not shown is not asked for.

import { createEffect, onCleanup, untrack } from 'solid-js';
import { probe } from '../probe';
import type { Request } from '../protocol/connection';
import type { Values } from '../protocol/values';
import {
  allPanes,
  type FramePane,
  framePanes,
  isFramePane,
  mostOverlaid,
  type ScanPane,
  seriesLength,
  shownFramePanes,
  shownPanes,
  viewOf,
} from './document';
import { page } from './page';
import { isLook, showOf } from './pictures';
import { following } from './play';
import { imageRequests, patternRequest } from './requests';
import type { Viewer } from './viewer';

const frameViews = { pattern: 1, before: 2 } as const;
const firstImageView = 32; // those of thumbnails lie between

/** Numbers of the views of an image: one for each plane. */
const scanPanes = allPanes.filter(pane => !isFramePane(pane));
const imageViews = (pane: ScanPane) =>
  Array.from({ length: mostOverlaid }, (_, i) => firstImageView + i + mostOverlaid * scanPanes.indexOf(pane));

/** Begins; belongs inside a component. */
export function startFlow(viewer: Viewer): void {
  for (const pane of scanPanes) showImage(viewer, pane);
  for (const pane of framePanes) showFrames(viewer, pane);
  play(viewer);
}

// Asks when something else is wanted than before.
function asker(viewer: Viewer): (view: number, request: Request | null) => void {
  const asked = new Map<number, string>();
  return (view, request) => {
    const text = JSON.stringify(request);
    if ((asked.get(view) ?? 'null') === text) return;
    asked.set(view, text);
    viewer.connection.show(view, request);
  };
}

function showFrames(viewer: Viewer, pane: FramePane): void {
  const show = asker(viewer);
  const view = frameViews[pane];
  viewer.connection.register(
    view,
    (values, roundTrip) => viewer.take(pane, [values], roundTrip),
    fate => viewer.watch(pane, view, fate),
  );
  createEffect(() => {
    const isShown = shownFramePanes(viewer.document).includes(pane);
    const source = isShown ? viewer.sourceOf(pane) : null;
    const what = viewer.showsBefore(pane) ? { pattern: null } : viewer.looked();
    show(view, source && patternRequest(what, viewer.activeSelector(), source));
    if (isShown && !source) untrack(() => viewer.clear(pane));
  });
}

function showImage(viewer: Viewer, pane: ScanPane): void {
  const show = asker(viewer);
  const views = imageViews(pane);
  const planes = new Map<number, Values>();
  let wanted = 1;
  views.forEach((view, i) => {
    const take = (values: Values, roundTrip: number) => {
      if (i >= wanted) return; // of an overlay that was larger
      planes.set(i, values);
      if (planes.size === wanted)
        viewer.take(
          pane,
          [...views.keys()].slice(0, wanted).map(at => planes.get(at) as Values),
          roundTrip,
        );
    };
    viewer.connection.register(view, take, fate => viewer.watch(pane, view, fate));
  });
  const isShown = () => shownPanes(viewer.document).includes(pane);
  const image = () => (isShown() ? viewOf(viewer.looked(), pane).image : undefined);
  // One that is only out of sight keeps what it has.
  const hasView = (of: ScanPane) => [...viewer.document.images, ...viewer.document.cells].some(view => view.pane === of);
  createEffect(() => {
    const [source, of] = [viewer.sourceOf(pane), image()];
    const requests = source && of ? imageRequests(viewer.document, of, source) : [];
    if (requests.length !== wanted) planes.clear();
    wanted = Math.max(requests.length, 1);
    for (const [i, view] of views.entries()) show(view, requests[i] ?? null);
  });
  createEffect(() => {
    const of = image();
    JSON.stringify(of);
    if (of && isLook(of) && showOf(of) === 'overlay') JSON.stringify(viewer.document.detectors.map(detector => detector.color));
    if (of) untrack(() => viewer.retake(pane));
    else if (!hasView(pane)) untrack(() => viewer.clear(pane));
  });
}

// The next member is asked for when the one before is on the screen and its time has passed: none is skipped.
function play(viewer: Viewer): void {
  const length = () => {
    const scan = viewer.scan();
    return scan ? seriesLength(scan) : 1;
  };
  createEffect(() => {
    const isBackward = page.play.isBackward();
    if (!page.play.isPlaying()) return;
    if (length() < 2) {
      page.play.setIsPlaying(false);
      return;
    }
    let step = isBackward ? -1 : 1;
    let drawn: number[] = [];
    let last = performance.now();
    const tick = () => {
      timer = requestAnimationFrame(tick);
      const now = performance.now();
      const period = 1000 / page.play.fps();
      if (viewer.shownMember() !== viewer.document.member || now - last < period - 4) return;
      last = Math.max(last + period, now - period);
      drawn = [...drawn.filter(at => now - at < 1000), now];
      page.play.setDrawnFps(drawn.length > 1 ? ((drawn.length - 1) * 1000) / (now - (drawn[0] as number)) : 0);
      const next = following(viewer.document.member, step, page.play.range() ?? { first: 0, last: length() - 1 }, page.play.mode());
      if (!next) {
        page.play.setIsPlaying(false);
        return;
      }
      step = next.step;
      probe.members.push(viewer.document.member);
      viewer.playTo(next.at);
      viewer.connection.flush(); // it comes while this frame is on its way to the screen
    };
    let timer = requestAnimationFrame(tick);
    onCleanup(() => {
      cancelAnimationFrame(timer);
      viewer.endPlay();
    });
  });
}
