import { createMemo, ErrorBoundary, For, Show } from 'solid-js';
import { commandsOf } from './commands/commands';
import { findCommand, keyName } from './commands/keys';
import { kept } from './geometry/shapes';
import { paced } from './paced';
import { Badges } from './panels/Badges';
import { Detectors } from './panels/Detectors';
import { DisplayPanel } from './panels/DisplayPanel';
import { Icon, IconButton } from './panels/Icon';
import { ImageChooser } from './panels/ImageChooser';
import { KeySheet } from './panels/KeySheet';
import { Monitor } from './panels/Monitor';
import { OpenPanel } from './panels/OpenPanel';
import { Palette } from './panels/Palette';
import { ScanPanel } from './panels/ScanPanel';
import { Selectors } from './panels/Selectors';
import { StatusBar } from './panels/StatusBar';
import { Timeline } from './panels/Timeline';
import { ImagePane } from './panes/ImagePane';
import type { Drawn } from './panes/Overlay';
import { diskOf, type Pane, scanColumns, scanRows, seriesLength } from './state/document';
import { activateDetector, addDetector, addSelector, editDetector, editSelector, fitting } from './state/edit';
import { savePicture } from './state/export';
import { takePaths } from './state/files';
import { startFlow } from './state/flow';
import { page } from './state/page';
import { viewer } from './state/viewer';

export function App() {
  startFlow(viewer);
  takePaths(viewer);
  const commands = createMemo(() => commandsOf(viewer));
  document.addEventListener('keydown', event => {
    const element = event.target as HTMLElement;
    if (event.key === 'Escape') {
      if (page.isPresenting()) page.togglePresentation();
      viewer.setTool(null);
      return;
    }
    const isTyping = element.matches('input:not([type=checkbox],[type=range],[type=color]), select, textarea');
    const isPressing = (event.key === ' ' || event.key === 'Enter') && element.matches('button, summary, input');
    if (isTyping || isPressing || page.isPalette() || page.isOpening()) return;
    const isImage = element.closest('.image') !== null;
    if (event.key === 'Tab' && !isImage) return;
    const command = findCommand(commands(), keyName(event));
    if (!command || (command.id === 'other-pane' && !isImage)) return;
    if (command.id === 'other-pane') return; // Tab moves the focus, which chooses the pane
    event.preventDefault();
    command.run([]);
  });

  return (
    <ErrorBoundary fallback={(error, reset) => <Failure error={error} reset={reset} />}>
      <div class="app" classList={{ presenting: page.isPresenting(), swapped: page.isSwapped() }} data-theme={page.theme()}>
        <TopBar />
        <Show when={viewer.scan()} fallback={<Empty />}>
          {scan => (
            <>
              <aside class="left" aria-label="Detectors and scan positions">
                <Detectors />
                <Selectors />
              </aside>
              <main class="stage">
                <NavigatorPane />
                <PatternPane />
                <Show when={seriesLength(scan()) > 1}>
                  <Timeline />
                </Show>
              </main>
              <aside class="right" aria-label="Display and scan">
                <DisplayPanel />
                <ScanPanel />
              </aside>
            </>
          )}
        </Show>
        <StatusBar />
        <Notices />
        <Show when={page.isOpening()}>
          <OpenPanel />
        </Show>
        <Show when={page.isPalette()}>
          <Palette commands={commands()} />
        </Show>
        <Show when={page.isKeySheet()}>
          <KeySheet commands={commands()} />
        </Show>
        <Show when={page.isMonitor()}>
          <Monitor />
        </Show>
      </div>
    </ErrorBoundary>
  );
}

function TopBar() {
  const name = () => viewer.scan()?.path.split(/[\\/]/).at(-1);
  const running = () => viewer.jobs().filter(job => job.state === 'running');
  return (
    <header class="top">
      <span class="brand">
        <img src="./icon.svg" alt="" width="22" height="22" />
        Ronchi
      </span>
      <button type="button" class="dataset" onClick={() => page.setIsOpening(true)} title="Open another scan (O)">
        <Icon name="open" />
        <span>{name() ?? 'Open a scan'}</span>
      </button>
      <IconButton
        icon="undo"
        label={`Undo${viewer.historyVersion() >= 0 && viewer.history.next.undo ? ` ${viewer.history.next.undo}` : ''} (Ctrl+Z)`}
        onClick={viewer.undo}
        disabled={viewer.historyVersion() >= 0 && viewer.history.next.undo === null}
      />
      <IconButton
        icon="redo"
        label="Do again (Ctrl+Y)"
        onClick={viewer.redo}
        disabled={viewer.historyVersion() >= 0 && viewer.history.next.redo === null}
      />
      <span class="grow" />
      <For each={running()}>
        {job => (
          <span class="job" role="status">
            <Show when={job.part !== null} fallback={<progress aria-label={job.title} />}>
              <progress max="1" value={job.part ?? 0} aria-label={job.title} />
            </Show>
            <span>
              {job.title} {job.detail}
            </span>
            <IconButton
              icon="close"
              label={`Cancel: ${job.title}`}
              onClick={() => viewer.connection.send({ type: 'cancel', job: job.id })}
            />
          </span>
        )}
      </For>
      <button type="button" class="command-button" onClick={() => page.setIsPalette(true)}>
        <Icon name="search" /> Commands <kbd>Ctrl K</kbd>
      </button>
      <IconButton
        icon="gauge"
        label="Memory, times and jobs"
        pressed={page.isMonitor()}
        onClick={() => page.setIsMonitor(!page.isMonitor())}
      />
      <IconButton icon="sun" label={page.theme() === 'dark' ? 'Light' : 'Dark'} onClick={page.toggleTheme} />
      <IconButton icon="help" label="All keys (?)" onClick={() => page.setIsKeySheet(true)} />
    </header>
  );
}

