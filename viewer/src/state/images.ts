// Which images are there.

import { diskOf, type ImageOf, type ImagePane, imagePanes, imageView, mostDetectors, presetShape, viewOf } from './document';
import { addDetector } from './edit';
import type { Viewer } from './viewer';

/** Shows an image, in the pane of choice or the active one. */
export function showImage(viewer: Viewer, image: ImageOf, pane: ImagePane = viewer.activeImage()): void {
  viewer.change('choose image', d => {
    viewOf(d, pane).image = image;
  });
}

/** Shows another image beside those that are there: of a detector that none shows, or a new one of the next preset. */
export function addImage(viewer: Viewer): void {
  const { document } = viewer;
  const scan = viewer.scan();
  const pane = imagePanes.find(other => !document.images.some(view => view.pane === other));
  if (!scan || !pane) {
    if (scan) viewer.notify(`There are ${imagePanes.length} images; close one before you add another.`, true);
    return;
  }
  const isShown = (id: string) => document.images.some(({ image }) => image.of === 'detector' && image.a === id);
  viewer.begin('another image');
  const id = document.detectors.find(detector => !isShown(detector.id))?.id;
  const preset = (['ADF', 'HAADF', 'ABF', 'BF'] as const).find(name => !document.detectors.some(detector => detector.name === name));
  viewer.change('another image', d => {
    d.images.push(imageView(pane, { of: 'map', name: 'sum' }));
  });
  viewer.focus(pane);
  if (id) showImage(viewer, { of: 'detector', a: id }, pane);
  else if (preset && document.detectors.length < mostDetectors) addDetector(viewer, presetShape(preset, diskOf(scan, document)), preset);
  viewer.end();
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
