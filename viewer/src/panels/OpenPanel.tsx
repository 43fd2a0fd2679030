import './OpenPanel.css';
import { createEffect, createMemo, createResource, createSignal, For, onCleanup, Show } from 'solid-js';
import { patternDisplay } from '../display/display';
import { sketch } from '../display/sketch';
import { bytes } from '../display/units';
import { ask, askBytes } from '../protocol/ask';
import type { FileEntry } from '../protocol/session';
import { decode } from '../protocol/values';
import { opening } from '../state/opening';
import { page } from '../state/page';
import type { ParameterInfo } from '../state/parameters';
import { viewer } from '../state/viewer';
import { Dialog } from './Dialog';
import { Icon } from './Icon';
import { ParameterField, type Suggestion } from './ParameterField';

interface Inspection {
  refusal?: string;
  format: string;
  scanShape: number[];
  detectorShape: number[];
  dtype: string;
  bytes: number;
  notes: string[];
  forms: { binning: number; bytes: number; fits: boolean }[];
  suggestedShapes: number[][];
}

const binning = 'det-bin';

const joined = (folder: string, name: string) => `${folder.replace(/[\\/]+$/, '')}/${name}`;
const parent = (folder: string) => folder.replace(/[\\/][^\\/]+[\\/]*$/, '') || '/';

/** Files of the server, and how one of them is to be read. */
export function OpenPanel() {
  let list!: HTMLDivElement;
  const opened = viewer.root()?.path;
  const [folder, setFolder] = createSignal(opened ? parent(opened) : (viewer.session()?.roots[0] ?? ''));
  const [filter, setFilter] = createSignal('');
  const [at, setAt] = createSignal(0);
  const [scroll, setScroll] = createSignal(0);
  opening.clear();
  // What was not answered while the server was away is asked again.
  const visit = createMemo<number>(count => (viewer.status() === 'open' ? count + 1 : count), 0);
  createEffect(() => visit() && void opening.refetch());
  const [entries] = createResource(
    () => ({ path: folder(), visit: visit() }),
    ({ path }) => ask<FileEntry[]>(`api/files?path=${encodeURIComponent(path)}`),
  );

  const shown = createMemo(() => {
    const text = filter().toLowerCase();
    const all = entries.error ? [] : (entries() ?? []);
    return text === '' || text.startsWith('/') ? all : all.filter(entry => entry.name.toLowerCase().includes(text));
  });
  const chosen = () => shown()[at()];
  const path = () => {
    if (filter().startsWith('/')) return filter();
    const entry = chosen();
    return entry && !entry.isFolder ? joined(folder(), entry.name) : null;
  };
  // A look at the file that is chosen, once the choice rests.
  const [settled, setSettled] = createSignal<string | null>(null);
  createEffect(() => {
    const file = path();
    const wanted =
      file &&
      `path=${encodeURIComponent(file)}${Object.entries(opening.given())
        .filter(([name]) => name !== binning) // sizes of all of them are listed
        .map(([name, value]) => `&${name}=${encodeURIComponent(String(value))}`)
        .join('')}`;
    const timer = setTimeout(() => setSettled(wanted), 120);
    onCleanup(() => clearTimeout(timer));
  });
  const asked = () => {
    const file = settled();
    return file ? { file, visit: visit() } : null;
  };
  const [inspection] = createResource(asked, async ({ file }) => {
    const look = await ask<Inspection>(`api/inspect?${file}`);
    if (look.refusal) throw new Error(look.refusal);
    return look;
  });

  // How the frame in the middle looks, read that way.
  const [preview] = createResource(
    () => !inspection.loading && !inspection.error && settled(),
    async file => decode(await askBytes(`api/preview?${file}`)),
  );

  const folderAt = () => (chosen()?.isFolder && !filter().startsWith('/') ? joined(folder(), chosen()?.name ?? '') : null);
  const read = () => (inspection.error ? undefined : inspection());
  const close = () => page.setIsOpening(false);
  const open = (file: string | null, isBeside = false) => {
    if (!file) return;
    if (viewer.tell({ type: 'open', path: file, ...(isBeside ? { beside: true } : {}), ...opening.given() })) close();
  };
  const enter = (entry: FileEntry | undefined) => {
    if (!entry) open(path());
    else if (entry.isFolder) {
      setFolder(joined(folder(), entry.name));
      setFilter('');
      setAt(0);
    } else open(joined(folder(), entry.name));
  };
  // Only the rows that are seen are there: a folder may hold 100 000.
  const rowHeight = 30;
  const visible = createMemo(() => {
    const first = Math.max(Math.floor(scroll() / rowHeight) - 5, 0);
    return shown()
      .slice(first, first + 40)
      .map((entry, i) => ({ entry, index: first + i }));
  });
  const kindText: Record<string, string> = {
    ready: 'scan',
    incomplete: 'incomplete',
    bad: 'not readable',
    part: 'data of a scan',
    file: '',
  };
  return (
    <Dialog label="Open a scan" class="open-panel" onClose={close}>
      <header>
        <button
          type="button"
          class="icon-button"
          aria-label="Parent folder"
          title="Parent folder"
          onClick={() => {
            setFolder(parent(folder()));
            setAt(0);
          }}
        >
          <Icon name="up" />
        </button>
        <span class="folder" title={folder()}>
          {folder()}
        </span>
      </header>
      <input
        type="text"
        placeholder="Part of a name, or a whole path"
        aria-label="Part of a name, or a whole path"
        value={filter()}
        onInput={event => {
          setFilter(event.currentTarget.value.trim());
          setAt(0);
        }}
        onKeyDown={event => {
          const move = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
          if (move) {
            setAt(value => Math.min(Math.max(value + move, 0), shown().length - 1));
            const top = at() * rowHeight;
            if (top < list.scrollTop || top > list.scrollTop + list.clientHeight - rowHeight) list.scrollTop = top - list.clientHeight / 2;
          } else if (event.key === 'Enter') enter(filter().startsWith('/') ? undefined : chosen());
          else return;
          event.preventDefault();
        }}
      />
      <div class="open-columns">
        <div
          ref={list}
          class="files"
          role="listbox"
          aria-label="Files"
          tabindex="-1"
          onScroll={event => setScroll(event.currentTarget.scrollTop)}
        >
          <Show when={!entries.error} fallback={<p class="hint error">{String(entries.error?.message ?? '')}</p>}>
            <div style={{ height: `${shown().length * rowHeight}px` }}>
              <For each={visible()}>
                {({ entry, index }) => (
                  <div
                    role="option"
                    aria-selected={index === at()}
                    class="file"
                    classList={{ [entry.kind]: true }}
                    style={{ top: `${index * rowHeight}px` }}
                    onClick={() => setAt(index)}
                    onDblClick={() => enter(entry)}
                  >
                    <Icon name={entry.isFolder ? 'folder' : 'file'} />
                    <span class="file-name">{entry.name}</span>
                    <small>{kindText[entry.kind] ?? ''}</small>
                    <small class="size">{entry.isFolder ? '' : bytes(entry.bytes)}</small>
                  </div>
                )}
              </For>
            </div>
            <Show when={shown().length === 0 && !entries.loading}>
              <p class="hint">{filter() ? 'No file here has this name.' : 'This folder is empty.'}</p>
            </Show>
          </Show>
        </div>
        <div class="look">
          <Show
            when={settled()}
            fallback={
              <p class="hint">Choose a scan (for DECTRIS detectors, the master file) or a folder of scans, which opens as a series.</p>
            }
          >
            <Show when={!inspection.error} fallback={<p class="hint error">{String(inspection.error?.message ?? '')}</p>}>
              <Show when={inspection()} fallback={<p class="hint">Reading the file…</p>}>
                {look => (
                  <>
                    <dl class="facts">
                      <div>
                        <dt>format</dt>
                        <dd>{look().format}</dd>
                      </div>
                      <div>
                        <dt>scan</dt>
                        <dd>{look().scanShape.join(' × ') || 'one frame'}</dd>
                      </div>
                      <div>
                        <dt>frames</dt>
                        <dd>
                          {look().detectorShape.join(' × ')} {look().dtype}
                        </dd>
                      </div>
                      <div>
                        <dt>uncompressed</dt>
                        <dd>{bytes(look().bytes)}</dd>
                      </div>
                    </dl>
                    <Show when={!preview.error && preview()}>
                      {values => (
                        <figure class="preview">
                          <canvas
                            ref={canvas => createEffect(() => sketch(canvas, values(), patternDisplay))}
                            aria-label="The frame in the middle of the scan"
                          />
                        </figure>
                      )}
                    </Show>
                    <For each={look().notes}>{note => <p class="hint">{note}</p>}</For>
                  </>
                )}
              </Show>
            </Show>
          </Show>
          <Show when={path() ?? folderAt()}>
            <Options options={opening.options(path(), inspection.error !== undefined)} look={read()} />
          </Show>
          <span class="grow" />
          <div class="actions">
            <button type="button" onClick={close}>
              Cancel
            </button>
            <Show when={folderAt()}>
              {series => (
                <button type="button" onClick={() => open(series())}>
                  Open as series
                </button>
              )}
            </Show>
            <Show when={viewer.root()}>
              <button
                type="button"
                title="Keep the scans that are open, too"
                disabled={!(path() ?? folderAt()) || inspection.error !== undefined}
                onClick={() => open(path() ?? folderAt(), true)}
              >
                Open beside
              </button>
            </Show>
            <button type="button" class="primary" disabled={!path() || inspection.error !== undefined} onClick={() => open(path())}>
              Open
            </button>
          </div>
        </div>
      </div>
    </Dialog>
  );
}

