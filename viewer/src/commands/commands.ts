// Every command of the page: the palette, the keys, the menus and the tests all take them from here.

import { colorMaps } from '../display/colorMaps';
import { type Scale, scales } from '../display/display';
import { zoomed } from '../geometry/camera';
import { grown, hollowed, kept, moved, type ShapeKind, shifted } from '../geometry/shapes';
import { showCustomary, showLook } from '../state/choices';
import { addCell, blink, closeCell } from '../state/compare';
import {
  areCurves,
  detectorColumns,
  diskOf,
  isCell,
  linkKinds,
  type Pane,
  scanColumns,
  scanRows,
  seriesLength,
  tabs,
} from '../state/document';
import {
  addDetector,
  addSelector,
  duplicateDetector,
  editDetector,
  editSelector,
  firstShape,
  fitting,
  foundDisk,
  refineDisk,
  removeDetector,
  removeSelector,
} from '../state/edit';
import { copyImage, copyLink, copyScript, saveNumbers, savePicture } from '../state/export';
import { chooseSession, saveSession } from '../state/files';
import { form } from '../state/form';
import { addImage, closeImage, showImage } from '../state/images';
import { page } from '../state/page';
import { absolute, presets, relative } from '../state/presets';
import { type LookPart, looksFor, looksOver, repertoire } from '../state/repertoire';
import { lookWith } from '../state/requests';
import { nextTab, showTab, tabNames } from '../state/tabs';
import type { Viewer } from '../state/viewer';
import { synonyms } from './synonyms';

export interface Command {
  readonly id: string;
  readonly title: string;
  readonly group: string;
  /** As in "Shift+ArrowLeft" or "a"; the first is shown. */
  readonly keys?: readonly string[];
  /** Other words that people type for it. */
  readonly words?: string;
  /** What may be written behind it in the palette, as in "goto 12 40". */
  readonly parameters?: string;
  run(numbers: number[]): void;
  /** What ends with the key that began it; absent: a key is pressed and that is all. */
  release?(): void;
}

