// Asks the server for what the panes show, and takes what comes. What is not shown is not asked for.

import { createEffect, untrack } from 'solid-js';
import type { Request } from '../protocol/connection';
import type { Values } from '../protocol/values';
import { seriesLength } from './document';
import { page } from './page';
import { following } from './play';
import { imageRequests, patternRequest } from './requests';
import type { Viewer } from './viewer';

const imageViews = [1, 2, 3];
const patternView = 4;

/** Begins; belongs inside a component. */
export function startFlow(viewer: Viewer): void {
  const { connection } = viewer;
  const asked = new Map<number, string>();
  const show = (view: number, request: Request | null) => {
    const text = JSON.stringify(request);
    if ((asked.get(view) ?? 'null') === text) return;
    asked.set(view, text);
    connection.show(view, request);
  };

  let planes: (Values | undefined)[] = [];
  let wanted = 1;
  imageViews.forEach((view, i) => {
    connection.register(view, (values, roundTrip) => {
      planes[i] = values;
      const list = planes.slice(0, wanted);
      if (list.length === wanted && list.every(plane => plane !== undefined)) viewer.take('navigator', list, roundTrip);
    });
  });
  connection.register(patternView, (values, roundTrip) => viewer.take('pattern', [values], roundTrip));

  createEffect(() => {
    const requests = viewer.scan() ? imageRequests(viewer.document) : [];
    if (requests.length !== wanted) planes = [];
    wanted = Math.max(requests.length, 1);
    for (const [i, view] of imageViews.entries()) show(view, requests[i] ?? null);
  });
  createEffect(() => {
    JSON.stringify(viewer.document.image);
    if (viewer.document.image.of === 'overlay') JSON.stringify(viewer.document.detectors.map(detector => detector.color));
    untrack(() => viewer.retake('navigator'));
  });
  createEffect(() => {
    const scan = viewer.scan();
    show(patternView, scan ? patternRequest(viewer.document, viewer.activeSelector(), scan.scanShape.length - 2) : null);
  });

  play(viewer);
}

// The next member is asked for when the one before is on the screen and its time has passed: none is skipped.
function play(viewer: Viewer): void {
  let step = 1;
  let drawn: number[] = [];
  createEffect(() => {
    if (!page.play.isPlaying()) return;
    const scan = viewer.scan();
    const length = scan ? seriesLength(scan) : 1;
    if (length < 2) {
      page.play.setIsPlaying(false);
      return;
    }
    step = page.play.isBackward() ? -1 : 1;
    drawn = [];
    let timer = 0;
    let waitsFor = viewer.document.member;
    let last = performance.now();
    viewer.begin('play');
    const tick = () => {
      const now = performance.now();
      timer = requestAnimationFrame(tick);
      if (viewer.shownMember() !== waitsFor || now - last < 1000 / page.play.fps() - 4) return;
      last = Math.max(last + 1000 / page.play.fps(), now - 50);
      drawn = [...drawn.filter(at => now - at < 1000), now];
      page.play.setDrawnFps(drawn.length > 1 ? ((drawn.length - 1) * 1000) / (now - (drawn[0] as number)) : 0);
      const range = page.play.range() ?? { first: 0, last: length - 1 };
      const next = following(viewer.document.member, step, range, page.play.mode());
      if (!next) {
        page.play.setIsPlaying(false);
        return;
      }
      step = next.step;
      waitsFor = next.at;
      viewer.change('play', d => {
        d.member = next.at;
      });
    };
    timer = requestAnimationFrame(tick);
    return () => {
      cancelAnimationFrame(timer);
      viewer.end();
    };
  });
}
