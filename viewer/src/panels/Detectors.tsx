import { For, Show } from 'solid-js';
import { number } from '../display/units';
import { count, type Shape, type ShapeKind } from '../geometry/shapes';
import { paced } from '../paced';
import { detectorColumns, detectorRows, diskOf, presetNames } from '../state/document';
import {
  activateDetector,
  addDetector,
  duplicateDetector,
  editDetector,
  foundDisk,
  refineDisk,
  removeDetector,
  usePreset,
} from '../state/edit';
import { absolute, type Preset, presets, relative } from '../state/presets';
import { viewer } from '../state/viewer';
import { NumberField, Section } from './fields';
import { Icon, IconButton } from './Icon';
import { ShapeFields } from './ShapeFields';

export const shapeTools: readonly (readonly [ShapeKind, string, string])[] = [
  ['disk', 'Disk', 'M8 3a5 5 0 1 1 0 10A5 5 0 0 1 8 3'],
  ['annulus', 'Annulus', 'M8 2.500a5.500 5.500 0 1 1 0 11 5.500 5.500 0 0 1 0-11M8 5.500a2.500 2.500 0 1 1 0 5 2.500 2.500 0 0 1 0-5'],
  ['sector', 'Sector', 'M3 8l9-5.500a10 10 0 0 1 0 11z'],
  ['rectangle', 'Rectangle', 'M2.500 4.500h11v7h-11z'],
  ['square', 'Square', 'M3.500 3.500h9v9h-9z'],
  ['polygon', 'Polygon', 'M8 2.500l5.500 4.200-2 6.800h-7l-2-6.800z'],
  ['point', 'Point', 'M8 2v4M8 10v4M2 8h4M10 8h4'],
];

export const lineTool = ['line', 'Line', 'M3 13 13 3'] as const;

export function ShapeTools(props: { pane: 'navigator' | 'pattern'; tools: readonly (readonly [ShapeKind, string, string])[] }) {
  const isOn = (kind: ShapeKind) => viewer.tool()?.pane === props.pane && viewer.tool()?.kind === kind;
  return (
    <div class="shape-tools" role="toolbar" aria-label={props.pane === 'pattern' ? 'Draw a detector' : 'Draw a selector'}>
      <For each={props.tools}>
        {([kind, name, path]) => (
          <button
            type="button"
            class="icon-button"
            aria-label={`Draw ${name.toLowerCase()}`}
            title={`Draw ${name.toLowerCase()}: drag on the ${props.pane === 'pattern' ? 'pattern' : 'image'}`}
            aria-pressed={isOn(kind)}
            onClick={() => viewer.setTool(isOn(kind) ? null : { pane: props.pane, kind })}
          >
            <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
              <path d={path} />
            </svg>
          </button>
        )}
      </For>
    </div>
  );
}

