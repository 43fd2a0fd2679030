// What a pane may show, to be chosen by a click: the first line names the kinds of pictures, the second their parts.

import {
  type ComPart,
  comParts,
  diskOf,
  type ImageOf,
  type ImagePane,
  mostOverlaid,
  type PresetName,
  presetNames,
  presetShape,
  viewOf,
} from './document';
import { addDetector, keepsPreset } from './edit';
import { showImage } from './images';
import { imageName } from './requests';
import type { Viewer } from './viewer';

export interface Choice {
  readonly name: string;
  readonly help: string;
  readonly isOn: boolean;
  /** Of the detector that it belongs to. */
  readonly color?: string | undefined;
  choose(): void;
}

const presetHelp: Record<PresetName, string> = {
  BF: 'Bright field: the direct beam',
  ABF: 'Annular bright field: the outer half of the direct beam',
  ADF: 'Annular dark field: from 1 to 2 radii of the direct beam',
  LAADF: 'Low-angle annular dark field: from 1 to 1.5 radii',
  HAADF: 'High-angle annular dark field: from 2 to 4 radii',
};

const comNames: Record<ComPart, string> = { wheel: 'direction', magnitude: 'length', angle: 'angle', x: 'x', y: 'y' };
const mapNames = { sum: 'total', max: 'maximum', std: 'deviation' } as const;

/** The kinds of pictures that an image pane may show. */
export function kindsOf(viewer: Viewer, pane: ImagePane): Choice[] {
  const { document } = viewer;
  const { image } = viewOf(document, pane);
  const at = image.of === 'detector' ? document.detectors.find(detector => detector.id === image.a) : undefined;
  const show = (of: ImageOf) => () => showImage(viewer, of, pane);
  const presets = presetNames.map((name): Choice => {
    const known = document.detectors.find(detector => detector.name === name);
    return { name, help: presetHelp[name], isOn: at?.name === name, color: known?.color, choose: () => showPreset(viewer, pane, name) };
  });
  const own = document.detectors
    .filter(detector => !(presetNames as string[]).includes(detector.name))
    .map(
      ({ id, name, color }): Choice => ({
        name,
        help: `The image of the detector ${name}`,
        isOn: at?.id === id,
        color,
        choose() {
          viewer.begin(name);
          viewer.change(name, d => {
            d.activeDetector = id;
          });
          show({ of: 'detector', a: id })();
          viewer.end();
        },
      }),
    );
  const [a, b] = pairOf(viewer);
  const com: ImageOf = { of: 'com', part: 'wheel', a: null };
  const list = [
    ...presets,
    ...own,
    { name: 'CoM', help: 'Centre of mass of each pattern: where the beam was deflected to', isOn: image.of === 'com', choose: show(com) },
  ];
  if (a)
    list.push({
      name: 'DPC',
      help: `Differential phase contrast: four quadrants of ${a.name}`,
      isOn: image.of === 'dpc',
      choose: show({ of: 'dpc', part: 'wheel', a: a.id }),
    });
  list.push({
    name: 'Total',
    help: 'Of each pattern: total, maximum, standard deviation',
    isOn: image.of === 'map',
    choose: show({ of: 'map', name: 'sum' }),
  });
  if (a && b) {
    const isOn = ['mean', 'difference', 'ratio', 'overlay'].includes(image.of);
    list.push({
      name: 'A−B',
      help: 'Difference, mean, ratio and overlay of detectors',
      isOn,
      choose: show({ of: 'difference', a: a.id, b: b.id }),
    });
  }
  const [first] = results(viewer, 'scan');
  if (first)
    list.push({ name: 'Results', help: 'Of the last analysis', isOn: image.of === 'result', choose: show({ of: 'result', name: first }) });
  return list;
}

/** The parts, or pictures, of the kind that is shown. */
export function partsOf(viewer: Viewer, pane: ImagePane): Choice[] {
  const { document } = viewer;
  const { image } = viewOf(document, pane);
  const choice = (of: ImageOf, name: string): Choice => ({
    name,
    help: imageName(document, of),
    isOn: JSON.stringify(of) === JSON.stringify(image),
    choose: () => showImage(viewer, of, pane),
  });
  switch (image.of) {
    case 'com':
      return comParts.map(part => choice({ ...image, part }, comNames[part]));
    case 'dpc':
      return comParts.filter(part => part !== 'angle').map(part => choice({ ...image, part }, comNames[part]));
    case 'map':
      return (['sum', 'max', 'std'] as const).map(name => choice({ of: 'map', name }, mapNames[name]));
    case 'mean':
    case 'difference':
    case 'ratio':
    case 'overlay': {
      const [a, b] = image.of === 'overlay' ? pairOf(viewer).map(detector => detector?.id) : [image.a, image.b];
      if (!a || !b) return [];
      const overlay: ImageOf =
        image.of === 'overlay' ? image : { of: 'overlay', list: document.detectors.slice(0, mostOverlaid).map(detector => detector.id) };
      return [...(['mean', 'difference', 'ratio'] as const).map(of => choice({ of, a, b }, of)), choice(overlay, 'overlay')];
    }
    case 'result':
      return results(viewer, 'scan').map(name => choice({ of: 'result', name }, name));
    default:
      return [];
  }
}

/** Names of the pictures that the last analysis gave. */
export const results = (viewer: Viewer, kind: 'scan' | 'detector') =>
  (viewer.session()?.results ?? []).filter(result => result.kind === kind).map(({ name }) => name);

function pairOf(viewer: Viewer) {
  const { detectors } = viewer.document;
  const a = viewer.activeDetector() ?? detectors[0];
  return [a, detectors.find(detector => detector.id !== a?.id)] as const;
}

/** Shows a customary detector in a pane: the one that there is, the one of the pane made into it, or a new one. */
export function showPreset(viewer: Viewer, pane: ImagePane, name: PresetName): void {
  const scan = viewer.scan();
  if (!scan) return;
  const { document } = viewer;
  const { image } = viewOf(document, pane);
  const shape = presetShape(name, diskOf(scan, document));
  const known = document.detectors.find(detector => detector.name === name);
  const own = image.of === 'detector' ? document.detectors.find(detector => detector.id === image.a) : undefined;
  const isElsewhere = document.images.some(view => view.pane !== pane && view.image.of === 'detector' && view.image.a === own?.id);
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
    viewOf(d, pane).image = { of: 'detector', a: detector.id };
  });
}
