import './Items.css';
import { For, Show } from 'solid-js';
import { center, count, type Shape } from '../geometry/shapes';
import { paced } from '../paced';
import { scanColumns, scanRows } from '../state/document';
import { editSelector, fitting, removeSelector } from '../state/edit';
import { scanPosition } from '../state/readout';
import { viewer } from '../state/viewer';
import { Section } from './fields';
import { IconButton } from './Icon';
import { ShapeFields } from './ShapeFields';

const names: Record<Shape['kind'], string> = {
  point: 'Point',
  rectangle: 'Rectangle',
  disk: 'Circle',
  polygon: 'Polygon',
  line: 'Line',
  annulus: 'Annulus',
  square: 'Square',
  sector: 'Sector',
  range: 'Range',
};

/** Where patterns come from: positions and regions of the scan. */
export function Selectors() {
  const positions = (shape: Shape) => {
    const scan = viewer.scan();
    return scan ? count(shape, scanRows(scan), scanColumns(scan)) : 0;
  };
  const isLine = () => (viewer.scan()?.scanShape.length ?? 2) < 2;
  const where = (shape: Shape) => {
    const scan = viewer.scan();
    const [row, column] = center(shape);
    // One unit is said once.
    const text =
      scan &&
      scanPosition(scan, row, column)
        ?.replace(/^x (\S+) (\S+)( {2}y \S+ \2)$/, 'x $1$3')
        .replace('  ', ' · ');
    return (
      text ??
      [row, column]
        .slice(isLine() ? 1 : 0)
        .map(Math.round)
        .join(', ')
    );
  };
  const summary = paced(() => {
    const active = viewer.activeSelector();
    return active ? `${names[active.shape.kind].toLowerCase()} ${active.shape.kind === 'point' ? where(active.shape) : ''}` : '';
  });
  return (
    <Section name="positions" title="Scan positions" summary={summary()}>
      <ul class="items">
        <For each={viewer.document.selectors}>
          {selector => (
            <li
              classList={{ active: selector.id === viewer.document.activeSelector }}
              style={{ '--item': selector.color }}
              onClick={() =>
                viewer.change('choose selector', d => {
                  d.activeSelector = selector.id;
                })
              }
            >
              <span class="swatch" />
              <button type="button" class="name plain">
                {names[selector.shape.kind]}
              </button>
              <Place text={() => (selector.shape.kind === 'point' ? where(selector.shape) : `${positions(selector.shape)} positions`)} />
              <IconButton
                icon={selector.isShown ? 'eye' : 'hidden'}
                label={selector.isShown ? 'Hide' : 'Show'}
                pressed={!selector.isShown}
                onClick={() =>
                  editSelector(viewer, selector.id, 'show', s => {
                    s.isShown = !s.isShown;
                  })
                }
              />
              <IconButton
                icon="trash"
                label="Delete selector"
                disabled={viewer.document.selectors.length < 2}
                onClick={() => removeSelector(viewer, selector.id)}
              />
            </li>
          )}
        </For>
      </ul>
      <Show when={viewer.activeSelector()}>
        {selector => (
          <ShapeFields
            label="Place in the scan, in positions"
            shape={selector().shape}
            isLine={isLine()}
            onChange={(label, shape) =>
              editSelector(viewer, selector().id, label, s => {
                s.shape = fitting(viewer, 'navigator', shape);
              })
            }
          />
        )}
      </Show>
    </Section>
  );
}

function Place(props: { text: () => string }) {
  const text = paced(() => props.text());
  return <span class="count">{text()}</span>;
}
