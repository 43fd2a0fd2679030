import './StatusBar.css';
import { Show } from 'solid-js';
import { colorNames, type Shown, valuesAt } from '../display/picture';
import { telling } from '../display/ticks';
import { exactly, number } from '../display/units';
import { paced } from '../paced';
import { carriedDisk } from '../state/carry';
import { isPlot } from '../state/curves';
import { diskOf, isCell, isDetectorPane, isFramePane, type Pane, seriesLength, viewOf } from '../state/document';
import { noNumber, scanPosition, scattering, valueUnit } from '../state/readout';
import { imageName } from '../state/requests';
import { viewer } from '../state/viewer';

// What tells a pane from the others: its image, or in a comparison its scan.
const paneName = (pane: Pane) => {
  if (isCell(pane)) return viewer.framesOf(pane)?.name ?? '';
  if (isFramePane(pane)) return viewer.showsBefore(pane) ? 'before' : 'after';
  return imageName(viewer.document, viewOf(viewer.looked(), pane).image);
};

/** Where the cursor is and what is there, or for as long as it takes to read what was done; and how long things take. */
export function StatusBar() {
  const read = paced(() => {
    const cursor = viewer.cursor();
    const shown = cursor && viewer.shown()[cursor.pane];
    if (!cursor || !shown) return null;
    const { rows, columns } = shown.picture;
    const [row, column] = [Math.round(cursor.row), Math.round(cursor.column)];
    if (row < 0 || column < 0 || row >= rows || column >= columns) return null;
    const scan = viewer.framesOf(cursor.pane);
    const isPattern = isDetectorPane(viewer.looked(), cursor.pane);
    const drawnOn = viewer.scan();
    const beam = scan && drawnOn && carriedDisk(diskOf(drawnOn, viewer.document), drawnOn, scan);
    const place = isPattern
      ? beam && scattering(scan, beam, scan.calibration?.voltage ?? scan.kilovolts, row, column)
      : scan && scanPosition(scan, row, column);
    // Of images whose cursor is linked, all values.
    const values = viewer.linked(cursor.pane, 'cursor').map(pane => {
      const data = viewer.shown()[pane];
      const at = viewer.placeIn(cursor.pane, pane, row, column)?.map(Math.round);
      const index = data && at ? (at[0] as number) * data.picture.columns + (at[1] as number) : null;
      return { pane, index, values: data && index !== null ? valuesAt(data, index) : [] };
    });
    const numbers = (pane: Pane, values: (number | bigint)[]) => {
      const { received, histogram } = viewer.shown()[pane] as Shown;
      const digits = telling(histogram.low, histogram.high, 7);
      return values
        .map((value, i) => (values.length > 1 ? `${colorNames[i]} ` : '') + exactly(value, received[0]?.isWhole ?? false, digits))
        .join('  ');
    };
    const words = (pane: Pane, index: number | null, values: (number | bigint)[]) =>
      index === null
        ? 'not here'
        : values.some(value => Number.isNaN(Number(value)))
          ? noNumber(viewer.shown()[pane]?.received[0], isPattern, index)
          : `${numbers(pane, values)} ${valueUnit(viewer, pane)}`.trim();
    const name = (pane: Pane) => (values.length > 1 ? `${paneName(pane)} ` : '');
    return {
      row,
      column,
      units: place ?? '',
      value: values.map(({ pane, index, values }) => `${name(pane)}${words(pane, index, values)}`).join('   '),
    };
  });
  const trip = paced(() => ({ ...viewer.trips[viewer.activeImage()] }));
  const member = paced(() => viewer.document.member);
  // Curves and tables have none.
  const zoom = paced(() => {
    const pane = viewer.focused();
    return isPlot(viewer, pane, viewer.shown()[pane]) ? null : viewer.panes[pane].camera.scale;
  });
  return (
    <footer class="status">
      <Show when={!viewer.told()}>
        <span class="position">{read() ? `row ${read()?.row}  column ${read()?.column}` : ''}</span>
        <span class="units">{read()?.units}</span>
        <span class="value">{read()?.value ?? ''}</span>
      </Show>
      <p class="told" role="status">
        {viewer.told()?.text}
      </p>
      <Show when={viewer.scan() && seriesLength(viewer.scan() as never) > 1}>
        <span>member {member() + 1}</span>
      </Show>
      <Show when={viewer.scan()}>
        <Show when={zoom()}>{scale => <span>{Math.round(scale() * 100)} %</span>}</Show>
        <span title="Time from the request to its values, and the server's share">
          {number(trip().roundTrip, 3)} ms{trip().server > 0 ? `, server ${number(trip().server, 2)} ms` : ''} {trip().path}
        </span>
      </Show>
      <span class="connection" classList={{ [viewer.status()]: true }}>
        {viewer.status() === 'open' ? 'connected' : viewer.status() === 'lost' ? 'no connection' : 'connecting'}
      </span>
    </footer>
  );
}