export function commandsOf(viewer: Viewer): Command[] {
  const list: Command[] = [];
  const add = (group: string, id: string, title: string, keys: string[], run: Command['run'], parameters?: string, words = synonyms[id]) =>
    list.push({ group, id, title, keys, run, ...(words ? { words } : {}), ...(parameters ? { parameters } : {}) });
  const pane = (): Pane => viewer.focused();

  add('File', 'open', 'Open…', ['o'], () => page.setIsOpening(true));
  add('File', 'copy-link', 'Copy link to this view', [], () => copyLink(viewer));
  add('File', 'copy-script', 'Copy as command line', [], () => copyScript(viewer, 'command', pane()));
  add('File', 'copy-program', 'Copy as C# program', [], () => copyScript(viewer, 'program', pane()));
  add('File', 'copy-pipeline', 'Copy as pipeline', [], () => copyScript(viewer, 'pipeline', pane()));
  add('File', 'copy-image', 'Copy picture', ['Ctrl+Shift+C'], () => copyImage(viewer, pane()));
  add('File', 'save-png', 'Save picture (PNG, with scale bar and colour bar)', ['Ctrl+S'], () => savePicture(viewer, pane()));
  add('File', 'save-tiff', 'Save numbers (TIFF, float32)', [], () => saveNumbers(viewer, pane(), 'tif'));
  add('File', 'save-npy', 'Save numbers (NPY)', [], () => saveNumbers(viewer, pane(), 'npy'));

  add('File', 'save-session', 'Save session to a file', [], () => saveSession(viewer));
  add('File', 'restore-session', 'Restore session from a file…', [], () => chooseSession(viewer));
  add('File', 'demo', 'Open the demo scan', [], () => viewer.tell({ type: 'demo' }));

  add('Analysis', 'operate', 'Add an operation…', ['p'], form.open);
  for (const { name, summary } of repertoire().operations) {
    add('Analysis', `operate-${name}`, `${name}: ${summary.replace(/\.$/, '')}`, [], () => {
      form.choose(name);
      page.setIsOperating(true);
    });
  }

  add('Edit', 'undo', 'Undo', ['Ctrl+z'], viewer.undo);
  add('Edit', 'redo', 'Redo', ['Ctrl+y', 'Ctrl+Shift+z'], viewer.redo);
  add('Edit', 'reset', 'Reset the view of this scan', [], viewer.reset);

  const step = (rows: number, columns: number) => {
    const selector = viewer.activeSelector();
    const scan = viewer.scan();
    if (selector && scan)
      editSelector(viewer, selector.id, 'move selector', s => {
        s.shape = kept(fitting(viewer, 'navigator', moved(s.shape, rows, columns)), scanRows(scan), scanColumns(scan));
      });
  };
  for (const [key, name, rows, columns] of [
    ['ArrowUp', 'up', -1, 0],
    ['ArrowDown', 'down', 1, 0],
    ['ArrowLeft', 'left', 0, -1],
    ['ArrowRight', 'right', 0, 1],
  ] as const) {
    add('Scan position', `probe-${name}`, `Move selector ${name}`, [key], () => step(rows, columns));
    add('Scan position', `probe-${name}-10`, `Move selector ${name} by 10`, [`Shift+${key}`], () => step(10 * rows, 10 * columns));
  }
  add(
    'Scan position',
    'goto',
    'Go to row and column',
    [],
    ([row, column]) => {
      const selector = viewer.activeSelector();
      if (selector && row !== undefined && column !== undefined)
        editSelector(viewer, selector.id, 'go to', s => {
          s.shape = s.shape.kind === 'point' ? fitting(viewer, 'navigator', { kind: 'point', row, column }) : s.shape;
        });
    },
    'ROW COLUMN',
  );
  for (const kind of ['point', 'rectangle', 'disk', 'polygon', 'line'] as ShapeKind[]) {
    add('Scan position', `selector-${kind}`, `New selector: ${kind === 'disk' ? 'circle' : kind}`, [], () =>
      addSelector(viewer, firstShape(viewer, 'navigator', kind)),
    );
  }
  add('Scan position', 'selector-next', 'Next selector', ['Ctrl+.'], () =>
    viewer.change('choose selector', d => {
      const at = d.selectors.findIndex(s => s.id === d.activeSelector);
      d.activeSelector = d.selectors[(at + 1) % d.selectors.length]?.id ?? '';
    }),
  );
  add('Scan position', 'selector-delete', 'Delete selector', [], () => removeSelector(viewer, viewer.document.activeSelector));

  const ofCurves = areCurves(viewer.scan());
  const presetKeys: Record<string, string> = { BF: '1', ABF: '2', ADF: '3', HAADF: '4' };
  for (const customary of ofCurves ? [] : repertoire().detectors)
    add(
      'Detector',
      `preset-${customary.name.toLowerCase()}`,
      customary.name,
      [presetKeys[customary.name] ?? []].flat(),
      () => showCustomary(viewer, viewer.activeImage(), customary),
      undefined,
      `${customary.help} ${customary.words ?? ''}`,
    );
  add('Detector', 'preset-keep', 'Save the active detector as a preset', [], () => {
    const [detector, scan] = [viewer.activeDetector(), viewer.scan()];
    if (!detector || !scan) return;
    presets.add({ name: detector.name, shape: relative(JSON.parse(JSON.stringify(detector.shape)), diskOf(scan, viewer.document)) });
    viewer.notify(`${detector.name} is a preset now`);
  });
  for (const preset of presets.list()) {
    add('Detector', `preset-own-${preset.name}`, `Preset: ${preset.name}`, [], () => {
      const scan = viewer.scan();
      if (scan) addDetector(viewer, absolute(preset.shape, diskOf(scan, viewer.document)), preset.name);
    });
  }
  const channels = () => {
    const scan = viewer.scan();
    return scan ? detectorColumns(scan) : 1;
  };
  const change = (label: string, edit: (shape: ReturnType<typeof moved>) => ReturnType<typeof moved>) => {
    const detector = viewer.activeDetector();
    if (detector && !detector.isLocked)
      editDetector(viewer, detector.id, label, d => {
        const shape = edit(d.shape);
        d.shape = shape.kind === 'range' ? fitting(viewer, 'pattern', shape) : shape;
      });
  };
  for (const [key, name, rows, columns] of [
    ['ArrowUp', 'up', -1, 0],
    ['ArrowDown', 'down', 1, 0],
    ['ArrowLeft', 'left', 0, -1],
    ['ArrowRight', 'right', 0, 1],
  ] as const) {
    add('Detector', `detector-${name}`, `Move detector ${name}`, [`Alt+${key}`], () =>
      change('move detector', shape => (shape.kind === 'range' ? shifted(shape, columns, channels()) : moved(shape, rows, columns))),
    );
  }
  add('Detector', 'detector-grow', 'Larger radius', ['e'], () => change('larger', shape => grown(shape, 1)));
  add('Detector', 'detector-shrink', 'Smaller radius', ['q'], () => change('smaller', shape => grown(shape, -1)));
  add('Detector', 'detector-hollow', 'Larger inner radius', ['Shift+E'], () => change('larger hole', shape => hollowed(shape, 1)));
  add('Detector', 'detector-fill', 'Smaller inner radius', ['Shift+Q'], () => change('smaller hole', shape => hollowed(shape, -1)));
  const ranges: [ShapeKind, string, string[]][] = [['range', 'window of channels', ['w']]];
  const shapes: [ShapeKind, string, string[]][] = [
    ['point', 'point', []],
    ['disk', 'disk', ['Shift+O']],
    ['annulus', 'annulus', ['n']],
    ['square', 'square', []],
    ['rectangle', 'rectangle', ['r']],
    ['sector', 'sector', []],
    ['polygon', 'polygon', ['g']],
  ];
  for (const [kind, name, keys] of ofCurves ? ranges : shapes)
    add('Detector', `detector-${kind}`, `New detector: ${name}`, keys, () => addDetector(viewer, firstShape(viewer, 'pattern', kind)));
  if (!ofCurves) {
    add('Detector', 'disk-find', 'Direct beam: as it was found', [], () => foundDisk(viewer));
    add('Detector', 'disk-refine', 'Direct beam: refine centre and radius', [], () => void refineDisk(viewer));
    add('Detector', 'disk-drag', 'Direct beam: drag it on the pattern', [], () => viewer.setTool({ pane: 'pattern', kind: 'centre' }));
  }
  add('Detector', 'detector-duplicate', 'Duplicate detector', ['Ctrl+d'], () => duplicateDetector(viewer, viewer.document.activeDetector));
  add('Detector', 'detector-delete', 'Delete detector', ['Delete', 'Backspace'], () =>
    removeDetector(viewer, viewer.document.activeDetector),
  );
  add(
    'Detector',
    'radius',
    'Set radius',
    [],
    ([radius]) =>
      radius !== undefined &&
      change('radius', shape => (shape.kind === 'disk' ? { ...shape, radius } : 'outer' in shape ? { ...shape, outer: radius } : shape)),
    'PIXELS',
  );

  let key = 4 + 1; // behind those of the detectors
  const looks = viewer.scan() ? looksFor('scan', viewer.scan()?.detectorShape ?? []) : looksOver('scan');
  for (const look of looks.slice(1)) {
    look.parts.forEach((part, i) => {
      const title = part.name === '' ? look.help : `${look.name} ${part.name}: ${part.help}`;
      add(
        'Image',
        `look-${look.id}${i === 0 ? '' : `-${part.name}`}`,
        title,
        i === 0 && key < 10 ? [String(key++)] : [],
        () => showLook(viewer, look, part),
        undefined,
        `${look.words} ${look.help}`,
      );
    });
    const [least, most] = look.detectors;
    if (least === 0 && most > 0)
      add(
        'Image',
        `look-${look.id}-inside`,
        `${look.name} inside the active detector`,
        [],
        () => {
          const id = viewer.document.activeDetector;
          if (id) showImage(viewer, lookWith(look, look.parts[0] as LookPart, [id]));
        },
        undefined,
        look.words,
      );
  }

  const display = () => viewer.displayOf(pane());
  add('Display', 'auto', 'Automatic contrast', ['a'], () => viewer.autoContrast(pane()));
  add('Display', 'follow', 'Contrast follows each image', ['Shift+A'], () =>
    viewer.setDisplay(pane(), 'follow', { isFollowing: !display().isFollowing }),
  );
  add('Display', 'scale-next', 'Next scale', ['l'], () =>
    viewer.setDisplay(pane(), 'scale', { scale: scales[(scales.indexOf(display().scale) + 1) % scales.length] as Scale }),
  );
  for (const scale of scales) add('Display', `scale-${scale}`, `Scale: ${scale}`, [], () => viewer.setDisplay(pane(), 'scale', { scale }));
  add('Display', 'invert', 'Invert colours', ['i'], () => viewer.setDisplay(pane(), 'invert', { isInverted: !display().isInverted }));
  add('Display', 'map-next', 'Next colour map', ['c'], () => {
    const names = colorMaps().map(map => map.name);
    viewer.setDisplay(pane(), 'colour map', { map: names[(names.indexOf(display().map) + 1) % names.length] as string });
  });
  for (const map of colorMaps())
    add('Display', `map-${map.name}`, `Colours: ${map.name}`, [], () =>
      viewer.setDisplay(pane(), 'colour map', { map: map.name, isCentered: map.kind === 'diverging' }),
    );
  add('Display', 'smooth', 'Smooth pixels', [], () => viewer.setDisplay(pane(), 'smooth', { isSmooth: !display().isSmooth }));
  add('Display', 'outside', 'Mark values out of range', [], () =>
    viewer.setDisplay(pane(), 'mark', { marksOutside: !display().marksOutside }),
  );
  add('Display', 'center-zero', 'Symmetric about zero', [], () => viewer.setDisplay(pane(), 'zero', { isCentered: !display().isCentered }));
  add(
    'Display',
    'limits',
    'Set limits',
    [],
    ([low, high]) => low !== undefined && high !== undefined && viewer.setDisplay(pane(), 'limits', { low, high }),
    'LOW HIGH',
  );
  add(
    'Display',
    'percentiles',
    'Set percentiles',
    [],
    ([lowPercentile, highPercentile]) =>
      lowPercentile !== undefined &&
      highPercentile !== undefined &&
      viewer.setDisplay(pane(), 'percentiles', { lowPercentile, highPercentile, low: null, high: null }),
    'LOW HIGH',
  );

  const camera = () => viewer.panes[pane()].camera;
  const size = () => viewer.panes[pane()].size;
  const zoom = (factor: number) => viewer.setCamera(pane(), zoomed(camera(), size(), factor, size().width / 2, size().height / 2));
  add('View', 'fit', 'Whole image', ['0'], () => viewer.fitImage(pane()));
  add('View', 'one-to-one', 'One to one', ['z'], () =>
    viewer.setCamera(pane(), { ...camera(), scale: 1 / (globalThis.devicePixelRatio || 1) }),
  );
  add('View', 'zoom-in', 'Zoom in', ['+', '='], () => zoom(1.25));
  add('View', 'zoom-out', 'Zoom out', ['-'], () => zoom(0.8));
  add('View', 'turn', 'Rotate by 90° (display only)', [], () => {
    viewer.setCamera(pane(), { ...camera(), turns: (camera().turns + 1) % 4 });
    viewer.fitImage(pane());
  });
  add('View', 'flip', 'Mirror (display only)', [], () => viewer.setCamera(pane(), { ...camera(), isFlipped: !camera().isFlipped }));
  add('View', 'tab-next', 'Next layout', ['t'], () => nextTab(viewer, 1));
  add('View', 'tab-before', 'Layout before', ['Shift+T'], () => nextTab(viewer, -1));
  for (const tab of tabs) add('View', `tab-${tab}`, `Layout ${tabNames[tab].name}: ${tabNames[tab].help}`, [], () => showTab(viewer, tab));
  add('View', 'before', 'Before the last operation, while the key is held', ['y'], () => {
    if (viewer.framesAt(false)) viewer.setIsBefore(value => !value);
    else viewer.notify('These are the data: nothing was done to them before.');
  });
  (list.at(-1) as { release?: () => void }).release = () => viewer.setIsBefore(false);
  add('View', 'blink', 'Blink: two images in turns', ['b'], () => blink(viewer));
  const scans = viewer.session()?.scans ?? [];
  const other = (by: number) => {
    const at = scans.findIndex(scan => scan.id === viewer.root()?.id);
    const next = scans[(at + by + scans.length) % scans.length];
    if (next && scans.length > 1) viewer.show(next.id);
  };
  add('File', 'scan-next', 'Next of the open scans', ['s'], () => other(1));
  for (const { id, name } of scans) {
    if (scans.length > 1) add('File', `scan-show-${id}`, `Look at ${name}`, [], () => viewer.show(id));
    add('File', `scan-close-${id}`, `Close ${name}`, [], () => viewer.tell({ type: 'close', scan: id }));
  }
  add('View', 'swap', 'Swap panes', ['x'], page.swap);
  add('View', 'other-pane', 'Other pane', ['Tab'], () => viewer.focus(pane() === 'navigator' ? 'pattern' : 'navigator'));
  add('View', 'image-add', 'Add an image', ['j'], () => (viewer.document.tab === 'compare' ? addCell(viewer) : addImage(viewer)));
  add('View', 'image-close', 'Close this image', ['Shift+J'], () => {
    const at = viewer.activeImage();
    if (isCell(at)) closeCell(viewer, at);
    else closeImage(viewer, at);
  });
  for (const kind of linkKinds)
    add('View', `link-${kind}`, `${{ zoom: 'Zoom', cursor: 'Cursor', contrast: 'Contrast' }[kind]} linked with the other images`, [], () =>
      viewer.setLink(pane(), kind, !viewer.isLinked(pane(), kind)),
    );
  add('View', 'histogram', 'Histogram', ['h'], page.toggleHistogram);
  add('View', 'panel', 'Panel: show or hide', ['\\'], page.togglePanel);
  add('View', 'calibrate', 'Calibrate scan and detector', [], () => {
    if (!page.hasPanel()) page.togglePanel();
    if (!page.isOpen('calibration')) page.toggleSection('calibration');
    queueMicrotask(() => document.querySelector('[data-section=calibration]')?.scrollIntoView());
  });
  add('View', 'theme', 'Dark or light theme', [], page.toggleTheme);
  add('View', 'present', 'Presentation: images only', ['.', 'F11'], page.togglePresentation);
  add('View', 'mask', 'Show masked and suggested pixels', [], () =>
    viewer.change('mask', d => {
      d.showsMask = !d.showsMask;
    }),
  );
  for (const slot of [1, 2, 3]) {
    add('View', `store-${slot}`, `Store view ${slot}`, [`Shift+${slot}`], () => page.storeView(viewer, slot));
    add('View', `recall-${slot}`, `Recall view ${slot}`, [`Alt+${slot}`], () => page.recallView(viewer, slot));
  }

  const member = (to: (at: number, length: number) => number) => {
    const scan = viewer.scan();
    const length = scan ? seriesLength(scan) : 1;
    if (length > 1)
      viewer.change('series', d => {
        d.member = Math.min(Math.max(to(d.member, length), 0), length - 1);
      });
  };
  add('Series', 'member-before', 'Member before', ['[', ','], () => member(at => at - 1));
  add('Series', 'member-after', 'Member after', [']'], () => member(at => at + 1));
  add('Series', 'member-first', 'First member', ['Home'], () => member(() => 0));
  add('Series', 'member-last', 'Last member', ['End'], () => member((_, length) => length - 1));
  add('Series', 'member', 'Go to member', [], ([at]) => at !== undefined && member(() => at), 'NUMBER');
  add('Series', 'play', 'Play or pause', [' '], () => page.play.toggle());

  add('Help', 'palette', 'Commands…', ['Ctrl+k'], () => page.setIsPalette(true));
  add('Help', 'keys', 'All keys', ['?'], () => page.setIsKeySheet(!page.isKeySheet()));
  return list;
}
