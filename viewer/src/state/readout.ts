// Where a place is, in the words of the field: in the scan as a position, on the detector from the beam's centre.

import { axesOf, calibrated } from '../display/axes';
import { converted, isCalibrated, number, wavelength, written } from '../display/units';
import type { FramesInfo } from '../protocol/session';
import type { Values } from '../protocol/values';
import { isFramePane, type Pane, viewOf } from './document';
import { isFrame, isResult, showOf } from './pictures';
import { findLook, partOf } from './repertoire';
import { findResult } from './results';
import type { Viewer } from './viewer';

/** A position in the scan: null where its axes have no unit. */
export function scanPosition(frames: FramesInfo, row: number, column: number): string | null {
  const { scan } = axesOf(frames);
  const [y, x] = [calibrated(scan.at(-2), row), calibrated(scan.at(-1), column)];
  if (scan.length === 1) return x;
  return x && y ? `x ${x}  y ${y}` : null;
}

/** The distance of a detector pixel from the beam, its direction (from the columns towards the rows), and what lattice spacing would scatter there. */
export function scattering(
  frames: FramesInfo,
  beam: { row: number; column: number },
  kilovolts: number | null,
  row: number,
  column: number,
): string {
  const [y, x] = axesOf(frames).detector;
  const [rows, columns] = [row - beam.row, column - beam.column];
  const angle = rows === 0 && columns === 0 ? '' : `  φ ${number((Math.atan2(rows, columns) * 180) / Math.PI, 3)}°`;
  if (!isCalibrated(y) || !isCalibrated(x) || y.values || x.values || written(y.unit) !== written(x.unit))
    return `r ${number(Math.hypot(rows, columns), 3)} px${angle}`;
  const length = Math.hypot(rows * y.scale, columns * x.scale);
  const unit = written(x.unit);
  const isAngle = unit.endsWith('rad');
  const perNanometre = isAngle && kilovolts ? frequency(length, unit, kilovolts) : converted(length, x.unit, '1/nm', null);
  const spacing = perNanometre && length > 0 ? `  d ${number(10 / perNanometre, 3)} Å` : '';
  return `${isAngle ? 'θ' : '|q|'} ${number(length, 3)} ${unit}${angle}${spacing}`;
}

// Bragg's law, without the approximation of small angles: 1 ∕ d = 2 sin(θ∕2) ∕ λ, θ between the beams.
function frequency(angle: number, unit: string, kilovolts: number): number | null {
  const radians = unit === 'mrad' ? angle * 1e-3 : unit === 'rad' ? angle : null;
  return radians === null ? null : (2 * Math.sin(radians / 2)) / wavelength(kilovolts);
}

/** What it means that there is no number. */
export function noNumber(values: Values | undefined, isOverDetector: boolean, index: number): string {
  const isMeasured = values?.validity?.[index] !== 0;
  if (!isMeasured && values?.isPartial) return 'no value: not read yet';
  if (isOverDetector) return 'no value: this pixel is masked';
  return isMeasured ? 'no value: no counts here' : 'no value: not measured here';
}

/** What the values of a pane count; empty: nothing that is known. */
export function valueUnit(viewer: Viewer, pane: Pane): string {
  const image = isFramePane(pane) ? (viewer.showsBefore(pane) ? null : viewer.looked().pattern) : viewOf(viewer.looked(), pane).image;
  const counted = viewer.shown()[pane]?.received[0]?.isWhole ? 'counts' : '';
  if (!image || isFrame(image)) return counted;
  if (showOf(image) === 'angle') return '°';
  if (isResult(image)) {
    const now = viewer.preview();
    const result =
      now?.call.name === image.signal ? now.results?.find(({ name }) => name === image.result) : findResult(viewer.framesOf(pane), image);
    return result?.unit ?? counted;
  }
  const look = findLook(image.look);
  return (look && partOf(look, image.part).unit) || counted;
}
