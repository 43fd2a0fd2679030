import './App.css';
import { createMemo, ErrorBoundary, onCleanup, Show } from 'solid-js';
import { commandsOf } from './commands/commands';
import { findCommand, keyName } from './commands/keys';
import { CommitPanel } from './panels/CommitPanel';
import { KeySheet } from './panels/KeySheet';
import { Monitor } from './panels/Monitor';
import { Notices } from './panels/Notices';
import { OpenPanel } from './panels/OpenPanel';
import { OperationPanel } from './panels/OperationPanel';
import { Palette } from './panels/Palette';
import { Panel } from './panels/Panel';
import { Start } from './panels/Start';
import { StatusBar } from './panels/StatusBar';
import { TopBar } from './panels/TopBar';
import { Stage } from './panes/Stage';
import { takePaths } from './state/files';
import { startFlow } from './state/flow';
import { page } from './state/page';
import { viewer } from './state/viewer';

export function App() {
  startFlow(viewer);
  takePaths(viewer);
  const commands = createMemo(() => commandsOf(viewer));
  // What ends with the key that began it.
  let held: { key: string; release(): void } | null = null;
  const release = () => {
    held?.release();
    held = null;
  };
  // The innermost thing that goes on ends first.
  const endInnermost = () => {
    if (viewer.cancel()) return;
    if (viewer.draft()) viewer.setDraft(null);
    if (viewer.tool()) viewer.setTool(null);
    else if (viewer.isBefore()) viewer.setIsBefore(false);
    else if (page.isOperating()) page.setIsOperating(false);
    else if (page.blink()) page.setBlink(null);
    else if (page.isPresenting()) page.togglePresentation();
    else viewer.dismiss(viewer.errors().at(-1)?.id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      if (page.isCovered()) page.uncover();
      else endInnermost();
    }
    if (event.key === 'Escape' || page.isCovered()) return;
    const element = event.target as HTMLElement;
    const isTyping = element.matches('input:not([type=checkbox],[type=range],[type=color]), select, textarea');
    const isPressing = (event.key === ' ' || event.key === 'Enter') && element.matches('button, summary, input');
    if (isTyping || isPressing) return;
    const isImage = element.closest('.image') !== null;
    if (event.key === 'Tab' && !isImage) return;
    const command = findCommand(commands(), keyName(event));
    if (!command || (command.id === 'other-pane' && !isImage)) return;
    if (command.id === 'other-pane') return; // Tab moves the focus, which chooses the pane
    event.preventDefault();
    if (command.release) {
      if (event.repeat) return;
      held = { key: event.code, release: command.release };
    }
    command.run([]);
  };
  const onKeyUp = (event: KeyboardEvent) => event.code === held?.key && release();
  // A pointer that is let go elsewhere tells nobody: a gesture ends with the attention of the window.
  const onLeave = () => {
    viewer.finish();
    release();
  };
  document.addEventListener('keydown', onKeyDown);
  document.addEventListener('keyup', onKeyUp);
  window.addEventListener('blur', onLeave);
  document.addEventListener('visibilitychange', onLeave);
  onCleanup(() => {
    document.removeEventListener('keydown', onKeyDown);
    document.removeEventListener('keyup', onKeyUp);
    window.removeEventListener('blur', onLeave);
    document.removeEventListener('visibilitychange', onLeave);
  });

  // What is done to the frames is seen in the panes: the form takes the place of the panel, not of them.
  const isOperating = () => page.isOperating() && viewer.root() !== undefined;
  const hasPanel = () => page.hasPanel() && viewer.root() !== undefined && !isOperating();
  return (
    <ErrorBoundary fallback={(error, reset) => <Failure error={error} reset={reset} />}>
      <div
        class="app"
        classList={{
          presenting: page.isPresenting(),
          'with-panel': hasPanel(),
          'with-operations': isOperating(),
        }}
        data-theme={page.theme()}
      >
        <TopBar commands={commands()} />
        <Show when={viewer.root()} fallback={<Start />}>
          <Show when={isOperating()}>
            <OperationPanel />
          </Show>
          <Show when={hasPanel()}>
            <Panel />
          </Show>
          <Stage />
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
        <Show when={page.committing()}>{frames => <CommitPanel scan={frames().scan} signal={frames().signal} />}</Show>
        <Show when={page.isMonitor()}>
          <Monitor />
        </Show>
      </div>
    </ErrorBoundary>
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
