// How panes share the window, and what of a pane is left to its image: the arrangement that shows the most of the data.

import type { Size } from '../geometry/camera';

export interface Extent {
  readonly rows: number;
  readonly columns: number;
}

/** Curves fill their pane: they are read best where it is not narrow. */
export const curveExtent: Extent = { rows: 300, columns: 400 };

/** What surrounds the image of a pane, in pixels of the screen. */
export interface Frame {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
  /** Where the colour bar is: beside the image, or in the line of the scale bar below it. */
  readonly bars: 'right' | 'below';
  /** Where the strip is, if one is kept free. */
  readonly strip: 'right' | 'below';
}

/** The two lines above an image: its name, and what it may show. */
export const headerHeight = 65;
/** Panes with a shorter side of their image than this are small: the page says so. */
export const smallSide = 150;

const edge = 8;
const besideBar = 72;
const scaleLine = 34;
const barLine = 46;

const scaleIn = (width: number, height: number, image: Extent) => Math.min(width / image.columns, height / image.rows);

/** The place of the bars that leaves the image the most room; below it, or at its right, a strip of some width stays free. */
export function framed(pane: Size, image: Extent, strip = 0): Frame {
  const frames: Frame[] = [
    { top: edge, left: edge, right: edge, bottom: barLine + strip, bars: 'below', strip: 'below' },
    { top: edge, left: edge, right: besideBar, bottom: scaleLine + strip, bars: 'right', strip: 'below' },
    { top: edge, left: edge, right: besideBar + strip, bottom: scaleLine, bars: 'right', strip: 'right' },
  ];
  const scale = ({ top, right, bottom, left }: Frame) => scaleIn(pane.width - left - right, pane.height - top - bottom, image);
  return frames.reduce((best, frame) => (scale(frame) > scale(best) ? frame : best));
}

/** The number of columns at which images in panes of equal size are largest, their area, and the shorter side of the smallest of them. */
export function tiled(stage: Size, images: readonly Extent[]): { columns: number; side: number; area: number } {
  let best = { columns: 1, side: 0, area: Number.NEGATIVE_INFINITY };
  for (let columns = images.length; columns >= 1; columns--) {
    const pane = { width: stage.width / columns, height: stage.height / Math.ceil(images.length / columns) - headerHeight };
    let [area, side] = [0, Number.POSITIVE_INFINITY];
    for (const image of images) {
      const { top, right, bottom, left } = framed(pane, image);
      const scale = Math.max(scaleIn(pane.width - left - right, pane.height - top - bottom, image), 0);
      area += scale ** 2 * image.rows * image.columns;
      side = Math.min(side, scale * Math.min(image.rows, image.columns));
    }
    if (area > best.area) best = { columns, side, area };
  }
  return best;
}

/** How a small image and a pair of large ones share the window. */
export interface Pairing {
  /** Where the small one is, and how wide or high. */
  readonly place: 'left' | 'below';
  readonly share: number;
  /** Of the pair. */
  readonly columns: number;
  /** The shorter side of the smallest of all. */
  readonly side: number;
}

/** The arrangement in which a pair of images is largest, with a small one at its left or below; none too small, if that can be. */
export function paired(stage: Size, small: Extent, pair: readonly Extent[]): Pairing {
  const pairings = (['left', 'below'] as const).map((place): Pairing & { area: number } => {
    const isLeft = place === 'left';
    const length = isLeft ? stage.width : stage.height;
    // Enough for its image to be seen, and no more.
    const share = Math.round(Math.min(Math.max(length * 0.22, isLeft ? 230 : 250), length * 0.36));
    const rest = isLeft ? { width: stage.width - share, height: stage.height } : { width: stage.width, height: stage.height - share };
    const own = isLeft ? { width: share, height: stage.height } : { width: stage.width, height: share };
    const { columns, side, area } = tiled(rest, pair);
    const alone = tiled(own, [small]);
    return { place, share, columns, side: Math.min(side, alone.side), area: area + alone.area };
  });
  const seen = (of: Pairing) => Math.min(of.side, smallSide);
  return pairings.reduce((best, other) =>
    seen(other) > seen(best) || (seen(other) === seen(best) && other.area > best.area) ? other : best,
  );
}
