import { createMemo } from 'solid-js';
import { kept } from '../geometry/shapes';
import { paced } from '../paced';
import { Badges } from '../panels/Badges';
import { ImageChooser } from '../panels/ImageChooser';
import { scanColumns, scanRows } from '../state/document';
import { addSelector, editSelector, fitting } from '../state/edit';
import { viewer } from '../state/viewer';
import { ImagePane } from './ImagePane';
import type { Drawn } from './Overlay';
import { PaneTools } from './PaneTools';

/** The image over the scan, with its selectors. */
export function NavigatorPane() {
  const shapes = createMemo((): Drawn[] =>
    viewer.document.selectors
      .filter(selector => selector.isShown || selector.id === viewer.document.activeSelector)
      .map(selector => ({
        id: selector.id,
        shape: selector.shape,
        color: selector.color,
        isActive: selector.id === viewer.document.activeSelector,
        isLocked: false,
      }))
      .sort((a, b) => Number(a.isActive) - Number(b.isActive)),
  );
  const axes = () => viewer.scan()?.axes ?? [];
  const position = paced(() => {
    const selector = viewer.activeSelector();
    return selector?.shape.kind === 'point' ? `, position ${selector.shape.row}, ${selector.shape.column}` : '';
  });
  return (
    <ImagePane
      pane="navigator"
      title={<ImageChooser />}
      badges={<Badges pane="navigator" />}
      tools={<PaneTools pane="navigator" />}
      description={`Image over the scan${position()}`}
      shapes={shapes()}
      marks={[]}
      axes={[axes().at(-4), axes().at(-3)]}
      empty="Computing the image…"
      target={{
        pane: 'navigator',
        shapes: shapes,
        activate: id =>
          viewer.change('choose selector', d => {
            d.activeSelector = id;
          }),
        setShape: (id, shape, label) =>
          editSelector(viewer, id, label, s => {
            const scan = viewer.scan();
            s.shape = scan ? kept(fitting(viewer, 'navigator', shape), scanRows(scan), scanColumns(scan)) : shape;
          }),
        add: shape => addSelector(viewer, fitting(viewer, 'navigator', shape)),
        click(row, column) {
          const selector = viewer.activeSelector();
          const scan = viewer.scan();
          if (selector?.shape.kind !== 'point' || !scan) return;
          if (row < -0.5 || column < -0.5 || row > scanRows(scan) - 0.5 || column > scanColumns(scan) - 0.5) return;
          editSelector(viewer, selector.id, 'move selector', s => {
            s.shape = fitting(viewer, 'navigator', { kind: 'point', row, column });
          });
        },
      }}
    />
  );
}
