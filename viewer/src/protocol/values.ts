// Values of one view: 64 bytes that describe them, then the numbers (docs/protocol.md).

export type NumberArray = Uint8Array | Uint16Array | Uint32Array | Int8Array | Int16Array | Int32Array | Float32Array;
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
const types: Record<number, new (buffer: ArrayBuffer, offset: number, length: number) => NumberArray> = {
  0: Uint8Array,
  1: Uint16Array,
  2: Uint32Array,
  4: Int8Array,
  5: Int16Array,
  6: Int32Array,
  8: Float32Array,
};
const paths = ['', 'full', 'difference', 'rings'];

/** Reads a message; null: it is none of this version, or not as long as it says. */
export function decode(message: ArrayBuffer): Values | null {
  if (message.byteLength < headerBytes) return null;
  const head = new DataView(message);
  const kind = kinds[head.getUint16(6, true)];
  const type = types[head.getUint8(24)];
  if (head.getUint32(0, true) !== magic || head.getUint16(4, true) !== version || !kind || !type) return null;
  const rows = head.getUint32(16, true);
  const columns = head.getUint32(20, true);
  const planes = head.getUint16(28, true);
  const bytes = head.getUint32(52, true);
  const size = (type as unknown as { BYTES_PER_ELEMENT: number }).BYTES_PER_ELEMENT;
  const validityBytes = head.getUint32(60, true);
  if (bytes + validityBytes !== message.byteLength - headerBytes || rows * columns * size !== bytes || rows % planes !== 0) return null;
  const flags = head.getUint16(26, true);
  const hasValidity = (flags & 32) !== 0;
  if (validityBytes !== (hasValidity ? (rows / planes) * columns : 0)) return null;
  return {
    kind,
    view: head.getUint32(8, true),
    sequence: head.getUint32(12, true),
    rows: rows / planes,
    columns,
    planes,
    data: new type(message, headerBytes, bytes / size),
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
