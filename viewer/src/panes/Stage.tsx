import './Stage.css';
import { createMemo, createSignal, For, onCleanup, onMount, Show } from 'solid-js';
import type { Size } from '../geometry/camera';
import { Timeline } from '../panels/Timeline';
import { detectorColumns, detectorRows, scanColumns, scanRows, seriesLength } from '../state/document';
import { page } from '../state/page';
import { viewer } from '../state/viewer';
import { NavigatorPane } from './NavigatorPane';
import { PatternPane } from './PatternPane';
import { smallSide, tiled } from './tiling';

/** The images, in as many columns as show the most of them. */
export function Stage() {
  let box!: HTMLDivElement;
  const [size, setSize] = createSignal<Size>({ width: 0, height: 0 });
  onMount(() => {
    const watcher = new ResizeObserver(() => setSize({ width: box.clientWidth, height: box.clientHeight }));
    watcher.observe(box);
    onCleanup(() => watcher.disconnect());
  });
  const panes = createMemo(() => viewer.document.images.map(view => view.pane));
  const tiling = createMemo(() => {
    const scan = viewer.scan();
    if (!scan || size().width === 0) return { columns: 2, side: Number.POSITIVE_INFINITY };
    const image = { rows: scanRows(scan), columns: scanColumns(scan) };
    const pattern = { rows: detectorRows(scan), columns: detectorColumns(scan) };
    return tiled(size(), [...panes().map(() => image), pattern]);
  });
  // The pattern takes what the others leave of its line.
  const rest = () => {
    const { columns } = tiling();
    return columns - (panes().length % columns);
  };
  const isSmall = () => tiling().side < smallSide && !page.isPresenting();
  return (
    <main class="stage" classList={{ swapped: page.isSwapped() }}>
      <div ref={box} class="panes" style={{ 'grid-template-columns': `repeat(${tiling().columns}, minmax(0, 1fr))`, '--rest': rest() }}>
        <For each={panes()}>{pane => <NavigatorPane pane={pane} />}</For>
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
