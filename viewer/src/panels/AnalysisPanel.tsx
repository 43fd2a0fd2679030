import './AnalysisPanel.css';
import { createMemo, createSignal, For, Show } from 'solid-js';
import { match } from '../commands/keys';
import { number } from '../display/units';
import { type AnalysisResult, analyses, commandOf, picked, pipelineFile, regionOf, showChannel } from '../state/analyses';
import { copy } from '../state/export';
import { page } from '../state/page';
import { viewer } from '../state/viewer';
import { Dialog } from './Dialog';
import { IconButton } from './Icon';
import { ParameterField } from './ParameterField';

/** The analyses that the server offers, each with a form made from its schema, and what came of the last one. */
export function AnalysisPanel() {
  const [filter, setFilter] = createSignal('');
  const close = () => page.setIsAnalysing(false);
  void analyses.refetch();
  const found = createMemo(() => {
    const words = filter().trim();
    const list = analyses.list();
    if (words === '') return list;
    return list.filter(({ name, summary }) => match(name, words) > 0 || summary.toLowerCase().includes(words.toLowerCase()));
  });
  return (
    <Dialog label="Analyses" class="analysis-panel" onClose={close}>
      <input
        type="text"
        aria-label="Part of a name or a description"
        placeholder="Find an analysis"
        value={filter()}
        onInput={event => setFilter(event.currentTarget.value)}
        onKeyDown={event => {
          const first = found()[0];
          if (event.key === 'Enter' && first) analyses.choose(first.name);
        }}
      />
      <div class="analysis-body">
        <div class="analysis-list" role="listbox" aria-label="Analyses">
          <For each={found()} fallback={<p class="hint">No such analysis.</p>}>
            {analysis => (
              <button
                type="button"
                role="option"
                aria-selected={analysis.name === analyses.chosen()}
                onClick={() => analyses.choose(analysis.name)}
              >
                <b>{analysis.name}</b>
                <small>{analysis.summary}</small>
              </button>
            )}
          </For>
        </div>
        <Show when={analyses.current()} fallback={<p class="hint">Choose an analysis on the left.</p>}>
          {analysis => (
            <form
              class="analysis-form"
              aria-label={analysis().name}
              onSubmit={event => {
                event.preventDefault();
                void analyses.run(viewer);
              }}
            >
              <h2>{analysis().name}</h2>
              <p>{analysis().summary}</p>
              <For each={Object.entries(analysis().parameters.properties)}>
                {([name, parameter]) => (
                  <ParameterField
                    name={name}
                    parameter={parameter}
                    isRequired={analysis().parameters.required.includes(name)}
                    value={analyses.input(name)}
                    onInput={text => analyses.setInput(name, text)}
                    picked={pickOf(parameter['x-pick'])}
                  />
                )}
              </For>
              <Show when={regionOf(viewer)}>
                {region => (
                  <label class="toggle">
                    <input
                      type="checkbox"
                      checked={analyses.isOnlyRegion()}
                      onChange={event => analyses.setIsOnlyRegion(event.currentTarget.checked)}
                    />
                    <span>Only the positions in {region()}</span>
                  </label>
                )}
              </Show>
              <p class="analysis-actions">
                <button type="submit" class="primary" aria-busy={analyses.isRunning()}>
                  {analyses.isRunning() ? 'Running…' : 'Run'}
                </button>
                <Show when={analyses.problem()}>
                  <span class="problem" role="alert">
                    {analyses.problem()}
                  </span>
                </Show>
              </p>
              <Show when={analyses.finished()?.operation === analysis().name && !analyses.isRunning()}>
                <Outcome />
              </Show>
            </form>
          )}
        </Show>
      </div>
    </Dialog>
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
  const finished = () => analyses.finished();
  const disk = () => finished()?.found;
  const command = () => {
    const answer = finished();
    return answer ? commandOf(viewer, answer) : '';
  };
  return (
    <section class="outcome" aria-label="Results">
      <For each={finished()?.notes ?? []}>{note => <p class="hint">{note}.</p>}</For>
      <Show when={disk()}>
        {found => (
          <p class="hint">
            Bright-field disk: centre {number(found().center_row, 4)}, {number(found().center_column, 4)}, radius{' '}
            {number(found().radius, 4)} px
          </p>
        )}
      </Show>
      <table>
        <thead>
          <tr>
            <th>result</th>
            <th>axes</th>
            <th>value, unit</th>
            <th />
          </tr>
        </thead>
        <tbody>
          <For each={finished()?.results ?? []}>
            {result => (
              <tr>
                <th>
                  <Show when={channelOf(result)} fallback={result.name}>
                    {channel => (
                      <button type="button" class="link" title="Show it in its pane" onClick={() => showChannel(viewer, channel())}>
                        {result.name}
                      </button>
                    )}
                  </Show>
                </th>
                <td>
                  {result.kind === 'single' ? '' : `${result.kind}, `}
                  {result.shape.join(' × ')} {result.dtype}
                </td>
                <td>{valuesOf(result)}</td>
                <td>
                  <a href={`api/results/${encodeURIComponent(result.name)}.npy`} download={`${result.name}.npy`}>
                    NPY
                  </a>
                </td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
      <p class="command-line">
        <code>{command()}</code>
        <IconButton icon="copy" label="Copy the command line" onClick={() => void copy(viewer, command(), 'Command')} />
      </p>
      <p class="hint">
        <Show when={finished()?.pipeline}>
          {pipeline => (
            <a
              href={`data:application/json,${encodeURIComponent(pipelineFile(pipeline()))}`}
              download={`${finished()?.operation}.json`}
              title="A file that runs this on other data: ronchi run FILE PATH…"
            >
              Save as a pipeline
            </a>
          )}
        </Show>
      </p>
    </section>
  );
}

// The picture of a result, of a vector its first component; null: it is none.
const channelOf = (result: AnalysisResult) =>
  analyses.finished()?.channels.find(({ name }) => name === result.name || name === `${result.name}[0]`) ?? null;

function valuesOf(result: AnalysisResult): string {
  const unit = result.unit ? ` ${result.unit}` : '';
  if (result.values) return result.values.map(value => (value === null ? 'NaN' : number(value, 5))).join(', ') + unit;
  return unit.trim();
}
