import { createEffect, createMemo, createResource, createSignal, For, onCleanup, Show } from 'solid-js';
import { patternDisplay } from '../display/display';
import { sketch } from '../display/sketch';
import { bytes } from '../display/units';
import { ask, askBytes } from '../protocol/ask';
import type { FileEntry } from '../protocol/session';
import { decode } from '../protocol/values';
import { page } from '../state/page';
import { viewer } from '../state/viewer';
import { Dialog } from './Dialog';
import { Icon } from './Icon';

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

const joined = (folder: string, name: string) => `${folder.replace(/[\\/]+$/, '')}/${name}`;
const parent = (folder: string) => folder.replace(/[\\/][^\\/]+[\\/]*$/, '') || '/';

/** Files of the server, and how one of them is to be read. */
export function OpenPanel() {
  let list!: HTMLDivElement;
  const opened = viewer.scan()?.path;
  const [folder, setFolder] = createSignal(opened ? parent(opened) : (viewer.session()?.roots[0] ?? ''));
  const [filter, setFilter] = createSignal('');
  const [at, setAt] = createSignal(0);
  const [scroll, setScroll] = createSignal(0);
  const [scanShape, setScanShape] = createSignal('');
  const [binning, setBinning] = createSignal('auto');
  const [dataset, setDataset] = createSignal('');
  const [frameShape, setFrameShape] = createSignal('');
  const [dtype, setDtype] = createSignal('u16');
  const [offset, setOffset] = createSignal('');
  const [gap, setGap] = createSignal('');
  const extension = () => (/\.(\w+)$/.exec(path() ?? '')?.[1] ?? '').toLowerCase();
  const isHeaderless = () => frameShape() !== '' || ['raw', 'bin', 'dat', 'img'].includes(extension());
  const isHdf5 = () => ['h5', 'hdf5', 'nxs', 'emd', 'hspy'].includes(extension());
  const shapeOf = (text: string) =>
    text
      .trim()
      .split(/[x×, ]+/)
      .map(Number)
      .filter(n => n > 0);
  // What the data do not say themselves.
  const said = () => ({
    ...(shapeOf(scanShape()).length > 0 ? { 'scan-shape': shapeOf(scanShape()) } : {}),
    ...(dataset().trim() !== '' && isHdf5() ? { dataset: dataset().trim() } : {}),
    ...(isHeaderless() && shapeOf(frameShape()).length > 1 ? { 'frame-shape': shapeOf(frameShape()), dtype: dtype() } : {}),
    ...(isHeaderless() && offset() !== '' ? { offset: Number(offset()) } : {}),
    ...(isHeaderless() && gap() !== '' ? { gap: Number(gap()) } : {}),
  });
  const [entries] = createResource(folder, path => ask<FileEntry[]>(`api/files?path=${encodeURIComponent(path)}`));

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
      `path=${encodeURIComponent(file)}${Object.entries(said())
        .map(([name, value]) => `&${name}=${encodeURIComponent(String(value))}`)
        .join('')}`;
    const timer = setTimeout(() => setSettled(wanted), 120);
    onCleanup(() => clearTimeout(timer));
  });
  const [inspection] = createResource(settled, async file => {
    const look = await ask<Inspection>(`api/inspect?${file}`);
    if (look.refusal) throw new Error(look.refusal);
    return look;
  });

  // How the frame in the middle looks, read that way.
  const [preview] = createResource(
    () => !inspection.loading && !inspection.error && settled(),
    async file => decode(await askBytes(`api/preview?${file}`)),
  );

  const close = () => page.setIsOpening(false);
  const open = (file: string | null) => {
    if (!file) return;
    viewer.connection.send({
      type: 'open',
      path: file,
      ...said(),
      ...(binning() !== 'auto' ? { 'det-bin': Number(binning()) } : {}),
    });
    close();
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
                        <dd>{look().scanShape.join(' × ')}</dd>
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
                    <label class="select-field">
                      <span>Detector</span>
                      <select value={binning()} onChange={event => setBinning(event.currentTarget.value)}>
                        <option value="auto">not binned</option>
                        <For each={look().forms.filter(form => form.binning > 1)}>
                          {form => (
                            <option value={String(form.binning)}>{`binned ${form.binning} × ${form.binning}: ${bytes(form.bytes)}`}</option>
                          )}
                        </For>
                      </select>
                    </label>
                  </>
                )}
              </Show>
            </Show>
          </Show>
          <Show when={path()}>
            <label class="select-field">
              <span>Scan shape</span>
              <input
                type="text"
                list="shapes"
                placeholder={inspection.error ? 'rows × columns' : (inspection()?.scanShape.join(' × ') ?? '')}
                value={scanShape()}
                onInput={event => setScanShape(event.currentTarget.value)}
              />
              <datalist id="shapes">
                <For each={inspection.error ? [] : (inspection()?.suggestedShapes ?? [])}>
                  {shape => <option value={shape.join(' × ')} />}
                </For>
              </datalist>
            </label>
            <Show when={isHdf5()}>
              <TextField label="Dataset" value={dataset()} placeholder="chosen automatically" onInput={setDataset} />
            </Show>
            <Show when={isHeaderless() || inspection.error}>
              <div class="row">
                <TextField label="Frame" value={frameShape()} placeholder="rows × columns" onInput={setFrameShape} />
                <label class="select-field">
                  <span>Type</span>
                  <select value={dtype()} onChange={event => setDtype(event.currentTarget.value)}>
                    <For each={['uint8', 'u16', 'u32', 'i16', 'i32', 'f32', 'f64', '>u2', '>u4', '>f4']}>
                      {type => (
                        <option value={type} selected={type === dtype()}>
                          {type}
                        </option>
                      )}
                    </For>
                  </select>
                </label>
              </div>
              <div class="row">
                <TextField label="Header bytes" value={offset()} placeholder="0" onInput={setOffset} />
                <TextField label="Gap bytes" value={gap()} placeholder="0" onInput={setGap} />
              </div>
            </Show>
          </Show>
          <span class="grow" />
          <div class="actions">
            <button type="button" onClick={close}>
              Cancel
            </button>
            <Show when={chosen()?.isFolder && !filter().startsWith('/')}>
              <button type="button" onClick={() => open(joined(folder(), chosen()?.name ?? ''))}>
                Open as series
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

function TextField(props: { label: string; value: string; placeholder: string; onInput: (value: string) => void }) {
  return (
    <label class="select-field">
      <span>{props.label}</span>
      <input type="text" placeholder={props.placeholder} value={props.value} onInput={event => props.onInput(event.currentTarget.value)} />
    </label>
  );
}
