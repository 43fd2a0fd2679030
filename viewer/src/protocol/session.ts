// What the server says about the session it shows.

export interface AxisInfo {
  readonly name: string;
  readonly scale: number;
  readonly offset: number;
  readonly unit: string;
  /** The coordinate of each index, where steps are not equal; none: they are. */
  readonly values?: readonly number[] | null;
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

/** Data that another program writes: what has come. */
export interface GrowthInfo {
  readonly arrived: number;
  /** Null: nobody knows yet. */
  readonly total: number | null;
  /** Frames that will never come. */
  readonly lost: number;
  /** Nobody knew at first how many there will be: the scan grows with them. */
  readonly isOpenEnded: boolean;
  /** How it ended; null: more may come. */
  readonly end: { readonly isComplete: boolean; readonly reason: string | null } | null;
  /** What is being waited for or was left out, a phrase each. */
  readonly states: readonly string[];
}

/** Frames that can be looked at: of the data, or derived from them. */
export interface FramesInfo {
  readonly scanShape: number[];
  readonly detectorShape: number[];
  readonly dtype: string;
  readonly axes: AxisInfo[];
  /** Where positions and pixels lie in those of the data, in a unit that names these; in px: along none of them. Empty: not known. */
  readonly places: AxisInfo[];
}

export interface ScanInfo extends FramesInfo {
  /** Unique in the session. */
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly request: OpenRequest;
  /** The request as options of a command line. */
  readonly options: string[];
  /** The request as members of a C# initializer. */
  readonly program: string;
  readonly format: string;
  readonly heldAs: string;
  readonly heldBecause: string;
  readonly bytes: number;
  /** Detector pixels that were summed to one, a side. */
  readonly binning: number;
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
  /** Null: all of it was there from the beginning. */
  readonly growth: GrowthInfo | null;
  /** How this scan is looked at; empty at first. */
  readonly document: Record<string, unknown>;
  /** What was derived from it, each behind those that it needs. */
  readonly signals: SignalInfo[];
}

/** What makes a signal. Of one that a program runs itself only the name. */
export interface SignalCall {
  readonly name: string;
  readonly of?: string;
  readonly operation?: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly region?: string | null;
}

export interface ResultInfo {
  readonly name: string;
  readonly kind: 'scan' | 'detector' | 'single';
  readonly shape: number[];
  readonly dtype: string;
  readonly unit: string | null;
  /** Entries for each position or pixel; 1: a plain image. */
  readonly components: number;
  readonly componentNames: string[] | null;
  /** Of a result with rows for each position, what they hold; null: it is an array. */
  readonly columns: { readonly name: string; readonly unit: string | null }[] | null;
  /** Numbers, where they are few and computed. */
  readonly values: (number | null)[] | null;
}

/** A node of a scan's tree: frames made from frames, or what an analysis gives. */
export interface SignalInfo {
  readonly name: string;
  readonly of: string;
  /** Null: a program runs it, and nobody else can. */
  readonly operation: string | null;
  readonly version: number;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly region: string | null;
  /** Null: it cannot be read now. */
  readonly gives: 'frames' | 'results' | null;
  /** What cannot be read now, as it was stored: it stays so. Null: it was read. */
  readonly stored: Readonly<Record<string, unknown>> | null;
  /** Lazy: computed when somebody looks. */
  readonly state: 'lazy' | 'computing' | 'kept' | 'failed';
  /** 0 to 1; null: not known. */
  readonly part: number | null;
  readonly error: string | null;
  readonly frames: FramesInfo | null;
  readonly results: ResultInfo[] | null;
  /** The file to which the frames were committed, and where they are read; null: they are computed. */
  readonly file: string | null;
  readonly notes: string[];
  readonly found: { readonly center_row: number; readonly center_column: number; readonly radius: number } | null;
}

export interface Job {
  readonly id: number;
  readonly title: string;
  /** 0 to 1; null: not known. */
  readonly part: number | null;
  readonly detail: string;
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
  /** Whether what there is by then stays when it is cancelled. */
  readonly keeps: boolean;
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

/** A scan of the session that could not be opened again. */
export interface MissingScan {
  readonly id: string;
  readonly path: string | null;
  readonly request: OpenRequest;
  readonly error: string;
}

export interface SessionState {
  readonly version: number;
  /** Changes of this browser that the documents know of. */
  readonly patches: number;
  /** The scan that is looked at. */
  readonly active: string | null;
  readonly scans: ScanInfo[];
  /** What the page keeps for all scans together. */
  readonly layout: Record<string, unknown>;
  readonly roots: string[];
  readonly recent: OpenRequest[];
  readonly missing: MissingScan[];
  /** Where a session lies that could not be read; null: there is none. */
  readonly setAside: string | null;
}