// The options that the server takes, those that this file needs first.
function Options(props: { options: ReturnType<typeof opening.options>; look: Inspection | undefined }) {
  const suggestions = (name: string): Suggestion[] | undefined => {
    if (name === 'scan-shape') return props.look?.suggestedShapes.map(shape => ({ value: shape.join('x') }));
    if (name !== binning) return undefined;
    return props.look?.forms.map(form => ({
      value: String(form.binning),
      help: `${bytes(form.bytes)}${form.fits ? '' : ', more than fits'}`,
    }));
  };
  const field = ([name, parameter]: [string, ParameterInfo], isBrief: boolean) => (
    <ParameterField
      name={name}
      parameter={parameter}
      isRequired={false}
      isBrief={isBrief}
      value={opening.input(name)}
      onInput={text => opening.setInput(name, text)}
      usual={name === 'scan-shape' ? props.look?.scanShape.join('x') : undefined}
      {...(suggestions(name) ? { suggestions: suggestions(name) as Suggestion[] } : {})}
    />
  );
  const filled = () => props.options.more.filter(([name]) => opening.input(name) !== '').length;
  // One field for each name, so that typing never takes the focus away.
  const names = (list: [string, ParameterInfo][]) => list.map(([name]) => name).join(' ');
  const first = createMemo(() => props.options.first, undefined, { equals: (a, b) => names(a) === names(b) });
  const more = createMemo(() => props.options.more, undefined, { equals: (a, b) => names(a) === names(b) });
  return (
    <div class="open-options">
      <For each={first()}>{option => field(option, true)}</For>
      <details>
        <summary>
          More options <small>{filled() > 0 ? `${filled()} set` : ''}</small>
        </summary>
        <For each={more()}>{option => field(option, false)}</For>
      </details>
    </div>
  );
}
