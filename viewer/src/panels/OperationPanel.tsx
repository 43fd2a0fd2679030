import './OperationPanel.css';
import { createEffect, createMemo, createResource, createSignal, For, on, onCleanup, onMount, Show, untrack } from 'solid-js';
import { match } from '../commands/keys';
import { number } from '../display/units';
import type { ResultInfo } from '../protocol/session';
import { showIn, viewOf } from '../state/document';
import { copy } from '../state/export';
import { form, picked, pipelineFile, regionOf } from '../state/form';
import { page } from '../state/page';
import { lookAway, type Preview } from '../state/preview';
import { type Operation, repertoire } from '../state/repertoire';
import { isPicture, pictureOf } from '../state/results';
import { scriptOf } from '../state/script';
import { framesIn, resultsIn } from '../state/tree';
import { viewer } from '../state/viewer';
import { Select } from './fields';
import { IconButton } from './Icon';
import { ParameterField } from './ParameterField';

const kinds = [
  ['results', 'Analyses'],
  ['frames', 'Frames from frames'],
] as const;

/** The operations that the server offers, each with a form made from its schema, and what came of the last one. */
export function OperationPanel() {
  let box!: HTMLElement;
  const before = document.activeElement as HTMLElement | null;
  const close = () => page.setIsOperating(false);
  onMount(() => {
    createEffect(on([form.isListing, form.chosen], () => box.querySelector<HTMLElement>('input[type=text], select, textarea')?.focus()));
    watch();
  });
  onCleanup(() => {
    lookAway(viewer);
    before?.focus?.();
  });
  return (
    <aside ref={box} class="operation-panel" aria-label="Operations">
      <header class="operation-head">
        <Show when={!form.isListing()} fallback={<h2>Operations</h2>}>
          <button type="button" class="link" onClick={form.open}>
            ‹ All operations
          </button>
        </Show>
        <span class="grow" />
        <IconButton icon="close" label="Close (Esc)" onClick={close} />
      </header>
      <Show when={!form.isListing() && form.current()} fallback={<List />}>
        {operation => <OperationForm operation={operation()} onCancel={close} />}
      </Show>
    </aside>
  );
}

// What is filled in is looked at; what is chosen in a pane meanwhile is what its user wants to see.
function watch(): void {
  // What the server says of the scan meanwhile changes nothing.
  const filled = createMemo(() => JSON.stringify(form.call(viewer)));
  createEffect(() => {
    if (!form.isTouched() || form.isRunning() || form.isListing()) return;
    const call = JSON.parse(filled());
    untrack(() => void form.look(viewer, call));
  });
  createEffect(() => viewer.status() === 'open' && untrack(() => form.lookAgain(viewer)));
  createEffect<{ preview: Preview | null; below: string }>(
    last => {
      const preview = viewer.preview();
      const { pattern, of } = viewer.document;
      const below = preview ? JSON.stringify([preview.pane && viewOf(viewer.document, preview.pane).image, pattern, of]) : '';
      if (preview && preview === last.preview && below !== last.below && !untrack(form.isRunning)) untrack(() => lookAway(viewer));
      return { preview, below };
    },
    { preview: null, below: '' },
  );
}

function List() {
  const [filter, setFilter] = createSignal('');
  const found = createMemo(() => {
    const words = filter().trim();
    const list = repertoire().operations;
    if (words === '') return list;
    return list.filter(({ name, summary }) => match(name, words) > 0 || summary.toLowerCase().includes(words.toLowerCase()));
  });
  return (
    <>
      <input
        type="text"
        aria-label="Part of a name or a description"
        placeholder="Find an operation"
        value={filter()}
        onInput={event => setFilter(event.currentTarget.value)}
        onKeyDown={event => {
          const first = found()[0];
          if (event.key === 'Enter' && first) form.choose(first.name);
        }}
      />
      <div class="operation-list" role="listbox" aria-label="Operations">
        <For each={kinds}>{([gives, title]) => <Group title={title} operations={found().filter(each => each.gives === gives)} />}</For>
        <Show when={found().length === 0}>
          <p class="hint">No such operation.</p>
        </Show>
      </div>
    </>
  );
}

function Group(props: { title: string; operations: readonly Operation[] }) {
  return (
    <Show when={props.operations.length > 0}>
      <div role="group" aria-label={props.title}>
        <h3>{props.title}</h3>
        <For each={props.operations}>
          {operation => (
            <button
              type="button"
              role="option"
              aria-selected={operation.name === form.chosen()}
              onClick={() => form.choose(operation.name)}
            >
              <b>{operation.name}</b>
              <small>{operation.summary}</small>
            </button>
          )}
        </For>
      </div>
    </Show>
  );
}

