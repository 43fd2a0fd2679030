import './Detectors.css';
import './Items.css';
import { For, Show } from 'solid-js';
import { count, type Range, type Shape } from '../geometry/shapes';
import { paced } from '../paced';
import { areCurves, detectorColumns, detectorRows, diskOf } from '../state/document';
import { activateDetector, addDetector, duplicateDetector, editDetector, firstShape, fitting, removeDetector } from '../state/edit';
import { absolute, type Preset, presets, relative } from '../state/presets';
import { viewer } from '../state/viewer';
import { Section } from './fields';
import { IconButton } from './Icon';
import { RangeFields } from './RangeFields';
import { ShapeFields } from './ShapeFields';

/** The detectors: what they are called, where they are, and those that a person keeps. */
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
  const ofCurves = () => areCurves(scan());
  // Those of frames with another number of axes are nothing here.
  const own = () => presets.list().filter(({ shape }) => (shape.kind === 'range') === ofCurves());
  return (
    <Section
      name="detectors"
      title="Detectors"
      summary={viewer.document.detectors.map(detector => detector.name).join(', ')}
      tools={
        <>
          <IconButton icon="save" label="Save the active detector as a preset" disabled={!viewer.activeDetector()} onClick={keep} />
          <IconButton
            icon="add"
            label="New detector: a copy of the active one"
            onClick={() => {
              const active = viewer.activeDetector();
              if (active) duplicateDetector(viewer, active.id);
              else addDetector(viewer, firstShape(viewer, 'pattern', ofCurves() ? 'range' : 'disk'));
            }}
          />
        </>
      }
    >
      <Show when={own().length > 0}>
        <div class="presets own" role="group" aria-label="Own presets">
          <For each={own()}>
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
                  if (event.key === 'Escape') event.currentTarget.value = detector.name;
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
      <Show
        when={viewer.activeDetector()}
        fallback={
          <p class="hint">No detector: {ofCurves() ? 'draw a window on the curve' : 'choose a preset, or draw one on the pattern'}.</p>
        }
      >
        {detector => (
          <Show
            when={rangeOf(detector().shape)}
            fallback={
              <ShapeFields
                label={`Shape of ${detector().name}, in detector pixels`}
                shape={detector().shape}
                onChange={(label, shape) =>
                  editDetector(viewer, detector().id, label, d => {
                    d.shape = shape;
                  })
                }
              />
            }
          >
            {range => (
              <RangeFields
                label={`Range of ${detector().name}`}
                range={range()}
                onChange={next =>
                  editDetector(viewer, detector().id, 'window', d => {
                    d.shape = fitting(viewer, 'pattern', next);
                  })
                }
              />
            )}
          </Show>
        )}
      </Show>
    </Section>
  );
}

const rangeOf = (shape: Shape): Range | null => (shape.kind === 'range' ? shape : null);

function Count(props: { shape: Shape }) {
  const pixels = paced(() => {
    const info = viewer.scan();
    return info ? count(props.shape, detectorRows(info), detectorColumns(info)) : 0;
  });
  return (
    <span class="count">
      {pixels()} {props.shape.kind === 'range' ? 'ch' : 'px'}
    </span>
  );
}
