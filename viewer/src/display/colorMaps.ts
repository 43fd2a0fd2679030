// Colour maps come from the server: 256 colours each, those of the library's pictures.

export interface ColorMap {
  readonly name: string;
  readonly kind: 'sequential' | 'diverging' | 'cyclic';
  /** Red, green, blue of 256 colours. */
  readonly table: Uint8Array;
  /** The colour of what is no number. */
  readonly notANumber: [number, number, number];
}

function gray(): ColorMap {
  const table = new Uint8Array(768);
  for (let i = 0; i < 768; i++) table[i] = i / 3;
  return { name: 'gray', kind: 'sequential', table, notANumber: [0, 128, 128] };
}

let all: ColorMap[] = [gray()];

export const colorMaps = () => all;

export function colorMap(name: string): ColorMap {
  return all.find(map => map.name === name) ?? (all[0] as ColorMap);
}

export async function loadColorMaps(address = 'api/color-maps'): Promise<void> {
  const list = (await (await fetch(address)).json()) as {
    name: string;
    kind: ColorMap['kind'];
    table: string;
    notANumber: [number, number, number];
  }[];
  all = list.map(map => ({ ...map, table: Uint8Array.from(atob(map.table), c => c.charCodeAt(0)) }));
}

/** A map as the background of a button, from left to right. */
export function gradient(map: ColorMap, isInverted = false): string {
  const stops = [];
  for (let i = 0; i <= 16; i++) {
    const at = Math.round(((isInverted ? 16 - i : i) / 16) * 255) * 3;
    stops.push(`rgb(${map.table[at]},${map.table[at + 1]},${map.table[at + 2]})`);
  }
  return `linear-gradient(90deg,${stops.join(',')})`;
}
