import './CommitPanel.css';
import { createEffect, createSignal, Show } from 'solid-js';
import { isAway, said } from '../protocol/ask';
import type { ScanInfo, SignalInfo } from '../protocol/session';
import { commitFrames, fileFor } from '../state/commit';
import { page } from '../state/page';
import { viewer } from '../state/viewer';
import { Dialog } from './Dialog';
import { Toggle } from './fields';

/** Asks for the file to which frames of the tree are written; they are read there from then on. */
export function CommitPanel(props: { scan: ScanInfo; signal: SignalInfo }) {
  const [path, setPath] = createSignal(props.signal.file ?? fileFor(props.scan, props.signal));
  const [isReplacing, setIsReplacing] = createSignal(false);
  const [isWriting, setIsWriting] = createSignal(false);
  const [problem, setProblem] = createSignal('');
  let isClosed = false;
  createEffect(() => viewer.status() === 'open' && setProblem(text => (isAway(text) ? '' : text)));
  const close = () => {
    isClosed = true;
    page.setCommitting(null);
  };
  const write = async () => {
    setIsWriting(true);
    setProblem('');
    try {
      viewer.notify(await commitFrames(props.scan.id, props.signal.name, path().trim(), isReplacing()));
      if (!isClosed) close();
    } catch (error) {
      if (isClosed) viewer.notify(said(error), true);
      else setProblem(said(error));
    } finally {
      setIsWriting(false);
    }
  };
  return (
    <Dialog label={`Write ${props.signal.name} to a file`} class="commit-panel" onClose={close}>
      <form
        onSubmit={event => {
          event.preventDefault();
          if (!isWriting()) void write();
        }}
      >
        <h2>Write {props.signal.name} to a file</h2>
        <p class="hint">Its frames are read there from then on, and not computed again. Nothing else changes.</p>
        <label>
          <span>File; its name says its kind</span>
          <input type="text" value={path()} spellcheck={false} onInput={event => setPath(event.currentTarget.value)} />
        </label>
        <Toggle label="Replace a file of that name" value={isReplacing()} onChange={setIsReplacing} />
        <Show when={problem()}>
          {text => (
            <p class="problem" role="alert">
              {text()}
            </p>
          )}
        </Show>
        <p class="commit-actions">
          <button type="submit" class="primary" aria-busy={isWriting()} disabled={path().trim() === ''}>
            {isWriting() ? 'Writing…' : 'Write'}
          </button>
          <button type="button" onClick={close}>
            {isWriting() ? 'Go on without waiting' : 'Close'}
          </button>
        </p>
      </form>
    </Dialog>
  );
}
