import { createMemo, type JSX, Show } from 'solid-js';
import { paced } from '../paced';
import { Badges } from '../panels/Badges';
import { rangeTool, ShapeTools, shapeTools } from '../panels/ShapeTools';
import { type Choice, patternResults } from '../state/choices';
import { areCurves } from '../state/document';
import { addDetector, editSelector, fitting } from '../state/edit';
import type { ResultOf } from '../state/pictures';
import { frameTitle } from '../state/process';
import { looksOver } from '../state/repertoire';
import { imageName } from '../state/requests';
import { viewer } from '../state/viewer';
import { Chips } from './Chips';
import { DetectorImage } from './DetectorImage';
import { PaneTools } from './PaneTools';
import { PlotPane } from './PlotPane';
import { Thumbnails, thumbnailStrip } from './Thumbnails';
import { Windows } from './Windows';

/** The diffraction pattern, with its detectors; or the spectrum, with its windows. */
export function PatternPane() {
  const strip = createMemo<number>(thumbnailStrip, 0);
  const isCurve = () => areCurves(viewer.framesOf('pattern'));
  const title = paced(() => {
    const { pattern } = viewer.looked();
    return pattern && !viewer.showsBefore('pattern') ? imageName(viewer.document, pattern) : frameTitle(viewer, 'pattern');
  });
  const isPair = () => viewer.document.tab === 'process';
  const own = () => (isCurve() ? 'Spectrum' : 'Diffraction');
  const name = () => (viewer.showsBefore('pattern') ? 'Before' : isPair() ? 'After' : own());
  const choices = createMemo(() => patternChoices(title()));
  const hint = () => {
    const shape = viewer.framesOf('pattern')?.scanShape;
    if (!shape) return '';
    if (isCurve()) return 'Drag a window by its edges or its middle; drag elsewhere to enlarge';
    if (shape.every(length => length === 1)) return 'The only frame';
    if (shape.length === 1) return 'Click on the curve to choose a frame';
    return 'Drag the crosshair on the virtual image, or draw a region there for its mean';
  };
  const head = () => <Title name={name()} text={title()} />;
  const chips = () => (
    <Show when={choices().length > 1} fallback={<span class="pane-hint">{hint()}</span>}>
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
      when={!isCurve()}
      fallback={
        <PlotPane
          pane="pattern"
          title={head()}
          chips={chips()}
          badges={<Badges pane="pattern" />}
          tools={<ShapeTools pane="pattern" tools={[rangeTool]} />}
          description={`Spectrum: ${title()}`}
          onDraw={draw()}
        >
          {frame => <Windows frame={frame()} />}
        </PlotPane>
      }
    >
      <DetectorImage
        pane="pattern"
        title={head()}
        chips={chips()}
        strip={isPair() ? 0 : strip()}
        tools={
          <>
            <ShapeTools pane="pattern" tools={shapeTools} />
            <PaneTools pane="pattern" />
          </>
        }
        description={`Diffraction pattern: ${title()}`}
        empty="Reading the pattern…"
      >
        {place => (
          <Show when={strip() > 0 && !isPair()}>
            <Thumbnails place={place} />
          </Show>
        )}
      </DetectorImage>
    </Show>
  );
}

/** The same frames before the last operation. */
export function BeforePane() {
  const title = paced(() => frameTitle(viewer, 'before'));
  const head = () => <Title name="Before" text={title()} />;
  const hint = () => <span class="pane-hint">What the operation was given</span>;
  return (
    <Show
      when={!areCurves(viewer.framesOf('before'))}
      fallback={
        <PlotPane
          pane="before"
          title={head()}
          chips={hint()}
          badges={<Badges pane="before" />}
          tools={null}
          description={`Spectrum before the operation: ${title()}`}
        />
      }
    >
      <DetectorImage
        pane="before"
        title={head()}
        chips={hint()}
        tools={<PaneTools pane="before" />}
        description={`Diffraction pattern before the operation: ${title()}`}
        empty={
          viewer.framesOf('before')
            ? 'Reading the pattern…'
            : 'These are the data, nothing was done to them: choose frames that were made from them, or add an operation.'
        }
      />
    </Show>
  );
}

function Title(props: { name: string; text: string }): JSX.Element {
  return (
    <h2 class="pane-title" title={props.text}>
      {props.name} <span>{props.text}</span>
    </h2>
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
