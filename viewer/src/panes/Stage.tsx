import './Stage.css';
import { createMemo, createSignal, For, onCleanup, onMount, Show } from 'solid-js';
import type { Size } from '../geometry/camera';
import { Timeline } from '../panels/Timeline';
import {
  areCurves,
  detectorColumns,
  detectorRows,
  isCell,
  type ScanPane,
  scanColumns,
  scanRows,
  seriesLength,
  shownPanes,
} from '../state/document';
import { page } from '../state/page';
import { viewer } from '../state/viewer';
import { CellPane, CompareBar } from './Cells';
import { NavigatorPane } from './NavigatorPane';
import { PatternPane } from './PatternPane';
import { curveExtent, smallSide, tiled } from './tiling';

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
  const extentOf = (pane: ScanPane) => {
    const frames = viewer.framesOf(pane);
    if (!frames) return { rows: 1, columns: 1 };
    return frames.scanShape.length > 1 ? { rows: scanRows(frames), columns: scanColumns(frames) } : curveExtent;
  };
  const tiling = createMemo(() => {
    const scan = viewer.scan();
    if (!scan || size().width === 0) return { columns: 2, side: Number.POSITIVE_INFINITY };
    const pattern = areCurves(scan) ? curveExtent : { rows: detectorRows(scan), columns: detectorColumns(scan) };
    return tiled(size(), [...seats().map(extentOf), pattern]);
  });
  // The pattern takes what the others leave of its line.
  const rest = () => {
    const { columns } = tiling();
    return columns - (seats().length % columns);
  };
  const isSmall = () => tiling().side < smallSide && !page.isPresenting();
  const isCompare = () => viewer.document.tab === 'compare';
  return (
    <main class="stage" classList={{ swapped: page.isSwapped() && !isCompare() }}>
      <Show when={isCompare() && !page.isPresenting()}>
        <CompareBar />
      </Show>
      <div
        ref={box}
        class="panes"
        classList={{ blinking: page.blink() !== null }}
        style={{ 'grid-template-columns': `repeat(${tiling().columns}, minmax(0, 1fr))`, '--rest': rest() }}
      >
        <For each={panes()}>
          {pane => (
            <Show when={isCell(pane)} fallback={<NavigatorPane pane={pane} />}>
              <Show when={viewer.document.cells.find(cell => cell.pane === pane)}>{cell => <CellPane cell={cell()} />}</Show>
            </Show>
          )}
        </For>
        <PatternPane />
      </div>
      <Show when={isSmall()}>
        <p class="small-images" role="status">
          The images are small in this window.
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
