import './Cells.css';
import { For, Show } from 'solid-js';
import { Toggle } from '../panels/fields';
import { IconButton } from '../panels/Icon';
import { addCell, blink, closeCell } from '../state/compare';
import { type Cell, type CellLinkKind, type CellPane as CellPaneName, cellPanes, seriesLength } from '../state/document';
import { page } from '../state/page';
import { imageOfDetector, isResult } from '../state/pictures';
import { framesIn } from '../state/tree';
import { viewer } from '../state/viewer';
import { NavigatorPane } from './NavigatorPane';
import { PaneChoice } from './PaneChoice';

const links: [CellLinkKind, string, string][] = [
  ['picture', 'Same picture', 'What is chosen for one image is shown in all'],
  ['zoom', 'Zoom', 'Scans of the same shape show the same part'],
  ['cursor', 'Cursor', 'The place below the pointer is marked in all'],
  ['contrast', 'Contrast', 'The same limits for the same kind of picture'],
  ['member', 'Member', 'Series of the same length show the member that the slider is at'],
];

/** What the images of a comparison have in common. */
export function CompareBar() {
  return (
    <div class="pane-bar" role="group" aria-label="Compare">
      <span class="hint">Linked:</span>
      <For each={links}>
        {([kind, label, help]) => (
          <Toggle
            label={label}
            help={help}
            value={viewer.document.cellLinks[kind]}
            onChange={isIn =>
              viewer.change(`link ${kind}`, d => {
                d.cellLinks[kind] = isIn;
              })
            }
          />
        )}
      </For>
      <span class="grow" />
      <Show when={page.blink()}>
        <button type="button" class="link" onClick={() => page.setBlink(null)}>
          Side by side
        </button>
      </Show>
      <button
        type="button"
        class="chip"
        aria-pressed={page.blink() !== null}
        disabled={viewer.document.cells.length < 2}
        title="Show two images in turns in the same place (B)"
        onClick={() => blink(viewer)}
      >
        Blink
      </button>
      <IconButton
        icon="add"
        label="Add an image to compare (J)"
        disabled={viewer.document.cells.length === cellPanes.length}
        onClick={() => addCell(viewer)}
      />
    </div>
  );
}

/** One image of a comparison: of which scan, and which of its frames. */
export function CellPane(props: { cell: Cell }) {
  const { pane } = props.cell;
  const value = () => `${props.cell.scan} ${props.cell.of}`;
  const choices = () =>
    (viewer.session()?.scans ?? []).flatMap(scan =>
      framesIn(scan).map(of => ({ value: `${scan.id} ${of}`, scan: scan.id, of, text: of === 'data' ? scan.name : `${scan.name}: ${of}` })),
    );
  const choose = (text: string) => {
    const to = choices().find(choice => choice.value === text);
    if (!to) return;
    viewer.change('choose scan', d => {
      const cell = d.cells.find(other => other.pane === pane);
      const first = d.detectors[0];
      if (!cell) return;
      if (isResult(cell.image) && cell.scan !== to.scan && first) cell.image = imageOfDetector(first.id);
      cell.scan = to.scan;
      cell.of = to.of;
    });
  };
  return (
    <NavigatorPane
      pane={pane}
      title={
        <PaneChoice
          kind="cell-of"
          label="Scan of this image"
          value={value()}
          options={choices().map(choice => [choice.value, choice.text] as const)}
          onChange={choose}
        />
      }
      note={<Member pane={pane} />}
      tools={
        <>
          <IconButton icon="fit" label="Whole image (0)" onClick={() => viewer.fitImage(pane)} />
          <IconButton icon="close" label="Close this image" onClick={() => closeCell(viewer, pane)} />
        </>
      }
    />
  );
}

// Which member of its series a cell shows.
function Member(props: { pane: CellPaneName }) {
  const frames = () => viewer.framesOf(props.pane);
  const length = () => {
    const info = frames();
    return info ? seriesLength(info) : 1;
  };
  return (
    <Show when={length() > 1 && frames()}>
      {info => (
        <span class="member" title="Which member of the series is shown: the slider of its scan chooses it">
          {viewer.memberOf(info()) + 1} ∕ {length()}
        </span>
      )}
    </Show>
  );
}
