import './Stage.css';
import { createMemo, createSignal, For, onCleanup, onMount, Show } from 'solid-js';
import type { Size } from '../geometry/camera';
import { Timeline } from '../panels/Timeline';
import {
  areCurves,
  detectorColumns,
  detectorRows,
  isCell,
  isDetectorPane,
  type Pane,
  scanColumns,
  scanRows,
  seriesLength,
  shownFramePanes,
  shownPanes,
} from '../state/document';
import { page } from '../state/page';
import { viewer } from '../state/viewer';
import { CellPane, CompareBar } from './Cells';
import { NavigatorPane } from './NavigatorPane';
import { BeforePane, PatternPane } from './PatternPane';
import { ProcessBar } from './ProcessBar';
import { curveExtent, type Extent, paired, smallSide, tiled } from './tiling';

/** The images, in as many columns as show the most of them. */
export function Stage() {
  let box!: HTMLDivElement;
  const [size, setSize] = createSignal<Size>({ width: 0, height: 0 });
  onMount(() => {
    const watcher = new ResizeObserver(() => setSize({ width: box.clientWidth, height: box.clientHeight }));
    watcher.observe(box);
    onCleanup(() => watcher.disconnect());
  });
  const panes = createMemo(() => shownPanes(viewer.document), undefined, { equals: (a, b) => a.join() === b.join() });
  // Two that blink take one place.
  const seats = () => {
    const pair = page.blink()?.pair;
    return pair ? [pair[0]] : panes();
  };
  const extentOf = (pane: Pane): Extent => {
    const frames = viewer.framesOf(pane) ?? viewer.scan();
    if (!frames) return { rows: 1, columns: 1 };
    if (isDetectorPane(viewer.looked(), pane))
      return areCurves(frames) ? curveExtent : { rows: detectorRows(frames), columns: detectorColumns(frames) };
    return frames.scanShape.length > 1 ? { rows: scanRows(frames), columns: scanColumns(frames) } : curveExtent;
  };
  const isCompare = () => viewer.document.tab === 'compare';
  const isProcess = () => viewer.document.tab === 'process';
  const pairing = createMemo(() =>
    isProcess() && size().width > 0 ? paired(size(), extentOf('navigator'), shownFramePanes(viewer.document).map(extentOf)) : null,
  );
  const tiling = createMemo(() =>
    size().width === 0 ? { columns: 2, side: Number.POSITIVE_INFINITY } : tiled(size(), [...seats(), 'pattern' as const].map(extentOf)),
  );
  // The pattern takes what the others leave of its line.
  const rest = () => {
    const { columns } = tiling();
    return columns - (seats().length % columns);
  };
  const isSmall = () => (pairing() ?? tiling()).side < smallSide && !page.isPresenting();
  const grid = () => {
    const pair = pairing();
    if (!pair) return { 'grid-template-columns': `repeat(${tiling().columns}, minmax(0, 1fr))`, '--rest': rest() };
    const { place, share, columns } = pair;
    const line = 'minmax(0, 1fr)';
    if (place === 'left')
      return columns > 1
        ? { 'grid-template': `"small before after" ${line} / ${share}px ${line} ${line}` }
        : { 'grid-template': `"small before" ${line} "small after" ${line} / ${share}px ${line}` };
    return columns > 1
      ? { 'grid-template': `"before after" ${line} "small small" ${share}px / ${line} ${line}` }
      : { 'grid-template': `"before" ${line} "after" ${line} "small" ${share}px / ${line}` };
  };
  return (
    <main class="stage" classList={{ swapped: page.isSwapped() && viewer.document.tab === '4d' }}>
      <Show when={isCompare() && !page.isPresenting()}>
        <CompareBar />
      </Show>
      <Show when={isProcess() && !page.isPresenting()}>
        <ProcessBar />
      </Show>
      <div ref={box} class="panes" classList={{ blinking: page.blink() !== null, process: isProcess() }} style={grid()}>
        <For each={panes()}>
          {pane => (
            <Show when={isCell(pane)} fallback={<NavigatorPane pane={pane} />}>
              <Show when={viewer.document.cells.find(cell => cell.pane === pane)}>{cell => <CellPane cell={cell()} />}</Show>
            </Show>
          )}
        </For>
        <Show when={isProcess()}>
          <BeforePane />
        </Show>
        <PatternPane />
      </div>
      <Show when={isSmall()}>
        <p class="small-images" role="status">
          The images are small in this window.{' '}
          <Show when={page.hasPanel()} fallback={<span>Presentation (.) leaves nothing but them.</span>}>
            <button type="button" class="link" onClick={page.togglePanel}>
              Hide the panel
            </button>
          </Show>
        </p>
      </Show>
      <Show when={seriesLength(viewer.scan() as never) > 1}>
        <Timeline />
      </Show>
    </main>
  );
}
