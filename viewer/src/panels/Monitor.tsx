import './Monitor.css';
import { createSignal, For, onCleanup, Show } from 'solid-js';
import { bytes, number } from '../display/units';
import { probe } from '../probe';
import { shownFramePanes, shownPanes } from '../state/document';
import { page } from '../state/page';
import { viewer } from '../state/viewer';
import { IconButton } from './Icon';

interface Memory {
  used: number;
  kept: number;
  process: number;
  available: number;
  stages: { read: number; decode: number };
  load?: { seconds: number; frames: number };
}

/** Memory, times of the stages, and jobs. It asks only while it is open. */
export function Monitor() {
  const [memory, setMemory] = createSignal<Memory | null>(null);
  const [counts, setCounts] = createSignal({ ...viewer.connection.counts });
  const look = async () => {
    setCounts({ ...viewer.connection.counts });
    try {
      setMemory((await (await fetch('api/memory')).json()) as Memory);
    } catch {
      setMemory(null);
    }
  };
  void look();
  const timer = setInterval(look, 1000);
  onCleanup(() => clearInterval(timer));
  const times = () => {
    counts();
    return [...shownPanes(viewer.document), ...shownFramePanes(viewer.document)].map(pane => ({
      pane,
      ...viewer.trips[pane],
      upload: probe.renderers[pane]?.counts.uploadMilliseconds ?? 0,
      draw: probe.panes[pane].milliseconds,
    }));
  };
  return (
    <aside class="monitor" aria-label="Memory, timing and jobs">
      <h2>
        Monitor
        <span class="grow" />
        <IconButton icon="close" label="Close" onClick={() => page.setIsMonitor(false)} />
      </h2>
      <Show when={memory()}>
        {now => (
          <dl class="facts">
            <div>
              <dt>data in memory</dt>
              <dd>{bytes(now().used)}</dd>
            </div>
            <div>
              <dt>cached images</dt>
              <dd>{bytes(now().kept)}</dd>
            </div>
            <div>
              <dt>server process</dt>
              <dd>{bytes(now().process)}</dd>
            </div>
            <div>
              <dt>free on the machine</dt>
              <dd>{bytes(now().available)}</dd>
            </div>
            <Show when={now().load}>
              {load => (
                <div>
                  <dt>loaded in</dt>
                  <dd>
                    {number(load().seconds, 3)} s, {number(Math.round(load().frames / Math.max(load().seconds, 1e-6)))} frames/s
                  </dd>
                </div>
              )}
            </Show>
            <Show when={now().stages.decode > 0}>
              <div title="Core seconds since the server started, summed over all cores">
                <dt>read, decode</dt>
                <dd>
                  {number(now().stages.read, 3)} s, {number(now().stages.decode, 3)} s
                </dd>
              </div>
            </Show>
          </dl>
        )}
      </Show>
      <table>
        <thead>
          <tr>
            <th>ms</th>
            <th>reduce</th>
            <th>send</th>
            <th>upload</th>
            <th>draw</th>
          </tr>
        </thead>
        <tbody>
          <For each={times()}>
            {row => (
              <tr>
                <th>{row.pane}</th>
                <td>
                  {number(row.server, 2)} {row.path}
                </td>
                <td>{number(Math.max(row.roundTrip - row.server, 0), 2)}</td>
                <td>{number(row.upload, 2)}</td>
                <td>{number(Math.max(row.draw - row.upload, 0), 2)}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
      <p class="hint">
        {counts().requests} requests, {bytes(counts().bytes)} received
      </p>
      <For each={viewer.jobs().toReversed().slice(0, 6)}>
        {job => (
          <p class="job-line">
            <span>{job.title}</span>
            <span class="grow" />
            <em>{job.state === 'running' ? `${Math.round((job.part ?? 0) * 100)} %` : job.state}</em>
          </p>
        )}
      </For>
    </aside>
  );
}
