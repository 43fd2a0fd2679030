// The layouts of the window.

import { beginComparison } from './compare';
import { type Tab, tabs } from './document';
import { page } from './page';
import type { Viewer } from './viewer';

export const tabNames: Readonly<Record<Tab, { readonly name: string; readonly help: string }>> = {
  '4d': { name: '4D', help: 'Images and pattern of one scan' },
  process: { name: 'Process', help: 'Frames before and after an operation' },
  compare: { name: 'Compare', help: 'Images of several scans beside one another' },
};

/** Lays the window out in another way. */
export function showTab(viewer: Viewer, tab: Tab): void {
  if (viewer.document.tab === tab) return;
  page.setBlink(null);
  viewer.change(tabNames[tab].name, d => {
    d.tab = tab;
    if (tab === 'compare') beginComparison(viewer, d);
  });
  viewer.focus(tab === 'compare' ? (viewer.document.cells[0]?.pane ?? 'pattern') : tab === 'process' ? 'pattern' : 'navigator');
}

/** The layout after the one that is seen, or before it. */
export function nextTab(viewer: Viewer, by: 1 | -1): void {
  showTab(viewer, tabs[(tabs.indexOf(viewer.document.tab) + by + tabs.length) % tabs.length] as Tab);
}
