import { createMemo, For, Show } from 'solid-js';
import { paced } from '../paced';
import { Badges } from '../panels/Badges';
import { diskOf, viewOf } from '../state/document';
import { activateDetector, addDetector, editDetector, fitting } from '../state/edit';
import { viewer } from '../state/viewer';
import { ImagePane } from './ImagePane';
import type { Drawn, Mark } from './Overlay';
import { PaneTools } from './PaneTools';

/** The diffraction pattern, with its detectors. */
export function PatternPane() {
  const isCentring = () => viewer.tool()?.kind === 'centre';
  const disk = () => {
    const scan = viewer.scan();
    return scan ? diskOf(scan, viewer.document) : null;
  };
  const shapes = createMemo((): Drawn[] => {
    const list: Drawn[] = viewer.document.detectors
      .filter(detector => detector.isShown || detector.id === viewer.document.activeDetector)
      .map(detector => ({
        id: detector.id,
        shape: detector.shape,
        color: detector.color,
        isActive: detector.id === viewer.document.activeDetector && !isCentring(),
        isLocked: detector.isLocked || isCentring(),
      }));
    list.sort((a, b) => Number(a.isActive) - Number(b.isActive));
    const found = disk();
    if (isCentring() && found)
      list.push({ id: 'centre', shape: { kind: 'disk', ...found }, color: '#ffffff', isActive: true, isLocked: false, isDashed: true });
    return list;
  });
  const marks = createMemo((): Mark[] => {
    const scan = viewer.scan();
    if (!scan || !viewer.document.showsMask) return [];
    const mark = (isMasked: boolean) => (place: [number, number]) => ({ row: place[0], column: place[1], isMasked });
    return [...scan.hotPixels.map(mark(false)), ...scan.masked.map(mark(true))];
  });
  const axes = () => viewer.scan()?.axes ?? [];
  const title = paced(() => {
    const selector = viewer.activeSelector();
    if (!selector) return 'Pattern';
    const { shape } = selector;
    if (shape.kind === 'point') return `Frame ${shape.row}, ${shape.column}`;
    const positions = viewer.shown().pattern?.received[0]?.position;
    return `${{ mean: 'Mean', sum: 'Sum', max: 'Maximum' }[selector.reduce]} of ${positions ?? '…'} frames`;
  });
  return (
    <ImagePane
      pane="pattern"
      title={<PatternChooser title={title()} />}
      badges={<Badges pane="pattern" />}
      tools={<PaneTools pane="pattern" />}
      description={`Diffraction pattern: ${title()}`}
      shapes={shapes()}
      marks={marks()}
      axes={[axes().at(-2), axes().at(-1)]}
      empty="Reading the pattern…"
      target={{
        pane: 'pattern',
        shapes: shapes,
        activate: id => {
          if (id !== 'centre') {
            const { of } = viewOf(viewer.document, viewer.activeImage()).image;
            activateDetector(viewer, id, of === 'detector' || of === 'map');
          }
        },
        setShape(id, shape, label) {
          if (id === 'centre') {
            if (shape.kind === 'disk')
              viewer.change('centre', d => {
                d.disk = { row: shape.row, column: shape.column, radius: shape.radius };
              });
          } else
            editDetector(viewer, id, label, d => {
              d.shape = shape.kind === 'point' ? fitting(viewer, 'pattern', shape) : shape;
            });
        },
        add: shape => addDetector(viewer, fitting(viewer, 'pattern', shape)),
        click: () => {},
      }}
    />
  );
}

// The pattern of the selector, or a result over the detector where an analysis gives one.
function PatternChooser(props: { title: string }) {
  const results = () => (viewer.session()?.results ?? []).filter(result => result.kind === 'detector');
  const dot = () => (
    <i class="dot" style={{ background: viewer.document.patternResult ? 'transparent' : viewer.activeSelector()?.color }} />
  );
  return (
    <Show
      when={results().length > 0}
      fallback={
        <h2 class="pane-title">
          {dot()}
          {props.title}
        </h2>
      }
    >
      <label class="image-chooser">
        {dot()}
        <span class="visually-hidden">Pattern</span>
        <select
          value={viewer.document.patternResult}
          onChange={event => {
            const { value } = event.currentTarget;
            viewer.change('choose pattern', d => {
              d.patternResult = value;
            });
          }}
        >
          <option value="" selected={viewer.document.patternResult === ''}>
            {props.title}
          </option>
          <optgroup label="Results">
            <For each={results()}>
              {({ name }) => (
                <option value={name} selected={name === viewer.document.patternResult}>
                  {name}
                </option>
              )}
            </For>
          </optgroup>
        </select>
      </label>
    </Show>
  );
}
