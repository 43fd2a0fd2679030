// What the server says about the session it shows.

export interface AxisInfo {
  readonly name: string;
  readonly scale: number;
  readonly offset: number;
  readonly unit: string;
}

/** What is opened, and what the data do not say themselves: as it is sent to open the same again. */
export type OpenRequest = { readonly path: string } & Readonly<Record<string, unknown>>;

export interface Calibration {
  readonly scanStep?: number | null;
  readonly scanUnit?: string | null;
  readonly detectorStep?: number | null;
  readonly detectorUnit?: string | null;
  /** kV. */
  readonly voltage?: number | null;
  /** Degrees by which the detector is turned against the scan. */
  readonly rotation?: number | null;
  /** The detector's rows run against the scan's. */
  readonly flip?: boolean | null;
}

export interface ScanInfo {
  readonly path: string;
  readonly request: OpenRequest;
  /** The request as options of a command line. */
  readonly options: string[];
  /** The request as members of a C# initializer. */
  readonly program: string;
  readonly format: string;
  readonly scanShape: number[];
  readonly detectorShape: number[];
  readonly dtype: string;
  readonly heldAs: string;
  readonly heldBecause: string;
  readonly bytes: number;
  /** Detector pixels that were summed to one, a side. */
  readonly binning: number;
  readonly axes: AxisInfo[];
  readonly disk: { row: number; column: number; radius: number } | null;
  readonly hotPixels: [number, number][];
  readonly maskedPixels: number;
  /** Places of pixels that are left out; empty where there are too many to mark. */
  readonly masked: [number, number][];
  /** Acceleration voltage, as the data say it. */
  readonly kilovolts: number | null;
  readonly calibration: Calibration | null;
  readonly notes: string[];
  /** Rows and columns that the frames fill; null: the data say which. */
  readonly scanShapes: [number, number][] | null;
  readonly isComplete: boolean;
}

export interface Job {
  readonly id: number;
  readonly title: string;
  /** 0 to 1; null: not known. */
  readonly part: number | null;
  readonly detail: string;
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
}

export interface MemoryInfo {
  readonly used: number;
  readonly available: number;
  readonly resident: number;
}

export interface FileEntry {
  readonly name: string;
  readonly isFolder: boolean;
  readonly bytes: number;
  readonly changedUnixSeconds: number;
  readonly kind: string;
}

export interface SessionState {
  readonly version: number;
  /** Changes of this browser that the document knows of. */
  readonly patches: number;
  readonly document: Record<string, unknown>;
  readonly roots: string[];
  readonly recent: OpenRequest[];
  /** What an analysis that runs has given so far. */
  readonly results?: { readonly name: string; readonly kind: 'scan' | 'detector' }[];
  readonly scan?: ScanInfo;
}
