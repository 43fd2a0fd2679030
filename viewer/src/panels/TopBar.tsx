import './TopBar.css';
import { createEffect, For, Show } from 'solid-js';
import type { Command } from '../commands/commands';
import { tabs } from '../state/document';
import { form } from '../state/form';
import { page } from '../state/page';
import { showTab, tabNames } from '../state/tabs';
import { viewer } from '../state/viewer';
import { Icon, IconButton } from './Icon';
import { Menu, type MenuItem } from './Menu';

/** What is open, the way back, what leaves the page, and everything else. */
export function TopBar(props: { commands: Command[] }) {
  const name = () => viewer.root()?.path.split(/[\\/]/).at(-1);
  createEffect(() => {
    document.title = name() ? `${name()} – Ronchi` : 'Ronchi';
  });
  const running = () => viewer.jobs().filter(job => job.state === 'running');
  const next = () => (viewer.historyVersion() >= 0 ? viewer.history().next : { undo: null, redo: null });
  const some = (...ids: string[]): MenuItem[] =>
    ids
      .flatMap(id => props.commands.filter(command => command.id === id))
      .map(({ title, keys, run }) => ({ title, key: keys?.[0], run: () => run([]) }));
  return (
    <header class="top">
      <span class="brand">
        <img src="./icon.svg" alt="" width="22" height="22" />
        <span>Ronchi</span>
      </span>
      <Show when={viewer.root()}>
        <IconButton
          icon="panel"
          label={page.hasPanel() ? 'Hide the panel (\\)' : 'Show the panel (\\)'}
          pressed={page.hasPanel()}
          onClick={page.togglePanel}
        />
      </Show>
      <Show when={viewer.root()}>
        <span class="tabs" role="tablist" aria-label="Layout">
          <For each={tabs}>
            {tab => (
              <button
                type="button"
                role="tab"
                aria-selected={viewer.document.tab === tab}
                title={`${tabNames[tab].help} (T)`}
                onClick={() => showTab(viewer, tab)}
              >
                {tabNames[tab].name}
              </button>
            )}
          </For>
        </span>
      </Show>
      <button type="button" class="dataset" onClick={() => page.setIsOpening(true)} title="Open another scan (O)">
        <Icon name="open" />
        <span>{name() ?? 'Open a scan'}</span>
      </button>
      <IconButton
        icon="undo"
        label={`Undo${next().undo ? ` ${next().undo}` : ''} (Ctrl+Z)`}
        onClick={viewer.undo}
        disabled={next().undo === null}
      />
      <IconButton icon="redo" label="Redo (Ctrl+Y)" onClick={viewer.redo} disabled={next().redo === null} />
      <span class="grow" />
      <For each={running()}>
        {job => (
          <span class="job" role="status" title={`${job.title} ${job.detail}`}>
            <Show when={job.part !== null} fallback={<progress aria-label={job.title} />}>
              <progress max="1" value={job.part ?? 0} aria-label={job.title} />
            </Show>
            <span>
              {job.title} {job.detail}
            </span>
            <IconButton
              icon="close"
              label={job.keeps ? `End, and keep what came: ${job.title}` : `Cancel: ${job.title}`}
              onClick={() => viewer.tell({ type: 'cancel', job: job.id })}
            />
          </span>
        )}
      </For>
      <Show when={viewer.root()}>
        <button
          type="button"
          class="command-button"
          onClick={form.open}
          title="Run an analysis, or derive other frames (P)"
          aria-label="Add an operation"
        >
          <Icon name="play" /> <span>Operation</span>
        </button>
        <Menu
          name="Export"
          help="Save the picture with the focus, or its numbers"
          class="command-button"
          items={some('save-png', 'copy-image', 'save-npy', 'save-tiff')}
        >
          <Icon name="save" /> <span>Export</span>
        </Menu>
        <Menu
          name="Share"
          help="What you see, for others or for later"
          class="command-button"
          items={some('copy-link', 'save-session', 'restore-session')}
        >
          <Icon name="share" /> <span>Share</span>
        </Menu>
        <Menu
          name="Script"
          help="What computes the picture with the focus without this page"
          class="command-button"
          items={some('copy-script', 'copy-program', 'copy-pipeline')}
        >
          <Icon name="script" /> <span>Script</span>
        </Menu>
      </Show>
      <button type="button" class="command-button" aria-label="Commands (Ctrl+K)" onClick={() => page.setIsPalette(true)}>
        <Icon name="search" /> <span>Commands</span> <kbd>Ctrl K</kbd>
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
