import { createMemo, ErrorBoundary, For, Show } from 'solid-js';
import { commandsOf } from './commands/commands';
import { findCommand, keyName } from './commands/keys';
import { AnalysisPanel } from './panels/AnalysisPanel';
import { Detectors } from './panels/Detectors';
import { DisplayPanel } from './panels/DisplayPanel';
import { Icon, IconButton } from './panels/Icon';
import { KeySheet } from './panels/KeySheet';
import { Monitor } from './panels/Monitor';
import { OpenPanel } from './panels/OpenPanel';
import { Palette } from './panels/Palette';
import { ScanPanel } from './panels/ScanPanel';
import { Selectors } from './panels/Selectors';
import { StatusBar } from './panels/StatusBar';
import { Timeline } from './panels/Timeline';
import { NavigatorPanes } from './panes/NavigatorPane';
import { PatternPane } from './panes/PatternPane';
import { seriesLength } from './state/document';
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
    if (isTyping || isPressing || page.isPalette() || page.isOpening() || page.isAnalysing()) return;
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
                <NavigatorPanes />
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
        <Show when={page.isAnalysing() && viewer.scan()}>
          <AnalysisPanel />
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
        label="Redo (Ctrl+Y)"
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
      <Show when={viewer.scan()}>
        <button type="button" class="command-button" onClick={() => page.setIsAnalysing(true)} title="Run an analysis on this scan">
          <Icon name="play" /> Analyse
        </button>
      </Show>
      <button type="button" class="command-button" onClick={() => page.setIsPalette(true)}>
        <Icon name="search" /> Commands <kbd>Ctrl K</kbd>
      </button>
      <IconButton
        icon="gauge"
        label="Memory, timing and jobs"
        pressed={page.isMonitor()}
        onClick={() => page.setIsMonitor(!page.isMonitor())}
      />
      <IconButton icon="sun" label={page.theme() === 'dark' ? 'Light' : 'Dark'} onClick={page.toggleTheme} />
      <IconButton icon="help" label="All keys (?)" onClick={() => page.setIsKeySheet(true)} />
    </header>
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
              {request => (
                <li>
                  <button type="button" onClick={() => viewer.connection.send({ type: 'open', ...request })}>
                    <Icon name="file" /> <span>{request.path.split(/[\\/]/).at(-1)}</span>{' '}
                    <small>{request.path.replace(/[^\\/]+$/, '')}</small>
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
          The server does not answer. This page reconnects when the server is back; restart it with <code>ronchi view</code>.
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
          <h1>This page has an error</h1>
          <p>{String(props.error instanceof Error ? props.error.message : props.error)}</p>
          <p>The session is safe: the server keeps it.</p>
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
