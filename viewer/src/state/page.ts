// What belongs to this browser alone: theme, panels, kept views, playing. What is chosen here survives a reload.

import { createRoot, createSignal } from 'solid-js';
import { createStore, unwrap } from 'solid-js/store';
import type { ScanInfo, SignalInfo } from '../protocol/session';
import { type CellPane, isCell, type Pane, parted } from './document';
import type { KeptCameras } from './panes';
import { createPlay } from './play';
import { remember, remembered } from './remembered';
import type { Viewer } from './viewer';

interface KeptView {
  document: Record<string, unknown>;
  cameras: KeptCameras;
}

/** Narrower windows belong to the images: the panel stays away until it is asked for. */
const narrow = 1100;

/** Sections of the panel, and whether they are open at first. */
const sections = { tree: true, detectors: true, positions: true, display: true, beam: false, scan: false, calibration: false };
export type SectionName = keyof typeof sections;

function createPage() {
  const [isOpening, setIsOpening] = createSignal(false);
  const [isPalette, setIsPalette] = createSignal(false);
  const [isOperating, setIsOperating] = createSignal(false);
  const [isKeySheet, setIsKeySheet] = createSignal(false);
  /** The frames of which a file is to be written; null: none. */
  const [committing, setCommitting] = createSignal<{ scan: ScanInfo; signal: SignalInfo } | null>(null);
  /** Two cells of a comparison that are shown in turns in one place; null: none. */
  const [blink, setBlink] = createSignal<{ pair: [CellPane, CellPane]; front: CellPane } | null>(null);
  const [isMonitor, setIsMonitor] = createSignal(false);
  const [isPresenting, setIsPresenting] = createSignal(false);
  const [hasPanel, setHasPanel] = createSignal(remembered('panel', globalThis.innerWidth >= narrow ? 'yes' : 'no') === 'yes');
  const [open, setOpen] = createStore<Record<SectionName, boolean>>({ ...sections, ...JSON.parse(remembered('sections', '{}')) });
  const [isHistogram, setIsHistogram] = createSignal(remembered('histogram', 'yes') === 'yes');
  const [hasLogCounts, setHasLogCounts] = createSignal(true);
  const [isSwapped, setIsSwapped] = createSignal(remembered('swapped', 'no') === 'yes');
  const light = globalThis.matchMedia?.('(prefers-color-scheme: light)');
  const systemTheme = () => (light?.matches ? 'light' : 'dark');
  const [theme, setTheme] = createSignal(remembered('theme', systemTheme()));
  light?.addEventListener('change', () => remembered('theme', '') === '' && setTheme(systemTheme()));

  const views = (): Record<string, KeptView> => JSON.parse(remembered('views', '{}'));

  return {
    isOpening,
    setIsOpening,
    isPalette,
    setIsPalette,
    isOperating,
    setIsOperating,
    isKeySheet,
    setIsKeySheet,
    committing,
    setCommitting,
    blink,
    /** Whether another cell is shown in the place of this one. */
    isBehind: (pane: Pane) => isCell(pane) && blink() !== null && blink()?.front !== pane,
    setBlink,
    isMonitor,
    setIsMonitor,
    isPresenting,
    isHistogram,
    isSwapped,
    theme,
    hasLogCounts,
    setHasLogCounts,
    hasPanel,
    /** Whether something lies above the page: its keys do nothing meanwhile. */
    isCovered: () => isOpening() || isPalette() || isKeySheet() || committing() !== null,
    uncover() {
      for (const close of [setIsOpening, setIsPalette, setIsKeySheet]) close(false);
      setCommitting(null);
    },
    play: createPlay(),
    togglePanel() {
      remember('panel', setHasPanel(value => !value) ? 'yes' : 'no');
    },
    isOpen: (section: SectionName) => open[section],
    toggleSection(section: SectionName) {
      setOpen(section, value => !value);
      remember('sections', JSON.stringify(unwrap(open)));
    },
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
      const { document } = parted(unwrap(viewer.document) as unknown as Record<string, unknown>);
      const kept = { document, cameras: viewer.keptCameras() };
      const others = Object.entries(views()).filter(([key]) => key !== `${slot} ${viewer.document.scan}`);
      remember('views', JSON.stringify(Object.fromEntries([...others.slice(-29), [`${slot} ${viewer.document.scan}`, kept]])));
      viewer.notify(`View ${slot} stored: Alt+${slot} recalls it`);
    },
    recallView(viewer: Viewer, slot: number) {
      const view = views()[`${slot} ${viewer.document.scan}`];
      if (!view) {
        viewer.notify(`No view ${slot} stored for this scan: Shift+${slot} stores one`);
        return;
      }
      viewer.begin(`view ${slot}`);
      viewer.change(`view ${slot}`, d => Object.assign(d, view.document));
      viewer.restoreCameras(view.cameras);
      viewer.end();
    },
  };
}

export const page = createRoot(createPage);
