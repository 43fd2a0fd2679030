// How numbers become colours: limits, a scale, a map. Everything here is done in the shader; this file is its plain twin.

export type Scale = 'linear' | 'log' | 'sqrt' | 'gamma' | 'symlog' | 'asinh';
export const scales: Scale[] = ['linear', 'log', 'sqrt', 'gamma', 'symlog', 'asinh'];

export interface Display {
  scale: Scale;
  /** Exponent of gamma. */
  gamma: number;
  map: string;
  isInverted: boolean;
  /** Values of the darkest and the brightest colour; null: by percentiles of the values, when they first come. */
  low: number | null;
  high: number | null;
  lowPercentile: number;
  highPercentile: number;
  /** Limits follow each new image; else they are held. */
  isFollowing: boolean;
  /** Zero has the middle colour. */
  isCentered: boolean;
  isSmooth: boolean;
  marksOutside: boolean;
}

// As the library's pictures, PictureOptions.ForScan and ForDetector; but a few hot pixels must not darken a pattern.
export const imageDisplay: Display = {
  scale: 'linear',
  gamma: 0.5,
  map: 'gray',
  isInverted: false,
  low: null,
  high: null,
  lowPercentile: 0.1,
  highPercentile: 99.9,
  isFollowing: true,
  isCentered: false,
  isSmooth: false,
  marksOutside: false,
};
export const patternDisplay: Display = {
  ...imageDisplay,
  scale: 'log',
  map: 'inferno',
  lowPercentile: 0,
  highPercentile: 99.9,
  isFollowing: false,
};
export const signedDisplay: Display = { ...imageDisplay, map: 'rdbu', isInverted: true, isCentered: true };
export const angleDisplay: Display = { ...imageDisplay, map: 'twilight', low: -180, high: 180 };
export const wheelDisplay: Display = { ...imageDisplay, map: 'hue', low: 0 };

export const scaleNumber = (scale: Scale) => scales.indexOf(scale);

/** Steps of the logarithm between the limits, where values are not whole: their unit says nothing. */
export const logSteps = 1000;

/** The part of the way from the lowest to the highest limit, after the scale; not cut at 0 and 1. Whole numbers are counts: their logarithm has the step of one. */
export function part(
  value: number,
  low: number,
  high: number,
  display: Pick<Display, 'scale' | 'gamma' | 'isCentered'>,
  isWhole = true,
): number {
  if (!(high > low)) return value > high ? 1 : 0;
  if (display.isCentered) {
    const reach = Math.max(Math.abs(low), Math.abs(high));
    const size = scaled(Math.abs(value) / reach, isWhole ? reach : logSteps, display);
    return 0.5 + 0.5 * Math.sign(value) * size;
  }
  const x = (value / 2 - low / 2) / (high / 2 - low / 2); // the whole way between doubles may be no number
  // Symmetric scales have their steep part at zero, wherever the limits are.
  if (display.scale === 'symlog' || display.scale === 'asinh') {
    const bend = (v: number) => bent(v, Math.max(Math.abs(low), Math.abs(high)), display.scale);
    return (bend(value) - bend(low)) / (bend(high) - bend(low));
  }
  return x <= 0 ? x : scaled(x, isWhole ? high - low : logSteps, display);
}

/** Values below this part of the largest limit are nearly in proportion on the symmetric scales. */
export const linearPart = 0.01;

function bent(value: number, reach: number, scale: Scale): number {
  const x = value / reach / linearPart;
  return scale === 'asinh' ? Math.asinh(x) : Math.sign(x) * Math.log1p(Math.abs(x));
}

function scaled(x: number, steps: number, display: Pick<Display, 'scale' | 'gamma'>): number {
  switch (display.scale) {
    case 'log':
      return Math.log1p(x * steps) / Math.log1p(steps);
    case 'sqrt':
      return Math.sqrt(x);
    case 'gamma':
      return x ** display.gamma;
    case 'symlog':
      return Math.log1p(x / linearPart) / Math.log1p(1 / linearPart);
    case 'asinh':
      return Math.asinh(x / linearPart) / Math.asinh(1 / linearPart);
    default:
      return x;
  }
}
