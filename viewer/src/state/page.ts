// What belongs to this browser alone: theme, open panels, kept views, playing.

import { createRoot, createSignal } from 'solid-js';
import { unwrap } from 'solid-js/store';
import type { Document } from './document';
import type { KeptCameras } from './panes';
import { createPlay } from './play';
import type { Viewer } from './viewer';

const remembered = (name: string, fallback: string) => {
  try {
    return localStorage.getItem(`ronchi.${name}`) ?? fallback;
  } catch {
    return fallback;
  }
};
const remember = (name: string, value: string) => {
  try {
    localStorage.setItem(`ronchi.${name}`, value);
  } catch {
    // A browser that keeps nothing works all the same.
  }
};

interface KeptView {
  document: Document;
  cameras: KeptCameras;
}

function createPage() {
  const [isOpening, setIsOpening] = createSignal(false);
  const [isPalette, setIsPalette] = createSignal(false);
  const [isAnalysing, setIsAnalysing] = createSignal(false);
  const [isKeySheet, setIsKeySheet] = createSignal(false);
  const [isMonitor, setIsMonitor] = createSignal(false);
  const [isPresenting, setIsPresenting] = createSignal(false);
  const [isHistogram, setIsHistogram] = createSignal(remembered('histogram', 'yes') === 'yes');
  const [hasLogCounts, setHasLogCounts] = createSignal(true);
  const [isSwapped, setIsSwapped] = createSignal(remembered('swapped', 'no') === 'yes');
  const prefersLight = globalThis.matchMedia?.('(prefers-color-scheme: light)').matches ?? false;
  const [theme, setTheme] = createSignal(remembered('theme', prefersLight ? 'light' : 'dark'));
  const views = new Map<number, KeptView>();

  return {
    isOpening,
    setIsOpening,
    isPalette,
    setIsPalette,
    isAnalysing,
    setIsAnalysing,
    isKeySheet,
    setIsKeySheet,
    isMonitor,
    setIsMonitor,
    isPresenting,
    isHistogram,
    isSwapped,
    theme,
    hasLogCounts,
    setHasLogCounts,
    play: createPlay(),
    swap() {
      remember('swapped', setIsSwapped(value => !value) ? 'yes' : 'no');
    },
    toggleHistogram() {
      remember('histogram', setIsHistogram(value => !value) ? 'yes' : 'no');
    },
    toggleTheme() {
      remember(
        'theme',
        setTheme(value => (value === 'dark' ? 'light' : 'dark')),
      );
    },
    togglePresentation() {
      setIsPresenting(value => !value);
    },
    storeView(viewer: Viewer, slot: number) {
      views.set(slot, {
        document: JSON.parse(JSON.stringify(unwrap(viewer.document))),
        cameras: viewer.keptCameras(),
      });
      viewer.notify(`View ${slot} stored: Alt+${slot} recalls it`);
    },
    recallView(viewer: Viewer, slot: number) {
      const view = views.get(slot);
      if (!view || view.document.scan !== viewer.document.scan) {
        viewer.notify(`No view ${slot} stored for this scan: Shift+${slot} stores one`);
        return;
      }
      viewer.begin(`view ${slot}`);
      viewer.change(`view ${slot}`, d => Object.assign(d, JSON.parse(JSON.stringify(view.document))));
      viewer.restoreCameras(view.cameras);
      viewer.end();
    },
  };
}

export const page = createRoot(createPage);
