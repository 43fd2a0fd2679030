import { For, Show } from 'solid-js';
import { calibrated } from '../display/units';
import { center, count, type Shape } from '../geometry/shapes';
import { paced } from '../paced';
import { scanColumns, scanRows } from '../state/document';
import { editSelector, fitting, removeSelector } from '../state/edit';
import { viewer } from '../state/viewer';
import { lineTool, ShapeTools, shapeTools } from './Detectors';
import { Section, Select } from './fields';
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
};

export function Selectors() {
  const positions = (shape: Shape) => {
    const scan = viewer.scan();
    return scan ? count(shape, scanRows(scan), scanColumns(scan)) : 0;
  };
  const where = (shape: Shape) => {
    const axes = viewer.scan()?.axes ?? [];
    const [row, column] = center(shape);
    const [y, x] = [calibrated(axes.at(-4), row), calibrated(axes.at(-3), column)];
    return x && y ? `x ${x} · y ${y}` : `${Math.round(row)}, ${Math.round(column)}`;
  };
  const tools = [
    ...shapeTools.filter(([kind]) => kind === 'point' || kind === 'rectangle' || kind === 'disk' || kind === 'polygon'),
    lineTool,
  ];
  return (
    <Section title="Scan positions">
      <ShapeTools pane="navigator" tools={tools} />
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
          <>
            <ShapeFields
              shape={selector().shape}
              onChange={(label, shape) =>
                editSelector(viewer, selector().id, label, s => {
                  s.shape = fitting(viewer, 'navigator', shape);
                })
              }
            />
            <Show when={selector().shape.kind !== 'point'}>
              <Select
                label="Pattern"
                value={selector().reduce}
                options={[
                  ['mean', 'Mean'],
                  ['sum', 'Sum'],
                  ['max', 'Maximum'],
                ]}
                onChange={reduce =>
                  editSelector(viewer, selector().id, 'pattern', s => {
                    s.reduce = reduce;
                  })
                }
              />
            </Show>
          </>
        )}
      </Show>
    </Section>
  );
}

function Place(props: { text: () => string }) {
  const text = paced(() => props.text());
  return <span class="count">{text()}</span>;
}
