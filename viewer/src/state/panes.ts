// What the panes show: values that came, the part of them that is seen, and the limits of their colours.

import { batch, createSignal } from 'solid-js';
import { createStore, produce, reconcile } from 'solid-js/store';
import type { Display } from '../display/display';
import { limitsOf } from '../display/histogram';
import { contrastKey, displayKind, type Shown, shownOf } from '../display/picture';
import { type Camera, fitted, held, type Size } from '../geometry/camera';
import type { ScanInfo } from '../protocol/session';
import type { Values } from '../protocol/values';
import { carriedCamera, carriedPlace } from './carry';
import {
  allPanes,
  type CellPane,
  type Document,
  firstDisplay,
  isCell,
  isDetectorPane,
  isFramePane,
  type LinkKind,
  type Pane,
  type ScanPane,
  shownFramePanes,
  shownPanes,
  viewOf,
} from './document';
import { kindOfImage } from './requests';

export interface PaneState {
  camera: Camera;
  size: Size;
  isFitted: boolean;
}

/** The part of an image that is seen, in a window of any size: its middle, and how much larger than the whole image in the pane. Null: the whole image. */
export type KeptCamera = { row: number; column: number; zoom: number; turns: number; isFlipped: boolean } | null;

export type KeptCameras = Partial<Record<Pane, KeptCamera>>;

const firstPane: PaneState = {
  camera: { row: 0, column: 0, scale: 1, turns: 0, isFlipped: false },
  size: { width: 1, height: 1 },
  isFitted: true,
};

/** How long the last values of a pane took, in ms. */
interface Trip {
  roundTrip: number;
  server: number;
  path: string;
}

const eachPane = <T>(make: () => T) => Object.fromEntries(allPanes.map(pane => [pane, make()])) as Record<Pane, T>;

/** What panes need to know. */
interface Looked {
  document: Document;
  /** The document as it is seen, with what is only previewed. */
  looked(): Document;
  framesOf(pane: Pane): ScanInfo | undefined;
  framesKey(pane: Pane): string;
}

