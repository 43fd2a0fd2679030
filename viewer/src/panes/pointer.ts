// What pointers do in a pane: shapes are taken where they are, an empty place pans, a tool draws.

import { type Camera, panned, toImage, zoomed } from '../geometry/camera';
import { cursorOf, dragged, drawn, type Handle, hit } from '../geometry/handles';
import type { Shape } from '../geometry/shapes';
import type { Pane } from '../state/document';
import type { Viewer } from '../state/viewer';

/** What can be taken in a pane. */
export interface Taken {
  id: string;
  shape: Shape;
  isLocked: boolean;
}

export interface PointerTarget {
  pane: Pane;
  /** The active one last. */
  shapes(): Taken[];
  activate(id: string): void;
  setShape(id: string, shape: Shape, label: string): void;
  /** Adds a shape and makes it active. */
  add(shape: Shape): string | null;
  /** A place was clicked where nothing is. */
  click(row: number, column: number): void;
}

const grip = 7;

export function pointerHandlers(viewer: Viewer, target: PointerTarget, element: () => HTMLElement) {
  const { pane } = target;
  let drag: { move(to: [number, number], event: PointerEvent): void; end(event: PointerEvent): void } | null = null;
  let corners: [number, number][] = []; // of a polygon that is being drawn; the last one follows the pointer
  const touches = new Map<number, [number, number]>();

  const local = (event: { clientX: number; clientY: number }): [number, number] => {
    const box = element().getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const state = () => viewer.panes[pane];
  const position = (event: { clientX: number; clientY: number }) => toImage(state().camera, state().size, ...local(event));

  function find(at: [number, number]): { taken: Taken; handle: Handle } | null {
    const reach = grip / state().camera.scale;
    for (const taken of target.shapes().toReversed()) {
      if (taken.isLocked) continue;
      const handle = hit(taken.shape, at[0], at[1], reach);
      if (handle) return { taken, handle };
    }
    return null;
  }

  function startPan(event: PointerEvent): typeof drag {
    const from = [event.clientX, event.clientY];
    const camera: Camera = { ...state().camera };
    let isMoved = false;
    return {
      move(_, next) {
        const [dx, dy] = [next.clientX - (from[0] as number), next.clientY - (from[1] as number)];
        isMoved ||= Math.hypot(dx, dy) > 3;
        if (isMoved) viewer.setCamera(pane, panned(camera, dx, dy));
      },
      end(last) {
        if (!isMoved && event.button === 0) target.click(...position(last));
      },
    };
  }

  function startTool(kind: Shape['kind'], from: [number, number]): typeof drag {
    if (kind === 'polygon') {
      addCorner(from);
      return null;
    }
    let id: string | null = null;
    viewer.begin(`draw ${kind}`, stop);
    return {
      move(to, event) {
        const shape = drawn(kind, from, to, { isConstrained: event.shiftKey });
        if (id === null) id = target.add(shape);
        else target.setShape(id, shape, 'draw');
      },
      end() {
        if (id === null) target.add(drawn(kind, from, [from[0] + 1, from[1] + 1], { isConstrained: false }));
        viewer.end();
        viewer.setTool(null);
      },
    };
  }

  // It becomes part of the document when it is complete: nothing is computed for two corners.
  function setCorners(points: [number, number][]): void {
    corners = points;
    viewer.setDraft(points.length > 0 ? { pane, shape: { kind: 'polygon', points } } : null);
  }

  function addCorner(at: [number, number]): void {
    setCorners([...corners.slice(0, -1), at, at]);
  }

  /** Ends a polygon that is being drawn; with fewer than three corners there is none. */
  function finishPolygon(): void {
    if (corners.length === 0) return;
    const isNear = (a: [number, number], b: [number, number] | undefined) => b !== undefined && Math.hypot(a[0] - b[0], a[1] - b[1]) < 1e-6;
    const points = corners.filter((point, i) => !isNear(point, corners[i - 1]));
    setCorners([]);
    if (points.length > 2) target.add({ kind: 'polygon', points });
    viewer.setTool(null);
  }

  /** Lets go of everything: the gesture was ended by something else. */
  function stop(): void {
    drag = null;
    touches.clear();
    setCorners([]);
  }

  return {
    stop,
    onPointerDown(event: PointerEvent) {
      viewer.focus(pane);
      element().focus({ preventScroll: true });
      touches.set(event.pointerId, local(event));
      if (touches.size > 1) {
        viewer.finish(); // two fingers zoom
        drag = null;
        return;
      }
      element().setPointerCapture(event.pointerId);
      const at = position(event);
      const tool = viewer.tool();
      if (event.button !== 0) {
        drag = startPan(event);
        return;
      }
      if (tool && tool.pane === pane && tool.kind !== 'centre') {
        drag = startTool(tool.kind as Shape['kind'], at);
        return;
      }
      const found = find(at);
      if (!found) {
        drag = startPan(event);
        return;
      }
      const { taken, handle } = found;
      target.activate(taken.id);
      const shape = structuredClone(JSON.parse(JSON.stringify(taken.shape)) as Shape);
      viewer.begin(handle.part === 'body' ? 'move' : 'resize', stop);
      drag = {
        move: (to, next) => target.setShape(taken.id, dragged(shape, handle, at, to, { isConstrained: next.shiftKey }), 'move'),
        end: () => viewer.end(),
      };
    },
    onPointerMove(event: PointerEvent) {
      const before = touches.get(event.pointerId);
      if (before && touches.size === 2) {
        const other = [...touches].find(([id]) => id !== event.pointerId)?.[1] as [number, number];
        const now = local(event);
        const factor =
          Math.hypot(now[0] - other[0], now[1] - other[1]) / Math.max(Math.hypot(before[0] - other[0], before[1] - other[1]), 1);
        touches.set(event.pointerId, now);
        viewer.setCamera(pane, zoomed(state().camera, state().size, factor, (now[0] + other[0]) / 2, (now[1] + other[1]) / 2));
        return;
      }
      const at = position(event);
      viewer.setCursor({ pane, row: at[0], column: at[1] });
      if (drag) {
        drag.move(at, event);
        return;
      }
      if (corners.length > 0) setCorners([...corners.slice(0, -1), at]);
      element().style.cursor = viewer.tool()?.pane === pane ? 'crosshair' : cursorOf(find(at)?.handle ?? null);
    },
    onPointerUp(event: PointerEvent) {
      if (!touches.delete(event.pointerId)) return; // told twice: let go, and lost
      const ended = drag;
      drag = null;
      ended?.end(event);
    },
    onPointerLeave() {
      if (!drag) viewer.setCursor(null);
    },
    onWheel(event: WheelEvent) {
      event.preventDefault();
      viewer.focus(pane);
      const factor = Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0015));
      viewer.setCamera(pane, zoomed(state().camera, state().size, factor, ...local(event)));
    },
    onDblClick() {
      if (corners.length > 0) finishPolygon();
      else viewer.fitImage(pane);
    },
  };
}
