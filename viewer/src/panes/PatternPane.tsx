import { createMemo, Show } from 'solid-js';
import { axesOf } from '../display/axes';
import { paced } from '../paced';
import { Badges } from '../panels/Badges';
import { rangeTool, ShapeTools, shapeTools } from '../panels/ShapeTools';
import { type Choice, patternResults } from '../state/choices';
import { areCurves, diskOf, viewOf } from '../state/document';
import { activateDetector, addDetector, editDetector, editSelector, fitting, setBeam } from '../state/edit';
import { detectorOf, isLook, type ResultOf } from '../state/pictures';
import { findLook, looksOver } from '../state/repertoire';
import { imageName } from '../state/requests';
import { viewer } from '../state/viewer';
import { Chips } from './Chips';
import { ImagePane } from './ImagePane';
import { type Drawn, draftIn, type Mark } from './Overlay';
import { PaneTools } from './PaneTools';
import { PlotPane } from './PlotPane';
import { Thumbnails, thumbnailStrip } from './Thumbnails';
import { Windows } from './Windows';

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
  const axes = () => {
    const scan = viewer.scan();
    return scan ? axesOf(scan).detector : [];
  };
  const strip = createMemo<number>(thumbnailStrip, 0);
  const title = paced(() => {
    const selector = viewer.activeSelector();
    if (viewer.document.pattern) return imageName(viewer.document, viewer.document.pattern);
    if (!selector) return '';
    const { shape } = selector;
    if (shape.kind === 'point') return `frame ${shape.row}, ${shape.column}`;
    const positions = viewer.shown().pattern?.received[0]?.position;
    return `${findLook(selector.reduce)?.name ?? ''} of ${positions ?? '…'} frames`;
  });
  const choices = createMemo(() => patternChoices(title()));
  const chips = () => (
    <Show
      when={choices().length > 1}
      fallback={
        <span class="pane-hint">
          {areCurves(viewer.scan())
            ? 'Drag a window by its edges or its middle; drag elsewhere to enlarge'
            : 'Drag the crosshair on the virtual image, or draw a region there for its mean'}
        </span>
      }
    >
      <Chips label="What this pattern shows" choices={choices()} />
    </Show>
  );
  const draw = () => {
    if (viewer.tool()?.kind !== 'range') return null;
    return (from: number, to: number) => {
      viewer.setTool(null);
      addDetector(viewer, fitting(viewer, 'pattern', { kind: 'range', from, to }));
    };
  };
  return (
    <Show
      when={!areCurves(viewer.scan())}
      fallback={
        <PlotPane
          pane="pattern"
          title={
            <h2 class="pane-title">
              Spectrum <span>{title()}</span>
            </h2>
          }
          chips={chips()}
          badges={<Badges pane="pattern" />}
          tools={<ShapeTools pane="pattern" tools={[rangeTool]} />}
          description={`Spectrum: ${title()}`}
          onDraw={draw()}
        >
          {frame => <Windows frame={frame} />}
        </PlotPane>
      }
    >
      <ImagePane
        pane="pattern"
        title={
          <h2 class="pane-title">
            Diffraction <span>{title()}</span>
          </h2>
        }
        chips={chips()}
        strip={strip()}
        badges={<Badges pane="pattern" />}
        tools={
          <>
            <ShapeTools pane="pattern" tools={shapeTools} />
            <PaneTools pane="pattern" />
          </>
        }
        description={`Diffraction pattern: ${title()}`}
        shapes={[...shapes(), ...draftIn('pattern')]}
        marks={marks()}
        axes={[axes()[0], axes()[1]]}
        empty="Reading the pattern…"
        target={{
          pane: 'pattern',
          shapes: shapes,
          activate: id => {
            if (id !== 'centre') {
              const { image } = viewOf(viewer.document, viewer.activeImage());
              activateDetector(viewer, id, detectorOf(image) !== null || (isLook(image) && findLook(image.look)?.detectors[1] === 0));
            }
          },
          setShape(id, shape, label) {
            if (id === 'centre') {
              if (shape.kind === 'disk') setBeam(viewer, 'beam', { row: shape.row, column: shape.column, radius: shape.radius });
            } else
              editDetector(viewer, id, label, d => {
                d.shape = shape.kind === 'point' ? fitting(viewer, 'pattern', shape) : shape;
              });
          },
          add: shape => addDetector(viewer, fitting(viewer, 'pattern', shape)),
          click: () => {},
        }}
      >
        {place => (
          <Show when={strip() > 0}>
            <Thumbnails place={place} />
          </Show>
        )}
      </ImagePane>
    </Show>
  );
}

/** The patterns that may be shown: of the selector, in which way its frames are taken together; and results over the detector. */
function patternChoices(title: string): Choice[] {
  const { document } = viewer;
  const selector = viewer.activeSelector();
  const show = (picture: ResultOf | null) => () =>
    viewer.change('choose pattern', d => {
      d.pattern = picture;
    });
  const own: Choice[] =
    !selector || selector.shape.kind === 'point'
      ? [{ name: 'Frame', help: title, isOn: document.pattern === null, choose: show(null) }]
      : looksOver('detector').map(look => ({
          name: look.name.replace(/^./, letter => letter.toUpperCase()),
          help: look.help,
          isOn: document.pattern === null && selector.reduce === look.id,
          choose() {
            viewer.begin('pattern');
            show(null)();
            editSelector(viewer, selector.id, 'pattern', s => {
              s.reduce = look.id;
            });
            viewer.end();
          },
        }));
  const given = patternResults(viewer).map(({ picture, name }) => ({
    name,
    help: `${name}, a result of the tree`,
    isOn: JSON.stringify(document.pattern) === JSON.stringify(picture),
    choose: show(picture),
  }));
  return [...own, ...given];
}
