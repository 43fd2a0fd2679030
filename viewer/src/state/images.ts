// Which images are there.

import { customaryShape, diskOf, type ImagePane, imagePanes, imageView, mostDetectors, type ScanPane, showIn } from './document';
import { addDetector } from './edit';
import { detectorOf, type ImageOf, imageOfDetector, imageOfNone } from './pictures';
import { type CustomaryDetector, repertoire } from './repertoire';
import type { Viewer } from './viewer';

/** Shows an image, in the pane of choice or the active one. */
export function showImage(viewer: Viewer, image: ImageOf, pane: ScanPane = viewer.activeImage()): void {
  viewer.change('choose image', d => showIn(d, pane, image));
}

/** Shows another image beside those that are there: of a detector that none shows, or a new customary one. */
export function addImage(viewer: Viewer): void {
  const { document } = viewer;
  const scan = viewer.scan();
  const pane = imagePanes.find(other => !document.images.some(view => view.pane === other));
  if (!scan || !pane) {
    if (scan) viewer.notify(`There are ${imagePanes.length} images; close one before you add another.`);
    return;
  }
  const isShown = (id: string) => document.images.some(({ image }) => detectorOf(image) === id);
  viewer.begin('another image');
  const id = document.detectors.find(detector => !isShown(detector.id))?.id;
  const next = nextDetector(document.detectors.map(detector => detector.name));
  viewer.change('another image', d => {
    d.images.push(imageView(pane, imageOfNone()));
  });
  viewer.focus(pane);
  if (id) showImage(viewer, imageOfDetector(id), pane);
  else if (next && document.detectors.length < mostDetectors) addDetector(viewer, customaryShape(next, diskOf(scan, document)), next.name);
  viewer.end();
}

// Beside the direct beam, the ring around it tells most, then what none of those that are there sees.
function nextDetector(names: readonly string[]): CustomaryDetector | undefined {
  const all = repertoire().detectors;
  const there = all.filter(({ name }) => names.includes(name));
  const isSeen = ({ inner, outer }: CustomaryDetector) => there.some(other => other.inner < outer && inner < other.outer);
  const distance = ({ inner }: CustomaryDetector) => Math.abs(inner - 1);
  return all
    .filter(({ name }) => !names.includes(name))
    .toSorted((a, b) => Number(isSeen(a)) - Number(isSeen(b)) || distance(a) - distance(b) || b.outer - a.outer)[0];
}

/** Closes an image; the navigator stays, for it the last one goes. */
export function closeImage(viewer: Viewer, pane: ImagePane): void {
  const { images } = viewer.document;
  const closed = pane === 'navigator' ? images.at(-1)?.pane : pane;
  if (images.length < 2) return;
  viewer.change('close image', d => {
    d.images = d.images.filter(view => view.pane !== closed);
  });
}