/** Panes of a document, which is changed in steps that have names. */
export function createPanes(
  { document, looked, framesOf, framesKey }: Looked,
  change: (label: string, edit: (document: Document) => void) => void,
) {
  const [panes, setPanes] = createStore<Record<Pane, PaneState>>(eachPane(() => structuredClone(firstPane)));
  const [shown, setShown] = createSignal<Record<Pane, Shown | null>>(eachPane(() => null));
  const [trips, setTrips] = createStore<Record<Pane, Trip>>(eachPane(() => ({ roundTrip: 0, server: 0, path: '' })));
  const [focused, setFocused] = createSignal<Pane>('navigator');
  const [lastImage, setLastImage] = createSignal<ScanPane>('navigator');
  const [autoLimits, setAutoLimits] = createStore<Record<string, [number, number]>>({});
  // Of what is on the screen, which need not yet be what the document asks for.
  const [contrastKeys, setContrastKeys] = createStore<Record<Pane, string>>(eachPane(() => ''));
  const wasPartial = eachPane(() => false);
  let awaited: KeptCameras = {}; // for panes that show nothing yet

  /** Another scan: nothing of it is there yet. */
  function resetPanes(): void {
    setShown(eachPane(() => null));
    setContrastKeys(eachPane(() => ''));
    setPanes(
      produce(all => {
        for (const pane of allPanes) all[pane].isFitted = true;
      }),
    );
    setAutoLimits(reconcile({}));
  }

  /** Shows values that came; the time they took is no number where newer ones are on their way. */
  function take(pane: Pane, received: readonly Values[], roundTrip: number): void {
    show(pane, received, roundTrip, Number.isFinite(roundTrip) || contrastKeys[pane] === '');
  }

  function show(pane: Pane, received: readonly Values[], roundTrip: number, isCurrent: boolean): void {
    const next = shownOf(pane, received, looked());
    const first = received[0];
    if (!next || !first) return;
    batch(() => {
      const before = shown()[pane]?.picture;
      setShown(all => ({ ...all, [pane]: next }));
      if (isCurrent) setContrastKeys(pane, contrastKey(pane, looked(), framesKey(pane)));
      if (Number.isFinite(roundTrip)) setTrips(pane, { roundTrip, server: first.milliseconds, path: first.path });
      if (displayOf(pane).isFollowing || !autoLimits[contrastKeys[pane]] || first.isPartial || wasPartial[pane]) fitContrast(pane);
      wasPartial[pane] = first.isPartial;
      if (awaited[pane] !== undefined) {
        restoreCamera(pane, awaited[pane]);
        delete awaited[pane];
      } else if (panes[pane].isFitted && (before?.rows !== next.picture.rows || before?.columns !== next.picture.columns)) join(pane);
    });
  }

  /** Shows another part of what came already. */
  function retake(pane: Pane): void {
    const before = shown()[pane];
    const kind = before?.received[0]?.kind;
    const isDerived =
      kind === 'field' || (kind === 'array' && before?.picture.rows !== before?.received[0]?.rows) || before?.picture.mode === 'overlay';
    if (before && isDerived) show(pane, before.received, Number.NaN, before.picture.mode !== 'overlay');
  }

  /** A pane that is closed shows nothing. */
  function clear(pane: Pane): void {
    if (!shown()[pane]) return;
    setShown(all => ({ ...all, [pane]: null }));
    setPanes(pane, { isFitted: true });
    if (focused() === pane) setFocused('navigator');
  }

  const kindOf = (pane: Pane) => displayKind(pane, looked());
  const displayOf = (pane: Pane): Display => displayIn(document, pane);

  function displayIn(of: Document, pane: Pane): Display {
    const kind = kindOf(pane);
    return kind === 'pattern' || kind === 'total' || kind === 'before' ? of.displays[kind] : viewOf(of, pane).displays[kind];
  }

  /** The panes that go with one, itself among them: those of its group that are there and show the same space. */
  function linked(pane: Pane, kind: LinkKind): Pane[] {
    if (isCell(pane)) return linkedCells(pane, kind);
    if (isFramePane(pane)) return document.processLinks[kind] ? [...shownFramePanes(document)] : [pane];
    const group = document.links[kind];
    if (!group.includes(pane)) return [pane];
    const isOver = isDetectorPane(looked(), pane);
    return shownPanes(document).filter(other => other === pane || (group.includes(other) && isDetectorPane(looked(), other) === isOver));
  }

  // Places go together in scans of one shape, limits where the same kind of picture is shown.
  function linkedCells(pane: CellPane, kind: LinkKind): Pane[] {
    if (!document.cellLinks[kind]) return [pane];
    const own = shown()[pane]?.picture;
    const image = kindOfImage(viewOf(looked(), pane).image);
    return looked()
      .cells.filter(cell => {
        const other = shown()[cell.pane]?.picture;
        if (kind === 'contrast') return kindOfImage(cell.image) === image;
        return cell.pane === pane || (own && other && own.rows === other.rows && own.columns === other.columns);
      })
      .map(cell => cell.pane);
  }

  const isPair = (pane: Pane) => isFramePane(pane) && document.tab === 'process';
  const isLinked = (pane: Pane, kind: LinkKind) =>
    isCell(pane) ? document.cellLinks[kind] : isPair(pane) ? document.processLinks[kind] : document.links[kind].includes(pane);

  function setLink(pane: Pane, kind: LinkKind, isIn: boolean): void {
    change(`link ${kind}`, d => {
      if (isCell(pane) || isPair(pane)) {
        d[isCell(pane) ? 'cellLinks' : 'processLinks'][kind] = isIn;
        return;
      }
      d.links[kind] = d.links[kind].filter(other => other !== pane);
      if (isIn) d.links[kind].push(pane);
    });
    if (isIn && kind === 'zoom') join(pane);
  }

  // A pane that comes to others of linked zoom shows what they show.
  function join(pane: Pane): void {
    const leader = linked(pane, 'zoom').find(other => other !== pane && shown()[other]);
    if (leader && !panes[leader].isFitted) setCamera(leader, { ...panes[leader].camera });
    else fitOne(pane);
  }

  // Automatic limits follow the data and are no part of the document.
  function fitContrast(pane: Pane): void {
    const now = shown()[pane];
    if (!now || now.histogram.total === 0) return;
    const { data, histogram } = now;
    const display = displayOf(pane);
    setAutoLimits(contrastKeys[pane], limitsOf(data, histogram, display.lowPercentile, display.highPercentile));
  }

  /** The values of the darkest and the brightest colour, as they are used; panes of linked contrast have the widest of all. */
  function limits(pane: Pane): [number, number] {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const other of linked(pane, 'contrast')) {
      if (other !== pane && !shown()[other]) continue;
      const display = displayOf(other);
      const [autoLow, autoHigh] = autoLimits[contrastKeys[other]] ?? [0, 1];
      [low, high] = [Math.min(low, display.low ?? autoLow), Math.max(high, display.high ?? autoHigh)];
    }
    if (!displayOf(pane).isCentered) return [low, high];
    const reach = Math.max(Math.abs(low), Math.abs(high));
    return [-reach, reach];
  }

  function setDisplay(pane: Pane, label: string, changes: Partial<Display>): void {
    const isContrast = ['low', 'high', 'lowPercentile', 'highPercentile'].some(name => name in changes);
    const group = isContrast ? linked(pane, 'contrast') : [pane];
    change(label, d => {
      for (const other of group) Object.assign(displayIn(d, other), changes);
    });
    if ('lowPercentile' in changes || 'highPercentile' in changes) for (const other of group) fitContrast(other);
  }

  /** Whether limits were given: they stay whatever comes. */
  function isContrastHeld(pane: Pane): boolean {
    const [now, first] = [displayOf(pane), firstDisplay(kindOf(pane))];
    return now.low !== first.low || now.high !== first.high;
  }

  /** Forgets the limits that were found: those of the next images are found anew. */
  function refitContrast(): void {
    setAutoLimits(reconcile({}));
    for (const pane of allPanes) fitContrast(pane);
  }

  /** Limits from the percentiles of what is shown, once. */
  function autoContrast(pane: Pane): void {
    for (const other of linked(pane, 'contrast')) fitContrast(other);
    const { low, high } = firstDisplay(kindOf(pane));
    setDisplay(pane, 'automatic contrast', { low, high });
  }

  function fitOne(pane: Pane): void {
    const values = shown()[pane]?.picture;
    if (!values) return;
    setPanes(pane, state => ({ camera: fitted(state.camera, state.size, values.rows, values.columns), isFitted: true }));
  }

  /** The whole image, in all panes of linked zoom. */
  function fitImage(pane: Pane): void {
    for (const other of linked(pane, 'zoom')) fitOne(other);
  }

  /** Another part of the image; panes of linked zoom show the same part, each as large as it is. */
  function setCamera(pane: Pane, wished: Camera): void {
    const values = shown()[pane]?.picture;
    const camera = values ? held(wished, panes[pane].size, values.rows, values.columns) : wished;
    const whole = (other: Pane) => (values ? fitted(camera, panes[other].size, values.rows, values.columns).scale : 1);
    batch(() => {
      for (const other of linked(pane, 'zoom')) {
        const same = other === pane ? camera : sameIn(pane, other, camera);
        if (same) setPanes(other, { camera: same, isFitted: false });
      }
    });

    // Frames before and after an operation show what lies in the same place, as large; images the same pixels, each as large as it is.
    function sameIn(from: Pane, to: Pane, of: Camera): Camera | null {
      const [before, after] = [framesOf(from), framesOf(to)];
      if (isFramePane(from)) return before && after ? carriedCamera(of, before, after) : null;
      return { ...of, scale: (of.scale * whole(to)) / whole(from) };
    }
  }

  /** A place of a pane in another whose cursor is linked with it; null: it does not lie there. */
  function placeIn(from: Pane, to: Pane, row: number, column: number): [number, number] | null {
    if (from === to) return [row, column];
    const [own, other] = [shown()[from]?.picture, shown()[to]?.picture];
    if (!own || !other) return null;
    const [before, after] = [framesOf(from), framesOf(to)];
    const isPair = isFramePane(from) && isFramePane(to);
    const isSame = own.rows === other.rows && own.columns === other.columns;
    const place = isPair
      ? before && after && carriedPlace(row, column, before, after)
      : isSame
        ? ([row, column] as [number, number])
        : null;
    const isInside = place && place[0] > -0.5 && place[1] > -0.5 && place[0] < other.rows - 0.5 && place[1] < other.columns - 0.5;
    return isInside ? place : null;
  }

  /** What is seen in each pane that is there, to be seen again elsewhere. */
  function keptCameras(): KeptCameras {
    const kept: KeptCameras = {};
    for (const pane of [...shownPanes(document), ...shownFramePanes(document)]) {
      const { camera, isFitted, size } = panes[pane];
      const values = shown()[pane]?.picture;
      if (!values) continue;
      const { row, column, scale, turns, isFlipped } = camera;
      const isPlain = isFitted && turns === 0 && !isFlipped;
      kept[pane] = isPlain
        ? null
        : { row, column, zoom: scale / fitted(camera, size, values.rows, values.columns).scale, turns, isFlipped };
    }
    return kept;
  }

  /** Shows again what was seen; panes without an image do so when it comes. */
  function restoreCameras(kept: KeptCameras): void {
    awaited = {};
    for (const pane of allPanes) {
      if (kept[pane] === undefined) continue;
      if (shown()[pane]) restoreCamera(pane, kept[pane]);
      else awaited[pane] = kept[pane];
    }
  }

  function restoreCamera(pane: Pane, kept: KeptCamera | undefined): void {
    const values = shown()[pane]?.picture;
    if (!values) return;
    const { row, column, zoom, turns, isFlipped } = kept ?? { row: 0, column: 0, zoom: 1, turns: 0, isFlipped: false };
    if (![row, column, zoom, turns].every(Number.isFinite)) return;
    const whole = fitted({ ...panes[pane].camera, turns, isFlipped }, panes[pane].size, values.rows, values.columns);
    setPanes(pane, { camera: kept ? { ...whole, row, column, scale: whole.scale * zoom } : whole, isFitted: kept === null });
  }

  function resize(pane: Pane, size: Size): void {
    setPanes(pane, { size });
    if (panes[pane].isFitted) fitOne(pane);
  }

  /** The image that commands act on: the one with the focus, or that had it last. */
  const activeImage = (): ScanPane => {
    const panes = shownPanes(document);
    return panes.includes(lastImage()) ? lastImage() : (panes[0] ?? 'navigator');
  };

  function focus(pane: Pane): void {
    setFocused(pane);
    if (!isFramePane(pane)) setLastImage(pane);
  }

  return {
    panes,
    shown,
    trips,
    resetPanes,
    take,
    retake,
    clear,
    kindOf,
    displayOf,
    limits,
    setDisplay,
    autoContrast,
    isContrastHeld,
    refitContrast,
    linked,
    isLinked,
    setLink,
    setCamera,
    placeIn,
    fitImage,
    keptCameras,
    restoreCameras,
    resize,
    focused,
    focus,
    activeImage,
  };
}
