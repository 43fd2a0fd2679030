// Values of one view: 64 bytes that describe them, then the numbers (docs/protocol.md).

export type NumberArray = Uint8Array | Uint16Array | Uint32Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;
/** An array is anything that lies neither over the scan nor over the detector: curves, tables. */
export type ValueKind = 'image' | 'frame' | 'pattern' | 'field' | 'array';

export interface Values {
  readonly kind: ValueKind;
  readonly view: number;
  readonly sequence: number;
  readonly rows: number;
  readonly columns: number;
  /** Images one behind the other: 1; 2 of a field (towards rows, towards columns); 3 or 4 of a frame in colour. Their rows and columns are those of one. */
  readonly planes: number;
  readonly data: NumberArray;
  /** Whole numbers of 64 bits as they came: the data are the nearest real ones. Null: the data are what came. */
  readonly exact: BigUint64Array | BigInt64Array | null;
  /** The numbers are whole ones. */
  readonly isWhole: boolean;
  /** 1 for each entry of a plane that was measured, 0 for others: not read yet, masked, not recorded. Null: all were. */
  readonly validity: Uint8Array | null;
  /** A field over the detector, not over the scan. */
  readonly isOverDetector: boolean;
  readonly isPreview: boolean;
  readonly isCached: boolean;
  readonly isFinal: boolean;
  readonly isLive: boolean;
  readonly isPartial: boolean;
  /** Flat scan position of a frame; positions behind a pattern. */
  readonly position: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly mean: number;
  /** How the server came to them; empty: there is only one way. */
  readonly path: string;
  /** Time that the server took. */
  readonly milliseconds: number;
}

export const headerBytes = 64;
export const magic = 0x48434e52;
export const version = 2;

const kinds: Record<number, ValueKind> = { 1: 'image', 2: 'frame', 3: 'pattern', 4: 'field', 5: 'array' };
const types = {
  0: Uint8Array,
  1: Uint16Array,
  2: Uint32Array,
  3: BigUint64Array,
  4: Int8Array,
  5: Int16Array,
  6: Int32Array,
  7: BigInt64Array,
  8: Float32Array,
  9: Float64Array,
} as const;
const paths = ['', 'full', 'difference', 'rings'];

/** Reads a message; null: it is none of this version, or not as long as it says. */
export function decode(message: ArrayBuffer): Values | null {
  if (message.byteLength < headerBytes) return null;
  const head = new DataView(message);
  const kind = kinds[head.getUint16(6, true)];
  const type = types[head.getUint8(24) as keyof typeof types];
  if (head.getUint32(0, true) !== magic || head.getUint16(4, true) !== version || !kind || !type) return null;
  const rows = head.getUint32(16, true);
  const columns = head.getUint32(20, true);
  const planes = head.getUint16(28, true);
  const bytes = head.getUint32(52, true);
  const size = type.BYTES_PER_ELEMENT;
  const validityBytes = head.getUint32(60, true);
  if (bytes + validityBytes !== message.byteLength - headerBytes || rows * columns * size !== bytes || rows % planes !== 0) return null;
  const flags = head.getUint16(26, true);
  const hasValidity = (flags & 32) !== 0;
  if (validityBytes !== (hasValidity ? (rows / planes) * columns : 0)) return null;
  const came = new type(message, headerBytes, bytes / size);
  const exact = came instanceof BigUint64Array || came instanceof BigInt64Array ? came : null;
  const data = exact ? nearest(exact) : (came as NumberArray);
  return {
    kind,
    view: head.getUint32(8, true),
    sequence: head.getUint32(12, true),
    rows: rows / planes,
    columns,
    planes,
    data,
    exact,
    isWhole: !(came instanceof Float32Array || came instanceof Float64Array),
    validity: hasValidity ? new Uint8Array(message, headerBytes + bytes, validityBytes) : null,
    isOverDetector: kind === 'pattern' || (flags & 64) !== 0,
    isPreview: (flags & 1) !== 0,
    isCached: (flags & 2) !== 0,
    isFinal: (flags & 4) !== 0,
    isLive: (flags & 8) !== 0,
    isPartial: (flags & 16) !== 0,
    position: Number(head.getBigInt64(32, true)),
    minimum: head.getFloat32(40, true),
    maximum: head.getFloat32(44, true),
    mean: head.getFloat32(48, true),
    path: paths[head.getUint8(25)] ?? '',
    milliseconds: head.getUint32(56, true) / 1000,
  };
}

// By halves: a big integer for each would take ten times as long.
function nearest(values: BigUint64Array | BigInt64Array): Float64Array {
  const { buffer, byteOffset, length } = values;
  const low = new Uint32Array(buffer, byteOffset, 2 * length);
  const high = values instanceof BigInt64Array ? new Int32Array(buffer, byteOffset, 2 * length) : low;
  return Float64Array.from({ length }, (_, i) => (high[2 * i + 1] as number) * 2 ** 32 + (low[2 * i] as number));
}