function PaneTools(props: { pane: Pane }) {
  return (
    <>
      <IconButton icon="fit" label="Whole image (0)" onClick={() => viewer.fitImage(props.pane)} />
      <IconButton icon="save" label="Save picture (Ctrl+S)" onClick={() => void savePicture(viewer, props.pane)} />
      <Show when={props.pane === 'navigator'}>
        <IconButton icon="swap" label="Swap panes (X)" onClick={page.swap} />
      </Show>
    </>
  );
}

function NavigatorPane() {
  const shapes = createMemo((): Drawn[] =>
    viewer.document.selectors
      .filter(selector => selector.isShown || selector.id === viewer.document.activeSelector)
      .map(selector => ({
        id: selector.id,
        shape: selector.shape,
        color: selector.color,
        isActive: selector.id === viewer.document.activeSelector,
        isLocked: false,
      }))
      .sort((a, b) => Number(a.isActive) - Number(b.isActive)),
  );
  const axes = () => viewer.scan()?.axes ?? [];
  const position = paced(() => {
    const selector = viewer.activeSelector();
    return selector?.shape.kind === 'point' ? `, position ${selector.shape.row}, ${selector.shape.column}` : '';
  });
  return (
    <ImagePane
      pane="navigator"
      title={<ImageChooser />}
      badges={<Badges pane="navigator" />}
      tools={<PaneTools pane="navigator" />}
      description={`Image over the scan${position()}`}
      shapes={shapes()}
      marks={[]}
      axes={[axes().at(-4), axes().at(-3)]}
      empty="Computing the image…"
      target={{
        pane: 'navigator',
        shapes: shapes,
        activate: id =>
          viewer.change('choose selector', d => {
            d.activeSelector = id;
          }),
        setShape: (id, shape, label) =>
          editSelector(viewer, id, label, s => {
            const scan = viewer.scan();
            s.shape = scan ? kept(fitting(viewer, 'navigator', shape), scanRows(scan), scanColumns(scan)) : shape;
          }),
        add: shape => addSelector(viewer, fitting(viewer, 'navigator', shape)),
        click(row, column) {
          const selector = viewer.activeSelector();
          const scan = viewer.scan();
          if (selector?.shape.kind !== 'point' || !scan) return;
          if (row < -0.5 || column < -0.5 || row > scanRows(scan) - 0.5 || column > scanColumns(scan) - 0.5) return;
          editSelector(viewer, selector.id, 'move selector', s => {
            s.shape = fitting(viewer, 'navigator', { kind: 'point', row, column });
          });
        },
      }}
    />
  );
}

function PatternPane() {
  const isCentring = () => viewer.tool()?.kind === 'centre';
  const disk = () => {
    const scan = viewer.scan();
    return scan ? diskOf(scan, viewer.document) : null;
  };
  const shapes = createMemo((): Drawn[] => {
    const list: Drawn[] = viewer.document.detectors
      .filter(detector => detector.isShown || detector.id === viewer.document.activeDetector)
      .map(detector => ({
        id: detector.id,
        shape: detector.shape,
        color: detector.color,
        isActive: detector.id === viewer.document.activeDetector && !isCentring(),
        isLocked: detector.isLocked || isCentring(),
      }));
    list.sort((a, b) => Number(a.isActive) - Number(b.isActive));
    const found = disk();
    if (isCentring() && found)
      list.push({ id: 'centre', shape: { kind: 'disk', ...found }, color: '#ffffff', isActive: true, isLocked: false, isDashed: true });
    return list;
  });
  const axes = () => viewer.scan()?.axes ?? [];
  const title = paced(() => {
    const selector = viewer.activeSelector();
    if (!selector) return 'Pattern';
    const { shape } = selector;
    if (shape.kind === 'point') return `Frame ${shape.row}, ${shape.column}`;
    const positions = viewer.shown().pattern?.received[0]?.position;
    return `${{ mean: 'Mean', sum: 'Sum', max: 'Maximum' }[selector.reduce]} of ${positions ?? '…'} frames`;
  });
  return (
    <ImagePane
      pane="pattern"
      title={<PatternChooser title={title()} />}
      badges={<Badges pane="pattern" />}
      tools={<PaneTools pane="pattern" />}
      description={`Diffraction pattern: ${title()}`}
      shapes={shapes()}
      marks={viewer.document.showsMask ? (viewer.scan()?.hotPixels ?? []) : []}
      axes={[axes().at(-2), axes().at(-1)]}
      empty="Reading the pattern…"
      target={{
        pane: 'pattern',
        shapes: shapes,
        activate: id => {
          if (id !== 'centre') activateDetector(viewer, id, viewer.document.image.of === 'detector' || viewer.document.image.of === 'map');
        },
        setShape(id, shape, label) {
          if (id === 'centre') {
            if (shape.kind === 'disk')
              viewer.change('centre', d => {
                d.disk = { row: shape.row, column: shape.column, radius: shape.radius };
              });
          } else
            editDetector(viewer, id, label, d => {
              d.shape = shape.kind === 'point' ? fitting(viewer, 'pattern', shape) : shape;
            });
        },
        add: shape => addDetector(viewer, fitting(viewer, 'pattern', shape)),
        click: () => {},
      }}
    />
  );
}

