// Lengths with units, as people write them.

import type { AxisInfo } from '../protocol/session';

const families = [
  ['fm', 'pm', 'nm', 'µm', 'mm', 'm'],
  ['nrad', 'µrad', 'mrad', 'rad'],
  ['ns', 'µs', 'ms', 's'],
];

/** A unit as it is written on pictures: 1/nm as nm⁻¹, um as µm, A as Å. */
export function written(unit: string): string {
  if (unit.startsWith('1/')) return `${written(unit.slice(2))}⁻¹`;
  const others: Record<string, string> = {
    um: 'µm',
    μm: 'µm',
    us: 'µs',
    μs: 'µs',
    urad: 'µrad',
    μrad: 'µrad',
    A: 'Å',
    angstrom: 'Å',
    Angstrom: 'Å',
    '\u212B': 'Å',
  };
  return others[unit] ?? unit;
}

// Metres of a unit of length, and which kind of length others are.
const metres: Record<string, number> = { fm: 1e-15, pm: 1e-12, Å: 1e-10, nm: 1e-9, µm: 1e-6, mm: 1e-3, m: 1 };

/** Wavelength of electrons in nm: h c ∕ √(E (E + 2 m c²)) with E = e U; CODATA 2018. */
export function wavelength(kilovolts: number): number {
  const energy = kilovolts * 1000;
  return 1239.841984 / Math.sqrt(energy * (energy + 2 * 510998.95));
}

/** The same length in another unit; angles become spatial frequencies with the wavelength, θ ∕ λ. Null: they do not compare. */
export function converted(value: number, from: string, to: string, kilovolts: number | null): number | null {
  // Everything in metres, per metre, or radians.
  const parts = (unit: string): [kind: string, size: number] | null => {
    const text = written(unit);
    if (text.endsWith('⁻¹')) {
      const size = metres[text.slice(0, -2)];
      return size ? ['frequency', 1 / size] : null;
    }
    if (text === 'mrad') return ['angle', 1e-3];
    return metres[text] ? ['length', metres[text] as number] : null;
  };
  const [a, b] = [parts(from), parts(to)];
  if (!a || !b) return null;
  if (a[0] === b[0]) return (value * a[1]) / b[1];
  if (!kilovolts || a[0] === 'length' || b[0] === 'length') return null;
  const lambda = wavelength(kilovolts) * 1e-9;
  return a[0] === 'angle' ? (value * a[1]) / lambda / b[1] : (value * a[1] * lambda) / b[1];
}

export const isCalibrated = (axis: AxisInfo | undefined): axis is AxisInfo =>
  axis !== undefined && axis.unit !== '' && axis.unit !== 'px' && axis.scale !== 0;

export interface ScaleBar {
  /** Length in pixels of the image. */
  readonly pixels: number;
  readonly label: string;
}

/** A bar of 1, 2 or 5 times a power of ten, about as long as is wished; in pixels where the axis has no unit, or no equal steps. */
export function scaleBar(axis: AxisInfo | undefined, wishedPixels: number): ScaleBar | null {
  const isMeasured = isCalibrated(axis) && !axis.values;
  const scale = isMeasured ? Math.abs(axis.scale) : 1;
  const wish = wishedPixels * scale;
  if (!(wish > 0) || !Number.isFinite(wish)) return null;
  let power = Math.floor(Math.log10(wish));
  const mantissa = wish / 10 ** power;
  let factor = 1;
  if (mantissa >= Math.SQRT2 && mantissa < Math.sqrt(10)) factor = 2;
  else if (mantissa >= Math.sqrt(10) && mantissa < Math.sqrt(50)) factor = 5;
  else if (mantissa >= Math.sqrt(50)) power++;
  const length = factor * 10 ** power;
  return { pixels: length / scale, label: lengthText(factor, power, isMeasured ? axis.unit : 'px') };
}

function lengthText(factor: number, decade: number, rawUnit: string): string {
  let [unit, power] = [written(rawUnit), decade];
  if (unit === 'Å' && power >= 3) [unit, power] = ['nm', power - 1];
  const family = families.find(names => names.includes(unit));
  if (family) {
    let place = family.indexOf(unit);
    for (; power >= 3 && place + 1 < family.length; power -= 3) place++;
    for (; power < -1 && place > 0; power += 3) place--;
    unit = family[place] as string;
  }
  return `${number(factor * 10 ** power, 6)} ${unit}`;
}

/** A number that was read: whole ones with all of their digits. */
export const exactly = (value: number | bigint, isWhole: boolean, digits = 7): string =>
  isWhole && (typeof value === 'bigint' || Number.isSafeInteger(value)) ? String(value).replace('-', '−') : number(Number(value), digits);

/** A number in few characters: whole ones as they are, others with significant digits. */
export function number(value: number, digits = 4): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const size = Math.abs(value);
  let text: string;
  if (size >= 1e7 || size < 1e-4)
    text = value
      .toExponential(Math.max(digits - 1, 0))
      .replace(/\.?0+e/, 'e')
      .replace('e+', 'e');
  else if (Number.isInteger(value)) text = String(value);
  else text = String(Number.parseFloat(value.toPrecision(digits)));
  return text.replace('-', '−');
}

export function bytes(value: number): string {
  if (value >= 1e9) return `${(value / 1e9).toFixed(value >= 1e10 ? 0 : 1)} GB`;
  return value >= 1e6 ? `${Math.round(value / 1e6)} MB` : value >= 1e3 ? `${Math.round(value / 1e3)} kB` : `${value} B`;
}