function OperationForm(props: { operation: Operation; onCancel: () => void }) {
  const scan = () => viewer.root();
  const frames = () => {
    const info = scan();
    return info ? framesIn(info).filter(name => name !== form.edited()) : [];
  };
  const results = () => {
    const info = scan();
    return info ? resultsIn(info, form.edited()).map(value => ({ value })) : [];
  };
  const region = () => form.keptRegion() ?? regionOf(viewer);
  return (
    <form
      class="operation-form"
      aria-label={props.operation.name}
      onSubmit={event => {
        event.preventDefault();
        void form.run(viewer);
      }}
    >
      <h2>{form.edited() ? `${props.operation.name}: change ${form.edited()}` : props.operation.name}</h2>
      <p>{props.operation.summary}</p>
      <Show when={frames().length > 1}>
        <div class="operation-of">
          <Select label="Frames" value={form.of(viewer)} options={frames().map(name => [name, name] as const)} onChange={form.setOf} />
        </div>
      </Show>
      <For each={Object.entries(props.operation.parameters.properties)}>
        {([name, parameter]) => (
          <ParameterField
            name={name}
            parameter={parameter}
            isRequired={props.operation.parameters.required.includes(name)}
            value={form.input(name)}
            onInput={text => form.setInput(name, text)}
            picked={pickOf(parameter['x-pick'])}
            fault={form.fault()?.parameter === name ? form.fault()?.text : undefined}
            {...(parameter['x-kind'] === 'signal' ? { suggestions: results() } : {})}
          />
        )}
      </For>
      <Show when={props.operation.gives === 'results' && region()}>
        <label class="toggle">
          <input type="checkbox" checked={form.isOnlyRegion()} onChange={event => form.setIsOnlyRegion(event.currentTarget.checked)} />
          <span>Only the positions in {region()}</span>
        </label>
      </Show>
      <p class="operation-actions">
        <button type="submit" class="primary" aria-busy={form.isRunning()}>
          {form.isRunning() ? 'Running…' : form.edited() ? 'Change' : 'Run'}
        </button>
        <button type="button" onClick={props.onCancel}>
          {form.edited() ? 'Cancel' : 'Close'}
        </button>
        <Show when={viewer.preview()}>
          <span class="badge preview">preview</span>
        </Show>
        <Show when={form.fault()?.parameter === '' && form.fault()}>
          {fault => (
            <span class="fault" role="status">
              {fault().text}
            </span>
          )}
        </Show>
        <Show when={form.problem()}>
          <span class="problem" role="alert">
            {form.problem()}
          </span>
        </Show>
      </p>
      <Show when={!form.isRunning() && !form.problem() && form.signal(viewer)}>
        <Outcome />
      </Show>
    </form>
  );
}

// What the active detector would give for a parameter.
function pickOf(pick: string | undefined) {
  const text = picked(viewer, pick);
  const from = viewer.activeDetector()?.name;
  return text !== null && from ? { text, from } : null;
}

// Results, values of those that are a few numbers, and the command that computes the same.
function Outcome() {
  let box!: HTMLElement;
  onMount(() => box.scrollIntoView({ block: 'nearest' })); // a long form ends below the window
  const signal = () => form.signal(viewer);
  const scan = () => viewer.root()?.id ?? '';
  const [script] = createResource(
    () => (signal()?.gives === 'results' ? `${scan()} ${signal()?.name}` : null),
    () => scriptOf(scan(), signal()?.name ?? ''),
  );
  const known = () => (script.error ? undefined : script());
  const command = () => known()?.command ?? '';
  const address = (result: ResultInfo) =>
    `api/signals/${encodeURIComponent(signal()?.name ?? '')}.npy?scan=${encodeURIComponent(scan())}&result=${encodeURIComponent(result.name)}`;
  const show = (result: ResultInfo) =>
    viewer.change(`show ${result.name}`, d => {
      const picture = pictureOf(signal() as never, result);
      if (result.kind === 'detector') d.pattern = picture;
      else showIn(d, viewer.activeImage(), picture);
    });
  return (
    <section ref={box} class="outcome" aria-label="Results">
      <For each={signal()?.notes ?? []}>{note => <p class="hint">{note}.</p>}</For>
      <Show when={signal()?.found}>
        {found => (
          <p class="hint">
            Bright-field disk: centre {number(found().center_row, 4)}, {number(found().center_column, 4)}, radius{' '}
            {number(found().radius, 4)} px
          </p>
        )}
      </Show>
      <Show
        when={signal()?.gives === 'results'}
        fallback={<p class="hint">The panes look at the frames of {signal()?.name} now. The tree leads back to the data.</p>}
      >
        <table>
          <thead>
            <tr>
              <th>result</th>
              <th>value or unit, axes</th>
              <th />
            </tr>
          </thead>
          <tbody>
            <For each={signal()?.results ?? []}>
              {result => (
                <tr>
                  <th>
                    <Show when={isPicture(result)} fallback={result.name}>
                      <button type="button" class="link" title="Show it in its pane" onClick={() => show(result)}>
                        {result.name}
                      </button>
                    </Show>
                  </th>
                  <td>
                    {valuesOf(result)}
                    <small>
                      {result.kind === 'single' ? '' : `${result.kind}, `}
                      {result.shape.join(' × ')} {result.dtype}
                    </small>
                  </td>
                  <td>
                    <a href={address(result)} download={`${result.name}.npy`}>
                      NPY
                    </a>
                  </td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
        <Show when={command()} fallback={<p class="hint">{known()?.why ?? ''}</p>}>
          <p class="command-line">
            <code>{command()}</code>
            <IconButton icon="copy" label="Copy the command line" onClick={() => void copy(viewer, command(), 'Command')} />
          </p>
        </Show>
        <Show when={known()?.pipeline}>
          {pipeline => (
            <p class="hint">
              <a
                href={`data:application/json,${encodeURIComponent(pipelineFile(pipeline()))}`}
                download={`${signal()?.name}.json`}
                title="A file that runs this on other data: ronchi run FILE PATH…"
              >
                Save as a pipeline
              </a>
            </p>
          )}
        </Show>
      </Show>
    </section>
  );
}

function valuesOf(result: ResultInfo): string {
  const unit = result.unit ? ` ${result.unit}` : '';
  if (result.values) return result.values.map(value => (value === null ? 'NaN' : number(value, 5))).join(', ') + unit;
  return unit.trim();
}