// The pattern of the selector, or a result over the detector where an analysis gives one.
function PatternChooser(props: { title: string }) {
  const results = () => (viewer.session()?.results ?? []).filter(result => result.kind === 'detector');
  const dot = () => (
    <i class="dot" style={{ background: viewer.document.patternResult ? 'transparent' : viewer.activeSelector()?.color }} />
  );
  return (
    <Show
      when={results().length > 0}
      fallback={
        <h2 class="pane-title">
          {dot()}
          {props.title}
        </h2>
      }
    >
      <label class="image-chooser">
        {dot()}
        <span class="visually-hidden">Pattern</span>
        <select
          value={viewer.document.patternResult}
          onChange={event => {
            const { value } = event.currentTarget;
            viewer.change('choose pattern', d => {
              d.patternResult = value;
            });
          }}
        >
          <option value="" selected={viewer.document.patternResult === ''}>
            {props.title}
          </option>
          <optgroup label="Results">
            <For each={results()}>
              {({ name }) => (
                <option value={name} selected={name === viewer.document.patternResult}>
                  {name}
                </option>
              )}
            </For>
          </optgroup>
        </select>
      </label>
    </Show>
  );
}

function Empty() {
  return (
    <main class="start">
      <div class="card">
        <img src="./icon.svg" alt="" width="56" height="56" />
        <h1>Open a scan</h1>
        <p>4D-STEM data, diffraction series and image stacks. Drag a detector, see its image.</p>
        <div class="actions">
          <button type="button" class="primary" onClick={() => page.setIsOpening(true)}>
            <Icon name="open" /> Open… <kbd>O</kbd>
          </button>
          <button type="button" onClick={() => viewer.connection.send({ type: 'demo' })}>
            Demo scan
          </button>
        </div>
        <Show when={(viewer.session()?.recent ?? []).length > 0}>
          <h2>Recent</h2>
          <ul class="recent">
            <For each={viewer.session()?.recent.slice(0, 6)}>
              {path => (
                <li>
                  <button type="button" onClick={() => viewer.connection.send({ type: 'open', path })}>
                    <Icon name="file" /> <span>{path.split(/[\\/]/).at(-1)}</span> <small>{path.replace(/[^\\/]+$/, '')}</small>
                  </button>
                </li>
              )}
            </For>
          </ul>
        </Show>
      </div>
    </main>
  );
}

function Notices() {
  return (
    <div class="notices" aria-live="polite">
      <For each={viewer.notices()}>
        {notice => (
          <div class="notice" classList={{ error: notice.isError }} role={notice.isError ? 'alert' : 'status'}>
            <span>{notice.text}</span>
            <IconButton icon="close" label="Dismiss" onClick={() => viewer.dispose(notice.id)} />
          </div>
        )}
      </For>
      <Show when={viewer.status() === 'lost'}>
        <div class="notice error" role="alert">
          The server does not answer. This page goes on as soon as it is back; start it again with <code>ronchi view</code>.
        </div>
      </Show>
    </div>
  );
}

function Failure(props: { error: unknown; reset: () => void }) {
  return (
    <div class="app" data-theme={page.theme()}>
      <main class="start">
        <div class="card">
          <h1>This page met an error</h1>
          <p>{String(props.error instanceof Error ? props.error.message : props.error)}</p>
          <p>The session is safe: it is kept by the server.</p>
          <div class="actions">
            <button type="button" class="primary" onClick={props.reset}>
              Go on
            </button>
            <button type="button" onClick={() => location.reload()}>
              Load again
            </button>
          </div>
        </div>
      </main>
    </div>
  );
}
