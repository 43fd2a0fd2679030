// A pane as a picture for elsewhere: the image as it is seen, with its scale bar, and beside it what its colours mean.

import { axesOf } from '../display/axes';
import { colorMap } from '../display/colorMaps';
import { baseOf, labelled, ticks } from '../display/ticks';
import { number, scaleBar } from '../display/units';
import { fitted, seen } from '../geometry/camera';
import { probe } from '../probe';
import { isDetectorPane, type Pane, viewOf } from './document';
import { takes } from './pictures';
import { valueUnit } from './readout';
import type { Viewer } from './viewer';

const margin = 110;
const font = 'system-ui, sans-serif';
type Context = OffscreenCanvasRenderingContext2D;

/** Null: there is nothing to be seen. A whole image has pixels of whole size, at least two each. */
export async function figureOf(viewer: Viewer, pane: Pane): Promise<Blob | null> {
  const shown = viewer.shown()[pane];
  const renderer = probe.renderers[pane];
  if (!shown || !renderer) return null;
  const { rows, columns } = shown.picture;
  const { isFitted, camera: current, size: room } = viewer.panes[pane];
  const ratio = window.devicePixelRatio || 1;
  const isAcross = current.turns % 2 !== 0;
  const pixel = Math.max(Math.round(current.scale * ratio), rows * columns > 1e6 ? 1 : 2);
  const [across, down] = isAcross ? [rows, columns] : [columns, rows];
  const size = isFitted ? { width: across * pixel, height: down * pixel } : { width: room.width * ratio, height: room.height * ratio };
  const camera = isFitted ? fitted(current, size, rows, columns) : { ...current, scale: current.scale * ratio };
  const part = seen(camera, size, rows, columns);
  if (!part) return null;
  const [width, height] = [Math.round(part.right - part.left), Math.round(part.bottom - part.top)];
  const canvas = new OffscreenCanvas(width + margin, Math.max(height, 80));
  const context = canvas.getContext('2d');
  if (!context) return null;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  const [low, high] = viewer.limits(pane);
  renderer.draw(camera, size, 1, viewer.displayOf(pane), low, high);
  context.drawImage(renderer.canvas, part.left - renderer.left, part.top - renderer.top, width, height, 0, 0, width, height);
  renderer.draw(current, room, ratio, viewer.displayOf(pane), low, high);
  drawScaleBar(context, viewer, pane, camera.scale, width, height);
  if (shown.picture.mode === 'scalar') drawColorBar(context, viewer, pane, width, height);
  else if (shown.picture.mode === 'wheel') drawWheel(context, viewer, pane, width);
  else if (shown.picture.mode === 'overlay') drawLegend(context, viewer, pane, width);
  return canvas.convertToBlob({ type: 'image/png' });
}

function drawScaleBar(context: Context, viewer: Viewer, pane: Pane, scale: number, width: number, height: number): void {
  const frames = viewer.framesOf(pane);
  if (!frames) return;
  const { scan, detector } = axesOf(frames);
  const isAcross = viewer.panes[pane].camera.turns % 2 !== 0;
  const [y, x] = isDetectorPane(viewer.looked(), pane) ? detector : scan.slice(-2);
  const length = scaleBar(isAcross ? y : x, Math.min(width * 0.25, 160) / scale);
  if (!length) return;
  const pixels = length.pixels * scale;
  context.fillStyle = 'rgba(0,0,0,.55)';
  context.fillRect(10, height - 36, pixels + 16, 28);
  context.fillStyle = '#fff';
  context.fillRect(18, height - 15, pixels, 3);
  context.textAlign = 'center';
  context.font = `600 13px ${font}`;
  context.fillText(length.label, 18 + pixels / 2, height - 20);
}

function drawColorBar(context: Context, viewer: Viewer, pane: Pane, width: number, height: number): void {
  const display = viewer.displayOf(pane);
  const { table } = colorMap(display.map);
  const [top, length] = [12, height - 44];
  for (let i = 0; i < length; i++) {
    const t = 1 - i / Math.max(length - 1, 1);
    const at = Math.round((display.isInverted ? 1 - t : t) * 255) * 3;
    context.fillStyle = `rgb(${table[at]},${table[at + 1]},${table[at + 2]})`;
    context.fillRect(width + 12, top + i, 14, 1);
  }
  context.fillStyle = '#111';
  context.textAlign = 'left';
  context.font = `13px ${font}`;
  const isWhole = viewer.shown()[pane]?.picture.isWhole ?? true;
  for (const { value, at } of ticks(...viewer.limits(pane), display, 24 / length, isWhole)) {
    const y = top + (1 - at) * length;
    context.fillRect(width + 26, Math.min(y, top + length - 1), 4, 1);
    context.fillText(labelled(value, ...viewer.limits(pane)), width + 34, y + 4);
  }
  const base = baseOf(...viewer.limits(pane));
  const caption = [valueUnit(viewer, pane), display.scale === 'linear' ? '' : display.scale].filter(text => text !== '').join(', ');
  context.fillText(caption, width + 12, height - (base === 0 ? 10 : 18));
  if (base !== 0) context.fillText(`${number(base, 15)} +`, width + 12, height - 4);
}

// Right is towards larger columns, down towards larger rows; the length is the brightness.
function drawWheel(context: Context, viewer: Viewer, pane: Pane, width: number): void {
  const { table } = colorMap('hue');
  const [x, y, radius] = [width + 52, 52, 36];
  const hues = context.createConicGradient(0, x, y);
  for (let i = 0; i <= 64; i++) {
    const at = (Math.round((i / 64) * 256) % 256) * 3;
    hues.addColorStop(i / 64, `rgb(${table[at]},${table[at + 1]},${table[at + 2]})`);
  }
  const dark = context.createRadialGradient(x, y, 0, x, y, radius);
  dark.addColorStop(0, '#000');
  dark.addColorStop(1, 'transparent');
  for (const fill of [hues, dark]) {
    context.fillStyle = fill;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fill();
  }
  context.fillStyle = '#111';
  context.textAlign = 'center';
  context.font = `13px ${font}`;
  const [low, high] = viewer.limits(pane);
  context.fillText(`${number(low)} to ${number(high)} ${valueUnit(viewer, pane)}`.trim(), x, y + radius + 18);
}

function drawLegend(context: Context, viewer: Viewer, pane: Pane, width: number): void {
  const { image } = viewOf(viewer.looked(), pane);
  const list = viewer.document.detectors.filter(detector => takes(image, detector.id));
  context.textAlign = 'left';
  context.font = `13px ${font}`;
  for (const [i, { name, color }] of list.entries()) {
    context.fillStyle = color;
    context.fillRect(width + 12, 12 + i * 22, 12, 12);
    context.fillStyle = '#111';
    context.fillText(name, width + 30, 23 + i * 22);
  }
}
