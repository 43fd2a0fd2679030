// What a pane may show, to be chosen by a click: the first line names the kinds of pictures, the second their parts.

import { areCurves, customaryShape, diskOf, mostOverlaid, type ScanPane, showIn, shownPanes, viewOf } from './document';
import { addDetector, keepsPreset } from './edit';
import { showImage } from './images';
import { detectorOf, imageOfDetector, isFrame, isLook, isResult, type LookOf, type ResultOf } from './pictures';
import {
  type CustomaryDetector,
  customaryNames,
  detectorLook,
  findLook,
  type Look,
  type LookPart,
  looksFor,
  partOf,
  repertoire,
} from './repertoire';
import { imageName, lookWith } from './requests';
import { findResult, findSignal, firstPictures, isPicture, pictureOf, picturesOf } from './results';
import type { Viewer } from './viewer';

export interface Choice {
  readonly name: string;
  readonly help: string;
  readonly isOn: boolean;
  /** Of the detector that it belongs to. */
  readonly color?: string | undefined;
  choose(): void;
}

/** The kinds of pictures that a pane over a scan may show. */
export function kindsOf(viewer: Viewer, pane: ScanPane): Choice[] {
  const { document } = viewer;
  const { image } = viewOf(viewer.looked(), pane);
  const at = detectorOf(image);
  const frames = viewer.framesOf(pane);
  // A customary detector lies about the direct beam, of which curves have none.
  const offered = areCurves(frames) ? [] : repertoire().detectors;
  const customary = offered.map((detector): Choice => {
    const known = document.detectors.find(other => other.name === detector.name);
    return {
      name: detector.name,
      help: detector.help,
      isOn: known !== undefined && at === known.id,
      color: known?.color,
      choose: () => showCustomary(viewer, pane, detector),
    };
  });
  const own = document.detectors
    .filter(detector => !customaryNames().includes(detector.name))
    .map(
      ({ id, name, color }): Choice => ({
        name,
        help: `The image of the detector ${name}`,
        isOn: at === id,
        color,
        choose: () =>
          viewer.change(name, d => {
            d.activeDetector = id;
            showIn(d, pane, imageOfDetector(id));
          }),
      }),
    );
  const looks = looksFor('scan', frames?.detectorShape ?? [])
    .filter(look => look.id !== detectorLook().id && detectorsFor(viewer, look))
    .map(
      (look): Choice => ({
        name: look.name,
        help: look.help,
        isOn: isLook(image) && image.look === look.id,
        choose: () => showLook(viewer, look, look.parts[0] as LookPart, pane),
      }),
    );
  const frame: Choice = {
    name: 'Pattern',
    help: 'The pattern of the selector, of the frames that this pane looks at',
    isOn: isFrame(image),
    choose: () => showImage(viewer, { frame: true }, pane),
  };
  // The navigator is what the selector moves on.
  return [...customary, ...own, ...looks, ...resultsOf(viewer, pane), ...(pane === 'navigator' ? [] : [frame])];
}

// Results of the tree of the pane's scan: each signal once, of the one that is shown all of its results.
function resultsOf(viewer: Viewer, pane: ScanPane): Choice[] {
  const { image } = viewOf(viewer.looked(), pane);
  return (viewer.framesOf(pane)?.signals ?? []).flatMap(signal => {
    const { image: overScan, pattern } = firstPictures(signal);
    const first = overScan ?? (pane === 'navigator' ? null : pattern);
    if (!first) return [];
    const isOn = isResult(image) && image.signal === signal.name;
    const own = { name: signal.name, help: `${signal.name}, a result of the tree`, isOn, choose: () => showImage(viewer, first, pane) };
    const results = isOn
      ? (signal.results ?? []).filter(result => (pane !== 'navigator' || result.kind !== 'detector') && isPicture(result))
      : [];
    if (results.length < 2) return [own];
    const each = results.map(result => ({
      name: result.name,
      help: `${result.name} of ${signal.name}`,
      isOn: isResult(image) && image.result === result.name,
      choose: () => showImage(viewer, pictureOf(signal, result), pane),
    }));
    return [own, ...each];
  });
}

/** The parts of the picture that is shown, or what else its signal gives. */
export function partsOf(viewer: Viewer, pane: ScanPane): Choice[] {
  const { image } = viewOf(viewer.looked(), pane);
  return isResult(image) ? resultParts(viewer, pane, image) : isLook(image) ? lookParts(viewer, pane, image) : [];
}

