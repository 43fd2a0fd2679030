// How data are opened: every option that the server takes, as it describes them, and what was filled in.

import { createResource, createRoot } from 'solid-js';
import { createStore, reconcile } from 'solid-js/store';
import { ask } from '../protocol/ask';
import { type ParameterInfo, type ParameterSchema, parametersOf } from './parameters';

interface Description {
  readonly paths: {
    readonly '/api/open': {
      readonly post: { readonly requestBody: { readonly content: Record<string, { readonly schema: ParameterSchema }> } };
    };
  };
}

// The path itself is chosen in the list of files.
const chosenElsewhere = 'path';
/** What a file without a header does not say. */
const layout = ['frame-shape', 'dtype', 'offset', 'gap'];

const extensionOf = (path: string) => (/\.(\w+)$/.exec(path)?.[1] ?? '').toLowerCase();

function createOpening() {
  const [schema, { refetch }] = createResource(async () => {
    const description = await ask<Description>('api/openapi.json');
    return description.paths['/api/open'].post.requestBody.content['application/json']?.schema ?? { properties: {}, required: [] };
  });
  const [inputs, setInputs] = createStore<Record<string, string>>({});
  const input = (name: string) => inputs[name] ?? '';
  const known = () => (schema.error ? undefined : schema());

  /** The options that most people need come first: those that a file does not answer itself, or a folder that is a series (no path). */
  function options(path: string | null, isRefused: boolean): { first: [string, ParameterInfo][]; more: [string, ParameterInfo][] } {
    const all = Object.entries(known()?.properties ?? {}).filter(([name]) => name !== chosenElsewhere);
    const extension = extensionOf(path ?? '');
    const wanted = [
      'scan-shape',
      'det-bin',
      'follow',
      ...(['h5', 'hdf5', 'npy', 'npz'].includes(extension) ? ['detector-axes'] : []),
      ...(path === null ? ['series-values', 'leave-out'] : []),
      ...(['h5', 'hdf5', 'nxs', 'emd', 'hspy', 'npz'].includes(extension) ? ['dataset'] : []),
      ...(isRefused || ['raw', 'bin', 'dat', 'img'].includes(extension) || layout.some(name => input(name) !== '') ? layout : []),
    ];
    const isFirst = ([name]: [string, ParameterInfo]) => wanted.includes(name);
    return { first: all.filter(isFirst), more: all.filter(option => !isFirst(option)) };
  }

  return {
    refetch,
    options,
    input,
    setInput: (name: string, text: string) => setInputs(name, text),
    /** Another file: nothing is known about it. */
    clear: () => setInputs(reconcile({})),
    /** What was filled in, as it is sent. */
    given: () => parametersOf(known() ?? { properties: {}, required: [] }, input),
  };
}

export const opening = createRoot(createOpening);
