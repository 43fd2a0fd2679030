// Small pictures, drawn without WebGL: patterns beside the large one, a look into a file.

import type { Values } from '../protocol/values';
import { colorMap } from './colorMaps';
import { type Display, part } from './display';
import { histogramOf, limitsOf } from './histogram';

/** Draws values with limits that are given, or from their percentiles; large frames are thinned out to about a side of 512. */
export function sketch(canvas: HTMLCanvasElement, values: Values, display: Display, limits?: [number, number]): void {
  const histogram = histogramOf(values.data);
  const [low, high] = limits ?? limitsOf(values.data, histogram, display.lowPercentile, display.highPercentile);
  const { table } = colorMap(display.map);
  const step = Math.max(Math.ceil(Math.max(values.columns, values.rows) / 512), 1);
  [canvas.width, canvas.height] = [Math.ceil(values.columns / step), Math.ceil(values.rows / step)];
  const context = canvas.getContext('2d');
  if (!context) return;
  const image = context.createImageData(canvas.width, canvas.height);
  let to = 0;
  for (let row = 0; row < values.rows; row += step) {
    for (let column = 0; column < values.columns; column += step) {
      const t = Math.min(Math.max(part(values.data[row * values.columns + column] as number, low, high, display, values.isWhole), 0), 1);
      const at = Math.round((display.isInverted ? 1 - t : t) * 255) * 3;
      image.data[to++] = table[at] as number;
      image.data[to++] = table[at + 1] as number;
      image.data[to++] = table[at + 2] as number;
      image.data[to++] = 255;
    }
  }
  context.putImageData(image, 0, 0);
}
