import './PlotPane.css';
import { createMemo, createSignal, type JSX, lazy, Show, Suspense } from 'solid-js';
import { IconButton } from '../panels/Icon';
import { curvesIn, isCurve } from '../state/curves';
import type { Pane } from '../state/document';
import { saveCurves } from '../state/export';
import { page } from '../state/page';
import { viewer } from '../state/viewer';
import { Chips } from './Chips';
import type { PlotFrame } from './Curves';
import { PaneHeader } from './PaneHeader';
import { Table } from './Table';

// A file of its own: most scans need no curves.
const Curves = lazy(async () => ({ default: (await import('./Curves')).Curves }));

interface Props {
  pane: Pane;
  title: JSX.Element;
  badges: JSX.Element;
  tools: JSX.Element;
  chips: JSX.Element;
  description: string;
  /** Takes a range of indices that is drawn; null: none is. */
  onDraw?: ((from: number, to: number) => void) | null;
  /** What lies above curves. */
  children?: (frame: () => PlotFrame) => JSX.Element;
}

/** Curves or a table in place of an image. */
export function PlotPane(props: Props) {
  const curves = createMemo(() => curvesIn(viewer, props.pane));
  const [chosen, setChosen] = createSignal<'curve' | 'table' | null>(null);
  const [isLogarithmic, setIsLogarithmic] = createSignal(false);
  const form = () => chosen() ?? (curves() && isCurve(curves() as never) ? 'curve' : 'table');
  const forms = () =>
    (['curve', 'table'] as const).map(name => ({
      name: { curve: 'Curve', table: 'Table' }[name],
      help: { curve: 'Draw the numbers', table: 'Write the numbers down' }[name],
      isOn: form() === name,
      choose: () => setChosen(name),
    }));
  // The selector moves along a scan of one axis.
  const isAlongScan = () => props.pane !== 'pattern' && viewer.shown()[props.pane]?.received[0]?.kind !== 'array';
  const mark = () => {
    const shape = viewer.activeSelector()?.shape;
    return isAlongScan() && shape?.kind === 'point' ? Math.round(shape.column) : null;
  };
  const pick = (column: number) => {
    const selector = viewer.activeSelector();
    if (!isAlongScan() || selector?.shape.kind !== 'point') return;
    viewer.change('move selector', d => {
      const found = d.selectors.find(other => other.id === selector.id);
      if (found) found.shape = { kind: 'point', row: 0, column };
    });
  };
  return (
    <section
      class="pane"
      classList={{ focused: viewer.focused() === props.pane, behind: page.isBehind(props.pane) }}
      aria-label={props.description}
    >
      <PaneHeader
        title={props.title}
        badges={props.badges}
        tools={
          <>
            <IconButton icon="save" label="Save the numbers (CSV, Ctrl+S)" onClick={() => saveCurves(viewer, props.pane)} />
            {props.tools}
          </>
        }
        chips={
          <>
            {props.chips}
            <span class="grow" />
            <Chips
              label="How the numbers are shown"
              choices={[
                ...forms(),
                ...(form() === 'curve'
                  ? [{ name: 'Log', help: 'Logarithmic values', isOn: isLogarithmic(), choose: () => setIsLogarithmic(value => !value) }]
                  : []),
              ]}
            />
          </>
        }
      />
      <div
        class="plot"
        data-plot={props.pane}
        tabindex="0"
        onFocusIn={() => viewer.focus(props.pane)}
        onPointerDown={() => viewer.focus(props.pane)}
      >
        <Show when={curves()}>
          {of => (
            <Show when={form() === 'curve'} fallback={<Table curves={of()} />}>
              <Suspense>
                <Curves curves={of()} isLogarithmic={isLogarithmic()} mark={mark()} onPick={pick} onDraw={props.onDraw ?? null}>
                  {frame => props.children?.(frame)}
                </Curves>
              </Suspense>
            </Show>
          )}
        </Show>
        <Show when={!curves() && !viewer.waiting[props.pane].refusal}>
          <p class="empty">Reading the numbers…</p>
        </Show>
        <Show when={viewer.waiting[props.pane].refusal}>{text => <p class="refusal">{text()}</p>}</Show>
      </div>
    </section>
  );
}
