// Several scans beside one another: each cell shows an image of one of them.

import { type Cell, type CellPane, cellPanes, cellView, type Document, data, viewOf } from './document';
import { page } from './page';
import { type ImageOf, imageOfDetector, imageOfNone, isLook } from './pictures';
import type { Viewer } from './viewer';

/** A comparison begins with every scan that is open, or with one twice. */
export function beginComparison(viewer: Viewer, d: Document): void {
  const scans = viewer.session()?.scans ?? [];
  // A scan that was opened meanwhile joins those that are compared.
  const missing = scans.filter(scan => !d.cells.some(cell => cell.scan === scan.id));
  const ids = d.cells.length === 0 && scans.length === 1 ? [...missing, ...missing] : missing;
  for (const { id } of ids) {
    const pane = freePane(d.cells);
    if (pane) d.cells.push(cellView(pane, { scan: id, of: data, image: sharedImage(d) }));
  }
}

const freePane = (cells: readonly Cell[]): CellPane | undefined => cellPanes.find(pane => !cells.some(cell => cell.pane === pane));

// A picture that every scan has: the one that is compared already, or that of the navigator.
function sharedImage(d: Document): ImageOf {
  const shown = [d.cells[0]?.image, viewOf(d, 'navigator').image].find(image => image && isLook(image));
  const image = shown ?? (d.detectors[0] ? imageOfDetector(d.detectors[0].id) : imageOfNone());
  return JSON.parse(JSON.stringify(image)) as ImageOf;
}

/** Another cell: of the scan that is looked at. */
export function addCell(viewer: Viewer): void {
  const pane = freePane(viewer.document.cells);
  const scan = viewer.root();
  if (!pane || !scan) {
    viewer.notify(`There are ${cellPanes.length} images; close one before you add another.`);
    return;
  }
  viewer.change('another image', d => {
    d.cells.push(cellView(pane, { scan: scan.id, of: data, image: sharedImage(d) }));
  });
  viewer.focus(pane);
}

export function closeCell(viewer: Viewer, pane: CellPane): void {
  viewer.change('close image', d => {
    d.cells = d.cells.filter(cell => cell.pane !== pane);
  });
  page.setBlink(null);
}

/** Shows the cell with the focus and the next one in turns, in the same place. */
export function blink(viewer: Viewer): void {
  const panes = viewer.document.cells.map(cell => cell.pane);
  if (viewer.document.tab !== 'compare' || panes.length < 2) {
    viewer.notify('To blink, compare two images first.');
    return;
  }
  const now = page.blink();
  const first = Math.max(panes.indexOf(viewer.activeImage() as CellPane), 0);
  const pair = now?.pair ?? [panes[first] as CellPane, panes[(first + 1) % panes.length] as CellPane];
  page.setBlink({ pair, front: now?.front === pair[0] ? pair[1] : pair[0] });
}
