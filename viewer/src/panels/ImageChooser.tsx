import { For } from 'solid-js';
import { type ComPart, type ImageOf, type ImagePane, mostOverlaid, viewOf } from '../state/document';
import { showImage } from '../state/images';
import { imageName } from '../state/requests';
import { viewer } from '../state/viewer';

const mapNames = [
  ['sum', 'Total'],
  ['max', 'Maximum'],
  ['std', 'Standard deviation'],
] as const;
const comNames = [
  ['wheel', 'CoM direction'],
  ['magnitude', 'CoM magnitude'],
  ['angle', 'CoM angle'],
  ['x', 'CoM x'],
  ['y', 'CoM y'],
] as const;

/** What a pane over the scan shows. */
export function ImageChooser(props: { pane: ImagePane }) {
  const image = () => viewOf(viewer.document, props.pane).image;
  const key = (of: ImageOf) => JSON.stringify(of);
  const options = (): [string, [ImageOf, string][]][] => {
    const { detectors } = viewer.document;
    const pairs: [ImageOf, string][] = [];
    const [a, b] = [viewer.activeDetector() ?? detectors[0], detectors.find(d => d.id !== (viewer.activeDetector() ?? detectors[0])?.id)];
    if (a && b) {
      for (const of of ['mean', 'difference', 'ratio'] as const) {
        const pair: ImageOf = { of, a: a.id, b: b.id };
        pairs.push([pair, imageName(viewer.document, pair)]);
      }
      const overlay: ImageOf = { of: 'overlay', list: detectors.slice(0, mostOverlaid).map(d => d.id) };
      pairs.push([overlay, `Overlay ${imageName(viewer.document, overlay)}`]);
    }
    return [
      ['Detectors', detectors.map(detector => [{ of: 'detector', a: detector.id }, detector.name])],
      ['Together', pairs],
      ['Centre of mass', comNames.map(([part, name]) => [{ of: 'com', part: part as ComPart, a: null }, name])],
      [
        'Segmented detector',
        a
          ? (['wheel', 'magnitude', 'x', 'y'] as const).map(part => [
              { of: 'dpc', part, a: a.id },
              imageName(viewer.document, { of: 'dpc', part, a: a.id }),
            ])
          : [],
      ],
      [
        'Results',
        (viewer.session()?.results ?? []).filter(result => result.kind === 'scan').map(({ name }) => [{ of: 'result', name }, name]),
      ],
      ['Of each frame', mapNames.map(([name, title]) => [{ of: 'map', name }, title])],
    ];
  };
  const isListed = () => options().some(([, list]) => list.some(([of]) => key(of) === key(image())));
  const color = () => {
    const of = image();
    return of.of === 'detector' ? viewer.document.detectors.find(detector => detector.id === of.a)?.color : undefined;
  };
  return (
    <label class="image-chooser">
      <i class="dot" style={{ background: color() ?? 'transparent' }} />
      <span class="visually-hidden">Image</span>
      <select value={key(image())} onChange={event => showImage(viewer, JSON.parse(event.currentTarget.value) as ImageOf, props.pane)}>
        {!isListed() && (
          <option value={key(image())} selected>
            {imageName(viewer.document, image())}
          </option>
        )}
        <For each={options()}>
          {([group, list]) => (
            <optgroup label={group}>
              <For each={list}>
                {([of, name]) => (
                  <option value={key(of)} selected={key(of) === key(image())}>
                    {name}
                  </option>
                )}
              </For>
            </optgroup>
          )}
        </For>
      </select>
    </label>
  );
}
