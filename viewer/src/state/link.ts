// The state in the link: what is looked at, and how, after the #.

import type { OpenRequest, SignalCall } from '../protocol/session';
import type { KeptCameras } from './panes';

export interface Linked {
  readonly path: string;
  /** How it is opened; absent: as it is. */
  readonly request?: OpenRequest;
  readonly document: Record<string, unknown>;
  /** What was derived from it; absent: nothing. */
  readonly signals?: readonly SignalCall[];
  /** Which part of each image is seen; absent: the whole. */
  readonly cameras?: KeptCameras;
}

export function toFragment(linked: Linked): string {
  const bytes = new TextEncoder().encode(JSON.stringify(linked));
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return `#view=${btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
}

/** Reads it; null: there is none, or it makes no sense. */
export function fromFragment(fragment: string): Linked | null {
  const match = /^#view=([A-Za-z0-9_-]+)$/.exec(fragment);
  if (!match) return null;
  try {
    const text = atob((match[1] as string).replaceAll('-', '+').replaceAll('_', '/'));
    const linked = JSON.parse(new TextDecoder().decode(Uint8Array.from(text, c => c.charCodeAt(0))));
    const isOne = typeof linked.path === 'string' && typeof linked.document === 'object' && linked.document !== null;
    return isOne && (linked.request === undefined || typeof linked.request?.path === 'string') ? linked : null;
  } catch {
    return null;
  }
}
