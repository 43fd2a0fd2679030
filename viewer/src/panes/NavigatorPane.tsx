import { createMemo, type JSX, Match, Show, Switch } from 'solid-js';
import { axesOf } from '../display/axes';
import { kept } from '../geometry/shapes';
import { paced } from '../paced';
import { Badges } from '../panels/Badges';
import { lineTool, ShapeTools, shapeTools } from '../panels/ShapeTools';
import { kindsOf, partsOf } from '../state/choices';
import { isPlot } from '../state/curves';
import { isCell, type ScanPane, scanColumns, scanRows, viewOf } from '../state/document';
import { addSelector, editSelector, fitting } from '../state/edit';
import { areRows, type ImageOf, isFrame, isOverDetector, isResult } from '../state/pictures';
import { frameTitle } from '../state/process';
import { imageName } from '../state/requests';
import { viewer } from '../state/viewer';
import { Chips } from './Chips';
import { DetectorImage } from './DetectorImage';
import { FramesChoice } from './FramesChoice';
import { ImagePane } from './ImagePane';
import { type Drawn, draftIn, linkedCursor } from './Overlay';
import { PaneTools } from './PaneTools';
import { PlotPane } from './PlotPane';
import { thumbnailStrip } from './Thumbnails';

/** A virtual image, or another over a scan, with the selectors; of one axis a curve, and where it is none a table. */
export function NavigatorPane(props: { pane: ScanPane; title?: JSX.Element; note?: JSX.Element; tools?: JSX.Element }) {
  const { pane } = props;
  // Selectors are places of the scan that is looked at: in one of another shape they mean nothing.
  const isSameScan = () => String(viewer.framesOf(pane)?.scanShape) === String(viewer.scan()?.scanShape);
  const shapes = createMemo((): Drawn[] =>
    viewer.document.selectors
      .filter(selector => isSameScan() && (selector.isShown || selector.id === viewer.document.activeSelector))
      .map(selector => ({
        id: selector.id,
        shape: selector.shape,
        color: selector.color,
        isActive: selector.id === viewer.document.activeSelector,
        isLocked: false,
      }))
      .sort((a, b) => Number(a.isActive) - Number(b.isActive)),
  );
  const axes = () => {
    const frames = viewer.framesOf(pane);
    return frames ? axesOf(frames).scan : [];
  };
  const position = paced(() => {
    const selector = viewer.activeSelector();
    if (selector?.shape.kind !== 'point') return '';
    const { row, column } = selector.shape;
    return `, position ${(viewer.framesOf(pane)?.scanShape.length ?? 2) > 1 ? `${row}, ${column}` : column}`;
  });
  const cursor = createMemo(() => linkedCursor(pane));
  const strip = createMemo<number>(thumbnailStrip, 0);
  const kinds = createMemo(() => kindsOf(viewer, pane));
  const parts = createMemo(() => partsOf(viewer, pane));
  const image = () => viewOf(viewer.looked(), pane).image;
  const frame = paced(() => (isFrame(image()) ? frameTitle(viewer, pane) : ''));
  const name = createMemo(() => imageName(viewer.document, image()));
  const isCurve = createMemo(() => isPlot(viewer, pane, viewer.shown()[pane]));
  const title = () => (
    <>
      <Show when={props.title} fallback={<Title name={name()} image={image()} position={position()} frame={frame()} />}>
        {props.title}
      </Show>
      <Show when={pane !== 'navigator' && !isCell(pane) && pane}>{image => <FramesChoice pane={image()} />}</Show>
      <Chips label="Part of the picture" choices={parts()} />
    </>
  );
  const chips = () => (
    <>
      {props.note}
      <Chips label="What this image shows" choices={kinds()} />
    </>
  );
  const own = () => props.tools ?? <PaneTools pane={pane} isPlot={isCurve()} />;
  const description = () =>
    `${areRows(image()) ? 'Rows' : 'Virtual image'}: ${isCell(pane) ? `${viewer.framesOf(pane)?.name ?? ''}, ` : ''}${name()}${position()}`;
  return (
    <Switch>
      <Match when={isOverDetector(image())}>
        <DetectorImage
          pane={pane}
          title={title()}
          chips={chips()}
          tools={own()}
          description={`Pattern: ${name()}${position()}`}
          empty="Reading the pattern…"
        />
      </Match>
      <Match when={isCurve()}>
        <PlotPane pane={pane} title={title()} chips={chips()} badges={<Badges pane={pane} />} tools={own()} description={description()} />
      </Match>
      <Match when={!isCurve()}>
        <ImagePane
          pane={pane}
          title={title()}
          chips={chips()}
          strip={strip()}
          badges={<Badges pane={pane} />}
          tools={
            <>
              <Show when={!isCell(pane)}>
                <ShapeTools pane={pane} tools={selectorTools} />
              </Show>
              {own()}
            </>
          }
          description={description()}
          shapes={[...shapes(), ...cursor(), ...draftIn(pane)]}
          marks={[]}
          axes={[axes().at(-2), axes().at(-1)]}
          empty="Computing the image…"
          target={{
            pane,
            shapes: shapes,
            activate: id =>
              viewer.change('choose selector', d => {
                d.activeSelector = id;
              }),
            setShape: (id, shape, label) =>
              editSelector(viewer, id, label, s => {
                const scan = viewer.scan();
                s.shape = scan ? kept(fitting(viewer, pane, shape), scanRows(scan), scanColumns(scan)) : shape;
              }),
            add: shape => addSelector(viewer, fitting(viewer, pane, shape)),
            click(row, column) {
              const selector = viewer.activeSelector();
              const scan = viewer.scan();
              if (selector?.shape.kind !== 'point' || !scan || !isSameScan()) return;
              if (row < -0.5 || column < -0.5 || row > scanRows(scan) - 0.5 || column > scanColumns(scan) - 0.5) return;
              editSelector(viewer, selector.id, 'move selector', s => {
                s.shape = fitting(viewer, pane, { kind: 'point', row, column });
              });
            },
          }}
        />
      </Match>
    </Switch>
  );
}

function Title(props: { name: string; image: ImageOf; position: string; frame: string }) {
  return (
    <h2 class="pane-title" title={props.frame || props.name}>
      {isFrame(props.image) ? (
        <>
          Diffraction <span>{props.frame}</span>
        </>
      ) : areRows(props.image) ? (
        `Rows${props.position}`
      ) : isResult(props.image) ? (
        'Result'
      ) : (
        'Virtual image'
      )}
    </h2>
  );
}

const selectorTools = [...shapeTools.filter(([kind]) => ['point', 'rectangle', 'disk', 'polygon'].includes(kind)), lineTool];