export function Detectors() {
  const addOwn = (preset: Preset) => {
    const info = scan();
    if (info) addDetector(viewer, absolute(preset.shape, diskOf(info, viewer.document)), preset.name);
  };
  const keep = () => {
    const [detector, info] = [viewer.activeDetector(), scan()];
    if (detector && info)
      presets.add({ name: detector.name, shape: relative(JSON.parse(JSON.stringify(detector.shape)), diskOf(info, viewer.document)) });
  };
  const scan = () => viewer.scan();
  return (
    <Section
      title="Detectors"
      tools={
        <>
          <IconButton icon="save" label="Save the active detector as a preset" disabled={!viewer.activeDetector()} onClick={keep} />
          <IconButton
            icon="add"
            label="New detector: a copy of the active one"
            onClick={() => {
              const active = viewer.activeDetector();
              addDetector(viewer, active ? JSON.parse(JSON.stringify(active.shape)) : { kind: 'disk', row: 0, column: 0, radius: 1 });
            }}
          />
        </>
      }
    >
      <div class="presets" role="group" aria-label="Detector presets">
        <For each={presetNames}>
          {name => (
            <button
              type="button"
              class="chip"
              aria-pressed={viewer.activeDetector()?.name === name}
              onClick={() => usePreset(viewer, name)}
            >
              {name}
            </button>
          )}
        </For>
      </div>
      <Show when={presets.list().length > 0}>
        <div class="presets own" role="group" aria-label="Own presets">
          <For each={presets.list()}>
            {preset => (
              <span class="own-preset">
                <button type="button" class="chip" onClick={() => addOwn(preset)}>
                  {preset.name}
                </button>
                <IconButton icon="close" label={`Delete the preset ${preset.name}`} onClick={() => presets.remove(preset.name)} />
              </span>
            )}
          </For>
        </div>
      </Show>
      <ShapeTools pane="pattern" tools={shapeTools} />
      <ul class="items">
        <For each={viewer.document.detectors}>
          {detector => (
            <li
              classList={{ active: detector.id === viewer.document.activeDetector }}
              style={{ '--item': detector.color }}
              onClick={() => activateDetector(viewer, detector.id)}
            >
              <label class="swatch" title="Colour">
                <input
                  type="color"
                  value={detector.color}
                  aria-label={`Colour of ${detector.name}`}
                  onChange={event =>
                    editDetector(viewer, detector.id, 'colour', d => {
                      d.color = event.currentTarget.value;
                    })
                  }
                />
              </label>
              <input
                class="name"
                value={detector.name}
                aria-label="Name of the detector"
                onKeyDown={event => {
                  event.stopPropagation();
                  if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
                }}
                onChange={event => {
                  const name = event.currentTarget.value.trim();
                  if (name)
                    editDetector(viewer, detector.id, 'name', d => {
                      d.name = name;
                    });
                }}
              />
              <Count shape={detector.shape} />
              <IconButton
                icon={detector.isShown ? 'eye' : 'hidden'}
                label={detector.isShown ? 'Hide' : 'Show'}
                pressed={!detector.isShown}
                onClick={() =>
                  editDetector(viewer, detector.id, 'show', d => {
                    d.isShown = !d.isShown;
                  })
                }
              />
              <IconButton
                icon={detector.isLocked ? 'lock' : 'unlock'}
                label={detector.isLocked ? 'Unlock' : 'Lock'}
                pressed={detector.isLocked}
                onClick={() =>
                  editDetector(viewer, detector.id, 'lock', d => {
                    d.isLocked = !d.isLocked;
                  })
                }
              />
              <IconButton icon="copy" label={`Duplicate ${detector.name}`} onClick={() => duplicateDetector(viewer, detector.id)} />
              <IconButton icon="trash" label={`Delete ${detector.name}`} onClick={() => removeDetector(viewer, detector.id)} />
            </li>
          )}
        </For>
      </ul>
      <Show when={viewer.activeDetector()} fallback={<p class="hint">No detector: choose a preset, or draw one on the pattern.</p>}>
        {detector => (
          <ShapeFields
            shape={detector().shape}
            onChange={(label, shape) =>
              editDetector(viewer, detector().id, label, d => {
                d.shape = shape;
              })
            }
          />
        )}
      </Show>
      <Disk />
    </Section>
  );
}

function Count(props: { shape: Shape }) {
  const pixels = paced(() => {
    const info = viewer.scan();
    return info ? count(props.shape, detectorRows(info), detectorColumns(info)) : 0;
  });
  return <span class="count">{pixels()} px</span>;
}

/** The bright-field disk: where presets take their centre and radius from. */
function Disk() {
  const scan = () => viewer.scan();
  const disk = () => {
    const info = scan();
    return info ? diskOf(info, viewer.document) : null;
  };
  const set = (change: Partial<{ row: number; column: number; radius: number }>) =>
    viewer.change('centre', d => {
      const before = disk() ?? { row: 0, column: 0, radius: 1 };
      d.disk = { ...before, ...change };
    });
  return (
    <div class="disk">
      <h3>
        Bright field
        <span class="grow" />
        <Show when={viewer.document.disk && scan()?.disk}>
          <button
            type="button"
            class="link"
            title={`Go back to the detected disk: ${number(scan()?.disk?.row ?? 0, 5)}, ${number(scan()?.disk?.column ?? 0, 5)}`}
            onClick={() => foundDisk(viewer)}
          >
            Find
          </button>
        </Show>
        <button
          type="button"
          class="link"
          title="Refine the disk from its edge, to a fraction of a pixel"
          onClick={() => void refineDisk(viewer)}
        >
          Refine
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label="Edit the disk with the pointer"
          title="Show the disk on the pattern: drag its centre or its edge"
          aria-pressed={viewer.tool()?.kind === 'centre'}
          onClick={() => viewer.setTool(viewer.tool()?.kind === 'centre' ? null : { pane: 'navigator', kind: 'centre' })}
        >
          <Icon name="fit" />
        </button>
      </h3>
      <div class="row">
        <NumberField label="Row" value={disk()?.row ?? null} digits={2} step={0.25} onChange={row => set({ row })} />
        <NumberField label="Column" value={disk()?.column ?? null} digits={2} step={0.25} onChange={column => set({ column })} />
        <NumberField
          label="Radius"
          value={disk()?.radius ?? null}
          digits={2}
          step={0.25}
          onChange={radius => set({ radius: Math.max(radius, 0.5) })}
        />
      </div>
    </div>
  );
}