function lookParts(viewer: Viewer, pane: ScanPane, image: LookOf): Choice[] {
  const { document } = viewer;
  const look = findLook(image.look);
  if (!look) return [];
  const parts =
    look.parts.length < 2
      ? []
      : look.parts.map((part): Choice => {
          const detectors = part.show === 'overlay' ? overlaid(viewer) : kept(viewer, look, image.detectors);
          return {
            name: part.name,
            help: part.help,
            isOn: part.name === partOf(look, image.part).name,
            choose: () => detectors && showImage(viewer, lookWith(look, part, detectors), pane),
          };
        });
  // A detector that may be left out.
  const [least, most] = look.detectors;
  const active = viewer.activeDetector();
  if (least > 0 || most === 0 || !active) return parts;
  const isWithin = image.detectors.length > 0;
  const within = isWithin ? (document.detectors.find(detector => detector.id === image.detectors[0]) ?? active) : active;
  return [
    ...parts,
    {
      name: `in ${within.name}`,
      help: isWithin ? 'Of all pixels again' : `Only of the pixels of the detector ${within.name}`,
      isOn: isWithin,
      color: within.color,
      choose: () => showImage(viewer, { ...image, detectors: isWithin ? [] : [active.id] }, pane),
    },
  ];
}

function resultParts(viewer: Viewer, pane: ScanPane, image: ResultOf): Choice[] {
  const frames = viewer.framesOf(pane);
  const signal = findSignal(frames, image.signal);
  const result = findResult(frames, image);
  if (!signal || !result) return [];
  const pictures = picturesOf(signal, result);
  if (pictures.length < 2) return [];
  return pictures.map(({ picture, name }) => ({
    name,
    help: imageName(viewer.document, picture),
    isOn: JSON.stringify(picture) === JSON.stringify(image),
    choose: () => showImage(viewer, picture, pane),
  }));
}

/** The patterns that results of the tree give. */
export function patternResults(viewer: Viewer): { picture: ResultOf; name: string }[] {
  const signals = (viewer.root()?.signals ?? []).filter(signal => signal.results?.some(result => result.kind === 'detector'));
  const owner = (name: string) => (signals.length > 1 ? name : ''); // whose result it is needs no word where there is only one
  return signals.flatMap(signal =>
    (signal.results ?? [])
      .filter(result => result.kind === 'detector' && isPicture(result))
      .flatMap(result =>
        picturesOf(signal, result).map(({ picture, name }) => ({ picture, name: nameOf(owner(signal.name), result.name, name) })),
      ),
  );
}

const nameOf = (...words: string[]) => words.filter((word, i) => word !== '' && word !== words[i - 1]).join(' ');

// The detectors that an overlay takes; null: there are too few.
function overlaid(viewer: Viewer): string[] | null {
  const shown = viewer.document.detectors.filter(detector => detector.isShown).slice(0, mostOverlaid);
  return shown.length > 1 ? shown.map(detector => detector.id) : null;
}

/** The detectors that a look takes at first, the active one first; null: there are too few. */
function detectorsFor(viewer: Viewer, look: Look): string[] | null {
  const { detectors, activeDetector } = viewer.document;
  const ids = detectors.map(detector => detector.id).toSorted((a, b) => Number(b === activeDetector) - Number(a === activeDetector));
  return ids.length < look.detectors[0] ? null : ids.slice(0, look.detectors[0]);
}

// Those that another part of the same look takes already, where they suit.
const kept = (viewer: Viewer, look: Look, before: string[]) =>
  before.length >= look.detectors[0] && before.length <= look.detectors[1] ? before : detectorsFor(viewer, look);

/** Shows a part of a look; says so where it needs more detectors. */
export function showLook(viewer: Viewer, look: Look, part: LookPart, pane: ScanPane = viewer.activeImage()): void {
  const detectors = part.show === 'overlay' ? overlaid(viewer) : detectorsFor(viewer, look);
  if (detectors) showImage(viewer, lookWith(look, part, detectors), pane);
  else if (part.show === 'overlay') viewer.notify('An overlay needs at least two visible detectors.');
  else viewer.notify(`This needs ${look.detectors[0] === 1 ? 'a detector' : 'two detectors'}: add one first.`);
}

/** Shows a customary detector in a pane: the one that there is, the one of the pane made into it, or a new one. */
export function showCustomary(viewer: Viewer, pane: ScanPane, customary: CustomaryDetector): void {
  const scan = viewer.scan();
  if (!scan) return;
  const { document } = viewer;
  const { name } = customary;
  const shape = customaryShape(customary, diskOf(scan, document));
  const known = document.detectors.find(detector => detector.name === name);
  const at = detectorOf(viewOf(document, pane).image);
  const own = document.detectors.find(detector => detector.id === at);
  const shares = (other: ScanPane) => other === pane || (document.tab === 'compare' && document.cellLinks.picture);
  const isElsewhere = shownPanes(document).some(other => !shares(other) && detectorOf(viewOf(document, other).image) === at);
  const changed = known ?? (own && keepsPreset(own) && !isElsewhere ? own : undefined);
  viewer.focus(pane);
  if (!changed) {
    addDetector(viewer, shape, name);
    return;
  }
  // One step: shape, name and image together, so that no stale shape is ever shown.
  viewer.change(name, d => {
    const detector = d.detectors.find(other => other.id === changed.id);
    if (!detector) return;
    if (!detector.isLocked) detector.shape = shape;
    detector.name = name;
    d.activeDetector = detector.id;
    showIn(d, pane, imageOfDetector(detector.id));
  });
}
