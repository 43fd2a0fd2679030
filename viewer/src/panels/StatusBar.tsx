import './StatusBar.css';
import { Show } from 'solid-js';
import { number } from '../display/units';
import { paced } from '../paced';
import { diskOf, isCell, type Pane, seriesLength, viewOf } from '../state/document';
import { noNumber, scanPosition, scattering, valueUnit } from '../state/readout';
import { imageName } from '../state/requests';
import { viewer } from '../state/viewer';

// What tells a pane from the others: its image, or in a comparison its scan.
const paneName = (pane: Pane) =>
  isCell(pane) ? (viewer.framesOf(pane)?.name ?? '') : imageName(viewer.document, viewOf(viewer.document, pane).image);

/** Where the cursor is, what is there, and how long things take. */
export function StatusBar() {
  const read = paced(() => {
    const cursor = viewer.cursor();
    const shown = cursor && viewer.shown()[cursor.pane];
    if (!cursor || !shown) return null;
    const { rows, columns } = shown.picture;
    const [row, column] = [Math.round(cursor.row), Math.round(cursor.column)];
    if (row < 0 || column < 0 || row >= rows || column >= columns) return null;
    const scan = viewer.framesOf(cursor.pane);
    const isPattern = cursor.pane === 'pattern';
    const place = isPattern
      ? scan && scattering(scan, diskOf(scan, viewer.document), scan.calibration?.voltage ?? scan.kilovolts, row, column)
      : scan && scanPosition(scan, row, column);
    // Of images whose cursor is linked, all values.
    const values = viewer.linked(cursor.pane, 'cursor').map(pane => {
      const data = viewer.shown()[pane];
      const same = data?.picture.rows === rows && data.picture.columns === columns;
      return { pane, value: same ? (data.data[row * columns + column] as number) : Number.NaN };
    });
    const words = (pane: Pane, value: number) =>
      Number.isNaN(value)
        ? noNumber(viewer.shown()[pane]?.received[0], pane, row * columns + column)
        : `${number(value, 7)} ${valueUnit(viewer, pane)}`.trim();
    const name = (pane: Pane) => (values.length > 1 ? `${paneName(pane)} ` : '');
    return {
      row,
      column,
      units: place ?? '',
      value: values.map(({ pane, value }) => `${name(pane)}${words(pane, value)}`).join('   '),
    };
  });
  const trip = paced(() => ({ ...viewer.trips[viewer.activeImage()] }));
  const member = paced(() => viewer.document.member);
  const zoom = paced(() => viewer.panes[viewer.focused()].camera.scale);
  return (
    <footer class="status">
      <span class="position">{read() ? `row ${read()?.row}  column ${read()?.column}` : ''}</span>
      <span class="units">{read()?.units}</span>
      <span class="value">{read()?.value ?? ''}</span>
      <span class="grow" />
      <Show when={viewer.scan() && seriesLength(viewer.scan() as never) > 1}>
        <span>member {member() + 1}</span>
      </Show>
      <Show when={viewer.scan()}>
        <span>{Math.round(zoom() * 100)} %</span>
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
