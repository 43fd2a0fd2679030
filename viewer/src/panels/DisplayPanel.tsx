import './DisplayPanel.css';
import { For, Show } from 'solid-js';
import { colorMap, colorMaps, gradient } from '../display/colorMaps';
import { type Scale, scales } from '../display/display';
import { telling } from '../display/ticks';
import { number } from '../display/units';
import { paced } from '../paced';
import { isPlot } from '../state/curves';
import { isCell, isFramePane, type LinkKind, linkKinds, viewOf } from '../state/document';
import { page } from '../state/page';
import { imageName } from '../state/requests';
import { viewer } from '../state/viewer';
import { NumberField, Section, Select, Toggle } from './fields';
import { HistogramView } from './Histogram';

const scaleNames: Record<Scale, string> = {
  linear: 'Linear',
  log: 'Logarithmic',
  sqrt: 'Square root',
  gamma: 'Power',
  symlog: 'Symmetric log',
  asinh: 'Asinh',
};

const linkNames: Record<LinkKind, string> = { zoom: 'Zoom', cursor: 'Cursor', contrast: 'Contrast' };

/** How the pane with the focus is shown. Nothing here changes data. */
export function DisplayPanel() {
  const pane = () => viewer.focused();
  const display = () => viewer.displayOf(pane());
  const limits = paced(() => viewer.limits(pane()));
  const name = () => {
    const at = pane();
    if (isFramePane(at)) return viewer.showsBefore(at) ? 'frames before' : 'diffraction';
    return imageName(viewer.document, viewOf(viewer.looked(), at).image);
  };
  const isHeld = () => viewer.isContrastHeld(pane());
  // A direction has its hue from the angle; its length is the brightness.
  const isDirection = () => viewer.kindOf(pane()) === 'wheel';
  const hasMap = () => !isDirection() && !isColor();
  const isCurve = () => isPlot(viewer, pane(), viewer.shown()[pane()]);
  const picture = () => viewer.shown()[pane()]?.picture;
  const isColor = () => picture()?.mode === 'color';
  const isAsStored = () => isColor() && picture()?.limits !== undefined;
  // Why there are no limits to choose.
  const fixed = () => {
    if (isAsStored()) return 'Red, green and blue from 0 to 255, as they are stored.';
    return picture()?.mode === 'overlay' ? 'Each image of an overlay has limits of its own, from the percentiles.' : null;
  };
  // As many digits as count: 636, not 636.0007.
  const significant = () => telling(...limits(), 5);
  const isWhole = () => picture()?.isWhole ?? true;
  // A hundredth of what is between them, and of counts one at least.
  const step = () => {
    const [low, high] = limits();
    const part = 10 ** Math.floor(Math.log10(Math.abs(high / 100 - low / 100) || 1));
    return isWhole() ? Math.max(part, 1) : part;
  };
  const statistics = paced(() => viewer.shown()[pane()]?.histogram);
  const told = (value: number) => number(value, telling(statistics()?.low ?? 0, statistics()?.high ?? 0, 5));
  return (
    <Section
      name="display"
      title={`Display: ${name()}`}
      summary={isColor() ? 'in colour' : `${display().map}, ${scaleNames[display().scale].toLowerCase()}`}
    >
      <Show when={!isCurve()} fallback={<p class="hint">A curve or a table shows the numbers as they are.</p>}>
        <Show when={!fixed()} fallback={<p class="hint">{fixed()}</p>}>
          <Show when={page.isHistogram()}>
            <HistogramView pane={pane()} />
          </Show>
          <div class="row limits">
            <NumberField
              label="Low"
              value={limits()[0]}
              significant={significant()}
              step={step()}
              onChange={low => viewer.setDisplay(pane(), 'limits', { low, high: limits()[1] })}
            />
            <NumberField
              label="High"
              value={limits()[1]}
              significant={significant()}
              step={step()}
              onChange={high => viewer.setDisplay(pane(), 'limits', { low: limits()[0], high })}
            />
            <button
              type="button"
              class="chip"
              aria-pressed={!isHeld()}
              title="Limits from the percentiles (A)"
              onClick={() => viewer.autoContrast(pane())}
            >
              Auto
            </button>
          </div>
        </Show>
        <Show when={!isAsStored()}>
          <div class="row">
            <NumberField
              label="From"
              value={display().lowPercentile}
              unit="%"
              digits={3}
              step={0.1}
              onChange={v =>
                viewer.setDisplay(pane(), 'percentiles', { lowPercentile: Math.min(Math.max(v, 0), 100), low: null, high: null })
              }
            />
            <NumberField
              label="To"
              value={display().highPercentile}
              unit="%"
              digits={3}
              step={0.1}
              onChange={v =>
                viewer.setDisplay(pane(), 'percentiles', { highPercentile: Math.min(Math.max(v, 0), 100), low: null, high: null })
              }
            />
            <Toggle
              label="Re-fit"
              help="Limits are found anew for each image (Shift+A); otherwise they stay while you look around"
              value={display().isFollowing && !isHeld()}
              onChange={isFollowing =>
                viewer.setDisplay(pane(), 'follow', { isFollowing, ...(isFollowing ? { low: null, high: null } : {}) })
              }
            />
          </div>
        </Show>
        <Show when={!isColor()}>
          <div class="row">
            <Select
              label="Scale"
              value={display().scale}
              options={scales.map(scale => [scale, scaleNames[scale]] as const)}
              onChange={scale => viewer.setDisplay(pane(), 'scale', { scale })}
            />
            <Show when={display().scale === 'gamma'}>
              <NumberField
                label="Power"
                value={display().gamma}
                step={0.05}
                onChange={gamma => viewer.setDisplay(pane(), 'power', { gamma: Math.min(Math.max(gamma, 0.05), 5) })}
              />
            </Show>
          </div>
        </Show>
        <Show when={hasMap()}>
          <div class="maps">
            <Select
              label="Colours"
              value={display().map}
              options={colorMaps().map(map => [map.name, map.name] as const)}
              onChange={map => viewer.setDisplay(pane(), 'colours', { map, isCentered: colorMap(map).kind === 'diverging' })}
            />
            <i class="ramp" style={{ background: gradient(colorMap(display().map), display().isInverted) }} />
          </div>
        </Show>
        <div class="row toggles">
          <Show when={hasMap()}>
            <Toggle
              label="Invert"
              value={display().isInverted}
              onChange={isInverted => viewer.setDisplay(pane(), 'invert', { isInverted })}
            />
            <Toggle
              label="Symmetric about zero"
              value={display().isCentered}
              onChange={isCentered => viewer.setDisplay(pane(), 'zero', { isCentered })}
            />
          </Show>
          <Toggle label="Smooth" value={display().isSmooth} onChange={isSmooth => viewer.setDisplay(pane(), 'smooth', { isSmooth })} />
          <Show when={!isColor()}>
            <Toggle
              label="Mark out of range"
              value={display().marksOutside}
              onChange={marksOutside => viewer.setDisplay(pane(), 'mark', { marksOutside })}
            />
          </Show>
          <Toggle label="Log counts" value={page.hasLogCounts()} onChange={page.setHasLogCounts} />
        </div>
      </Show>
      <Show when={!isFramePane(pane()) && !isCell(pane()) && viewer.document.images.length > 1}>
        <div class="row toggles" role="group" aria-label="Linked with the other images">
          <span class="hint">Linked:</span>
          <For each={linkKinds}>
            {kind => (
              <Toggle label={linkNames[kind]} value={viewer.isLinked(pane(), kind)} onChange={isIn => viewer.setLink(pane(), kind, isIn)} />
            )}
          </For>
        </div>
      </Show>
      <Show when={pane() === 'pattern' && viewer.document.tab !== 'process' && viewer.document.selectors.length > 1}>
        <div class="row toggles">
          <Toggle
            label="Same contrast for all patterns"
            value={viewer.isLinked('pattern', 'contrast')}
            onChange={isIn => viewer.setLink('pattern', 'contrast', isIn)}
          />
        </div>
      </Show>
      <Show when={statistics()?.total === 0}>
        <p class="hint">There is no value in this image.</p>
      </Show>
      <Show when={(statistics()?.total ?? 0) > 0 && statistics()}>
        {values => (
          <dl class="facts four">
            <div>
              <dt>min</dt>
              <dd>{told(values().low)}</dd>
            </div>
            <div>
              <dt>max</dt>
              <dd>{told(values().high)}</dd>
            </div>
            <div>
              <dt>mean</dt>
              <dd>{told(values().mean)}</dd>
            </div>
            <div>
              <dt>σ</dt>
              <dd>{number(values().deviation, 5)}</dd>
            </div>
          </dl>
        )}
      </Show>
    </Section>
  );
}
