// Paths that are pasted or dropped, and sessions as files.

import { download, viewOfNow } from './export';
import type { Viewer } from './viewer';

/** The path in a text: file links are taken apart; null: there is none. */
export function pathIn(text: string): string | null {
  const line = text
    .split(/\r?\n/)
    .map(part => part.trim())
    .find(part => part !== '' && !part.startsWith('#'));
  if (!line) return null;
  if (line.startsWith('file://')) {
    try {
      return decodeURIComponent(new URL(line).pathname);
    } catch {
      return null;
    }
  }
  const bare = line.replace(/^["'](.*)["']$/, '$1');
  return /^(\/|[A-Za-z]:[\\/])/.test(bare) ? bare : null;
}

// With a modifier beside what is open, as a file that is dropped is copied, not moved.
const open = (viewer: Viewer, path: string, isBeside = false) =>
  viewer.tell({ type: 'open', path, ...(isBeside && viewer.root() ? { beside: true } : {}) });

/** Opens what is pasted or dropped on the page. */
export function takePaths(viewer: Viewer): void {
  document.addEventListener('paste', event => {
    if ((event.target as HTMLElement).matches('input, textarea')) return;
    const path = pathIn(event.clipboardData?.getData('text/plain') ?? '');
    if (path) open(viewer, path);
  });
  document.addEventListener('dragover', event => event.preventDefault());
  document.addEventListener('drop', event => {
    event.preventDefault();
    const data = event.dataTransfer;
    const path = pathIn(data?.getData('text/uri-list') ?? '') ?? pathIn(data?.getData('text/plain') ?? '');
    const file = data?.files[0];
    if (path) open(viewer, path, event.shiftKey || event.altKey || event.ctrlKey);
    else if (file?.name.endsWith('.ronchi-view.json')) void restoreSession(viewer, file);
    else if (file)
      viewer.notify(`The browser does not reveal the path of ${file.name}: paste the path, or choose the file with Open.`, true);
  });
}

/** What is looked at, and how, as a file. */
export function saveSession(viewer: Viewer): void {
  const now = viewOfNow(viewer);
  if (!now) return;
  const { path, request, ...view } = now;
  const name = path
    .split(/[\\/]/)
    .at(-1)
    ?.replace(/\.\w+$/, '');
  const text = JSON.stringify({ program: 'Ronchi', version: 2, open: request, ...view }, null, 2);
  download(new Blob([text], { type: 'application/json' }), `${name}.ronchi-view.json`);
}

export async function restoreSession(viewer: Viewer, file: Blob): Promise<void> {
  try {
    const kept = JSON.parse(await file.text());
    if (kept?.program !== 'Ronchi' || typeof kept.open?.path !== 'string' || typeof kept.document !== 'object') throw new Error();
    viewer.openLinked({
      path: kept.open.path,
      request: kept.open,
      document: kept.document,
      ...(kept.signals ? { signals: kept.signals } : {}),
      cameras: kept.cameras ?? {},
    });
  } catch {
    viewer.notify('This file is not a Ronchi session: expected one written by "Save session".', true);
  }
}

/** Asks for a file. */
export function chooseSession(viewer: Viewer): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.json';
  input.onchange = () => {
    const file = input.files?.[0];
    if (file) void restoreSession(viewer, file);
  };
  input.click();
}
