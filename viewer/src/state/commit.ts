// Frames of the tree in files, which stand in for computing them.

import { post } from '../protocol/ask';
import type { ScanInfo, SignalInfo } from '../protocol/session';

/** A file beside the data, called as the scan and the signal. */
export const fileFor = (scan: Pick<ScanInfo, 'id' | 'path'>, signal: Pick<SignalInfo, 'name'>): string =>
  `${scan.path.replace(/[^\\/]*$/, '')}${scan.id}-${signal.name}.h5`;

interface Committed {
  readonly file: string;
  /** Whether it was written now: it may have held these frames already. */
  readonly written: boolean;
  /** What it does not keep. */
  readonly notes: readonly string[];
}

/** Writes frames to a file; answers with what became of them, once they are there. */
export async function commitFrames(scan: string, signal: string, path: string, overwrite: boolean): Promise<string> {
  const { file, written, notes } = await post<Committed>('api/commit', { scan, signal, path, overwrite });
  return [`${written ? 'Written:' : 'It was there already:'} ${file}`, ...notes].join('. ');
}
