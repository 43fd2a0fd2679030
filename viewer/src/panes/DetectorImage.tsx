import { createMemo, type JSX } from 'solid-js';
import { axesOf } from '../display/axes';
import type { Shape } from '../geometry/shapes';
import { Badges } from '../panels/Badges';
import type { ScanInfo } from '../protocol/session';
import { carried } from '../state/carry';
import { detectorColumns, detectorRows, diskOf, type Pane, viewOf } from '../state/document';
import { activateDetector, addDetector, editDetector, fitting, setBeam } from '../state/edit';
import { detectorOf, isLook } from '../state/pictures';
import { findLook } from '../state/repertoire';
import { viewer } from '../state/viewer';
import { ImagePane } from './ImagePane';
import { type Drawn, draftIn, linkedCursor, type Mark } from './Overlay';

interface Props {
  pane: Pane;
  title: JSX.Element;
  chips: JSX.Element;
  tools: JSX.Element;
  description: string;
  empty: string;
  strip?: number;
  children?: (strip: 'right' | 'below') => JSX.Element;
}

/** An image over the detector, with the detectors where they lie on its frames. */
export function DetectorImage(props: Props) {
  const { pane } = props;
  const isCentring = () => pane === 'pattern' && viewer.tool()?.kind === 'centre';
  // Those of the picture that is seen: what is on its way may have other pixels.
  const frames = createMemo<ScanInfo | undefined>(before => {
    const [now, picture] = [viewer.framesOf(pane), viewer.shown()[pane]?.picture];
    const fits = now && (!picture || (picture.rows === detectorRows(now) && picture.columns === detectorColumns(now)));
    return fits ? now : (before ?? now);
  });
  const between = (shape: Shape, isBack: boolean): Shape => {
    const [drawnOn, here] = [viewer.scan(), frames()];
    if (!drawnOn || !here || drawnOn.id !== here.id) return shape;
    return isBack ? carried(shape, here, drawnOn) : carried(shape, drawnOn, here);
  };
  const shapes = createMemo((): Drawn[] => {
    const list: Drawn[] = viewer.document.detectors
      .filter(detector => detector.isShown || detector.id === viewer.document.activeDetector)
      .map(detector => ({
        id: detector.id,
        shape: between(detector.shape, false),
        color: detector.color,
        isActive: detector.id === viewer.document.activeDetector && !isCentring(),
        isLocked: detector.isLocked || isCentring(),
      }));
    list.sort((a, b) => Number(a.isActive) - Number(b.isActive));
    const scan = viewer.scan();
    if (isCentring() && scan)
      list.push({
        id: 'centre',
        shape: between({ kind: 'disk', ...diskOf(scan, viewer.document) }, false),
        color: '#ffffff',
        isActive: true,
        isLocked: false,
        isDashed: true,
      });
    return list;
  });
  const marks = createMemo((): Mark[] => {
    const here = frames();
    if (!here || !viewer.document.showsMask) return [];
    const mark = (isMasked: boolean) => (place: [number, number]) => ({ row: place[0], column: place[1], isMasked });
    return [...here.hotPixels.map(mark(false)), ...here.masked.map(mark(true))];
  });
  const cursor = createMemo(() => linkedCursor(pane));
  const axes = () => {
    const here = frames();
    return here ? axesOf(here).detector : [];
  };
  return (
    <ImagePane
      pane={pane}
      title={props.title}
      chips={props.chips}
      badges={<Badges pane={pane} />}
      tools={props.tools}
      description={props.description}
      shapes={[...shapes(), ...cursor(), ...draftIn(pane)]}
      marks={marks()}
      axes={[axes().at(-2), axes().at(-1)]}
      empty={props.empty}
      strip={props.strip ?? 0}
      target={{
        pane,
        shapes: shapes,
        activate: id => {
          if (id === 'centre') return;
          const { image } = viewOf(viewer.document, viewer.activeImage());
          activateDetector(viewer, id, detectorOf(image) !== null || (isLook(image) && findLook(image.look)?.detectors[1] === 0));
        },
        setShape(id, drawn, label) {
          const shape = between(drawn, true);
          if (id === 'centre') {
            if (shape.kind === 'disk') setBeam(viewer, 'beam', { row: shape.row, column: shape.column, radius: shape.radius });
          } else
            editDetector(viewer, id, label, d => {
              d.shape = shape.kind === 'point' ? fitting(viewer, 'pattern', shape) : shape;
            });
        },
        add: drawn => addDetector(viewer, fitting(viewer, 'pattern', between(drawn, true))),
        click: () => {},
      }}
    >
      {place => props.children?.(place)}
    </ImagePane>
  );
}
