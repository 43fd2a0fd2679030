// Analyses that the server offers, what was filled in for them, and what came of the last one. Their names, forms and limits come from the server.

import { createResource, createRoot, createSignal } from 'solid-js';
import { createStore } from 'solid-js/store';
import { bounds, center, toText } from '../geometry/shapes';
import { ask, post, said } from '../protocol/ask';
import { showImage } from './images';
import { type ParameterSchema, parametersOf } from './parameters';
import { reading } from './script';
import type { Viewer } from './viewer';

export interface Analysis {
  readonly name: string;
  readonly summary: string;
  readonly parameters: ParameterSchema;
}

export interface AnalysisResult {
  readonly name: string;
  readonly kind: 'scan' | 'detector' | 'single';
  readonly shape: number[];
  readonly dtype: string;
  readonly unit: string | null;
  readonly values: (number | null)[] | null;
}

export interface Finished {
  readonly operation: string;
  readonly options: string[];
  readonly region: string | null;
  /** The same as a pipeline, which runs on other data, too; null: of data that a program opened in its own way. */
  readonly pipeline: { readonly data?: Readonly<Record<string, unknown>>; readonly [member: string]: unknown } | null;
  readonly found?: { readonly center_row: number; readonly center_column: number; readonly radius: number };
  readonly notes: string[];
  readonly results: AnalysisResult[];
  /** Those that are pictures: components of vectors each by itself. */
  readonly channels: { readonly name: string; readonly kind: 'scan' | 'detector' }[];
}

function createAnalyses() {
  const [list, { refetch }] = createResource(() => ask<Analysis[]>('api/operations').catch(() => [] as Analysis[]));
  const [chosen, choose] = createSignal('');
  const [inputs, setInputs] = createStore<Record<string, Record<string, string>>>({});
  const [isRunning, setIsRunning] = createSignal(false);
  const [problem, setProblem] = createSignal('');
  const [finished, setFinished] = createSignal<Finished | null>(null);
  const [isOnlyRegion, setIsOnlyRegion] = createSignal(false);
  const current = () => list()?.find(analysis => analysis.name === chosen());
  const input = (parameter: string) => inputs[chosen()]?.[parameter] ?? '';

  return {
    list: () => list() ?? [],
    refetch,
    chosen,
    current,
    isRunning,
    problem,
    finished,
    isOnlyRegion,
    setIsOnlyRegion,
    input,
    choose(name: string) {
      if (name === chosen()) return;
      choose(name);
      setProblem('');
    },
    setInput(parameter: string, text: string) {
      const name = chosen();
      if (!inputs[name]) setInputs(name, {});
      setInputs(name, parameter, text);
    },
    async run(viewer: Viewer) {
      const analysis = current();
      if (!analysis || isRunning()) return;
      const region = isOnlyRegion() ? regionOf(viewer) : null;
      setIsRunning(true);
      setProblem('');
      try {
        const query = region ? `?region=${encodeURIComponent(region)}` : '';
        const answer = await post<Finished>(`api/operations/${analysis.name}${query}`, parametersOf(analysis.parameters, input));
        setFinished(answer);
        await showResults(viewer, answer);
      } catch (error) {
        setProblem(said(error));
      } finally {
        setIsRunning(false);
      }
    },
  };
}

export const analyses = createRoot(createAnalyses);

/** The region of the active selector; null: it is a single position. */
export function regionOf(viewer: Viewer): string | null {
  const selector = viewer.activeSelector();
  return selector && selector.shape.kind !== 'point' ? toText(selector.shape) : null;
}

/** What the active detector gives for a parameter that is picked on the detector; null: nothing. */
export function picked(viewer: Viewer, pick: string | undefined): string | null {
  const detector = viewer.activeDetector();
  if (!detector) return null;
  const round = (value: number) => String(Number(value.toFixed(3)));
  switch (pick) {
    case 'detector-position':
      return center(detector.shape).map(round).join(',');
    case 'detector-radius': {
      const { shape } = detector;
      if ('outer' in shape) return round(shape.outer);
      const box = bounds(shape);
      return round(Math.max(box.row1 - box.row0, box.column1 - box.column0) / 2);
    }
    case 'detector-shape':
      return toText(detector.shape);
    default:
      return null;
  }
}

/** The command line that computes the same. */
export function commandOf(viewer: Viewer, finished: Finished): string {
  const scan = viewer.scan();
  const quoted = (text: string) => (/[^\w./:,=-]/.test(text) ? `'${text.replaceAll("'", "'\\''")}'` : text);
  const region = finished.region ? ['--roi', finished.region] : [];
  return ['ronchi run', finished.operation, scan ? reading(scan) : '', ...[...finished.options, ...region].map(quoted)].join(' ');
}

/** The pipeline as a file for any data: without the path of these. */
export function pipelineFile(pipeline: NonNullable<Finished['pipeline']>): string {
  const { path: _, ...data } = pipeline.data ?? {};
  return `${JSON.stringify({ ...pipeline, data: Object.keys(data).length > 0 ? data : undefined }, null, 2)}\n`;
}

// The first image goes to the active pane, the first pattern to the pattern pane, once the session knows of them.
async function showResults(viewer: Viewer, finished: Finished): Promise<void> {
  const { channels } = finished;
  const isKnown = () => channels.every(({ name }) => viewer.session()?.results?.some(result => result.name === name));
  for (let tries = 0; tries < 100 && !isKnown(); tries++) await new Promise(done => setTimeout(done, 20));
  viewer.begin(finished.operation);
  for (const kind of ['scan', 'detector'] as const) {
    const first = channels.find(channel => channel.kind === kind);
    if (first) showChannel(viewer, first);
  }
  viewer.end();
}

/** Shows a result: over the scan in the active image, over the detector in place of the pattern. */
export function showChannel(viewer: Viewer, { name, kind }: Finished['channels'][number]): void {
  if (kind === 'scan') showImage(viewer, { of: 'result', name });
  else
    viewer.change('choose pattern', d => {
      d.patternResult = name;
    });
}
