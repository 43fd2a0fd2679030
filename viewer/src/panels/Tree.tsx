import './Tree.css';
import { createSignal, For, type JSX, Show } from 'solid-js';
import { bytes } from '../display/units';
import type { MissingScan, ScanInfo, SignalInfo } from '../protocol/session';
import { data } from '../state/document';
import { download } from '../state/export';
import { form, pipelineFile } from '../state/form';
import { extentOf, isArriving } from '../state/growth';
import { page } from '../state/page';
import { isResult } from '../state/pictures';
import { scriptOf } from '../state/script';
import { deleteSignal, duplicateSignal, lookAt, renameSignal, showSignal } from '../state/tree';
import { viewer } from '../state/viewer';
import { Section } from './fields';
import { Icon, IconButton, type IconName } from './Icon';

const stateWords: Record<SignalInfo['state'], string> = {
  lazy: 'when looked at',
  computing: 'computing',
  kept: '',
  failed: 'failed',
};

/** The scans that are open, and below each what was derived from it. */
export function Tree() {
  const scans = () => viewer.session()?.scans ?? [];
  const count = () => scans().reduce((sum, scan) => sum + scan.signals.length, 0);
  return (
    <Section
      name="tree"
      title="Tree"
      summary={`${scans().length} ${scans().length === 1 ? 'scan' : 'scans'}, ${count()} derived`}
      tools={
        <>
          <IconButton icon="open" label="Open another scan (O)" onClick={() => page.setIsOpening(true)} />
          <IconButton icon="add" label="Add an operation (P)" onClick={form.open} />
        </>
      }
    >
      <div class="tree" role="tree" aria-label="Scans and what was derived from them" onKeyDown={walk}>
        <For each={scans().map(scan => scan.id)}>{id => <Show when={viewer.scanOf(id)}>{scan => <Root scan={scan()} />}</Show>}</For>
        <For each={viewer.session()?.missing}>{missing => <Missing scan={missing} />}</For>
      </div>
    </Section>
  );
}

// Arrows go through the tree, as in any other.
function walk(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || (event.target as HTMLElement).matches('input')) return;
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=treeitem]')];
  const at = items.indexOf((event.target as HTMLElement).closest('[role=treeitem]') as HTMLElement);
  items[Math.min(Math.max(at + step, 0), items.length - 1)]?.focus();
  event.preventDefault();
  event.stopPropagation();
}

const isActive = (scan: ScanInfo) => scan.id === viewer.root()?.id;

function Root(props: { scan: ScanInfo }) {
  const isShown = () => isActive(props.scan) && viewer.document.of === data;
  const choose = () => {
    if (!isActive(props.scan)) viewer.show(props.scan.id);
    else if (!isShown()) lookAt(viewer, data);
  };
  return (
    <>
      <Item
        level={1}
        icon="file"
        name={props.scan.name}
        isShown={isShown()}
        isRoot={isActive(props.scan)}
        detail={[
          [...props.scan.scanShape, ...props.scan.detectorShape].join(' × '),
          isArriving(props.scan.growth) ? extentOf(props.scan.growth) : bytes(props.scan.bytes),
        ].join(', ')}
        state={props.scan.isComplete || isArriving(props.scan.growth) ? '' : 'reading'}
        help={props.scan.path}
        onChoose={choose}
        tools={
          <IconButton icon="close" label={`Close ${props.scan.name}`} onClick={() => viewer.tell({ type: 'close', scan: props.scan.id })} />
        }
      />
      <For each={props.scan.signals.map(signal => signal.name)}>
        {name => (
          <Show when={props.scan.signals.find(signal => signal.name === name)}>
            {signal => <Signal scan={props.scan} signal={signal()} />}
          </Show>
        )}
      </For>
    </>
  );
}

// A scan that could not be opened again: it stays in the session until it is closed, or found.
export function Missing(props: { scan: MissingScan }) {
  return (
    <Item
      level={1}
      icon="file"
      name={props.scan.id}
      isShown={false}
      isRoot={false}
      detail={props.scan.path ?? ''}
      state={stateWords.failed}
      error={props.scan.error}
      help={`${props.scan.error} Click to try again.`}
      onChoose={() => viewer.tell({ type: 'open', ...props.scan.request, beside: true })}
      tools={
        <IconButton icon="close" label={`Forget ${props.scan.id}`} onClick={() => viewer.tell({ type: 'close', scan: props.scan.id })} />
      }
    />
  );
}

// How many frames lie between a signal and the data.
function depthOf(scan: ScanInfo, signal: SignalInfo): number {
  const parent = scan.signals.find(other => other.name === signal.of && other.name !== signal.name);
  return parent ? depthOf(scan, parent) + 1 : 2;
}

function shapeOf(signal: SignalInfo): string {
  const { frames, results } = signal;
  if (frames) return [...frames.scanShape, ...frames.detectorShape].join(' × ');
  if (!results) return '';
  const [first] = results;
  return results.length === 1 && first ? first.shape.join(' × ') || 'a number' : `${results.length} results`;
}

function Signal(props: { scan: ScanInfo; signal: SignalInfo }) {
  const [isNaming, setIsNaming] = createSignal(false);
  const isShown = () => {
    const { name, gives } = props.signal;
    if (!isActive(props.scan)) return false;
    if (gives === 'frames') return viewer.document.of === name;
    const { images, pattern } = viewer.document;
    return pattern?.signal === name || images.some(({ image }) => isResult(image) && image.signal === name);
  };
  const isOwn = () => props.signal.operation !== null;
  const isRead = () => isOwn() && !props.signal.stored;
  const change = () => {
    if (!isRead()) return;
    form.edit(props.signal);
    page.setIsOperating(true);
  };
  const choose = () => {
    if (!isActive(props.scan)) viewer.show(props.scan.id);
    else if (props.signal.gives) showSignal(viewer, props.signal);
  };
  const savePipeline = async () => {
    try {
      const { pipeline, why } = await scriptOf(props.scan.id, props.signal.name);
      if (pipeline) download(new Blob([pipelineFile(pipeline)], { type: 'application/json' }), `${props.signal.name}.json`);
      else viewer.notify(why ?? 'This cannot be written as a pipeline.', true);
    } catch (error) {
      viewer.notify((error as Error).message, true);
    }
  };
  const remove = () => void deleteSignal(viewer, props.scan, props.signal.name);
  const rename = (name: string) => {
    setIsNaming(false);
    void renameSignal(viewer, props.scan, props.signal.name, name);
  };
  return (
    <Item
      level={depthOf(props.scan, props.signal)}
      icon={props.signal.gives === 'frames' ? 'sliders' : 'gauge'}
      name={props.signal.name}
      isShown={isShown()}
      isRoot={false}
      detail={[
        props.signal.operation === props.signal.name ? '' : props.signal.operation,
        shapeOf(props.signal),
        props.signal.file ? `in ${props.signal.file.split(/[\\/]/).at(-1)}` : '',
      ]
        .filter(text => text)
        .join(', ')}
      state={props.signal.gives === 'frames' && props.signal.state === 'lazy' ? '' : stateWords[props.signal.state]}
      part={props.signal.state === 'computing' ? props.signal.part : undefined}
      error={props.signal.error}
      help={
        props.signal.error ?? [isShown() ? 'Shown' : 'Show it', ...(props.signal.file ? [`Read from ${props.signal.file}`] : [])].join('. ')
      }
      onChoose={choose}
      onRename={isOwn() ? () => setIsNaming(true) : undefined}
      onDelete={remove}
      naming={isNaming() ? <NameField name={props.signal.name} onTake={rename} onLeave={() => setIsNaming(false)} /> : undefined}
      tools={
        <>
          <Show when={isOwn()}>
            <Show when={isRead()}>
              <IconButton icon="sliders" label={`Change the parameters of ${props.signal.name}`} onClick={change} />
            </Show>
            <IconButton icon="pencil" label={`Rename ${props.signal.name} (F2)`} onClick={() => setIsNaming(true)} />
            <Show when={isRead()}>
              <IconButton
                icon="copy"
                label={`Duplicate ${props.signal.name}`}
                onClick={() => void duplicateSignal(viewer, props.scan, props.signal)}
              />
            </Show>
            <Show when={props.signal.gives === 'frames'}>
              <IconButton
                icon="save"
                label={`Write ${props.signal.name} to a file…`}
                onClick={() => page.setCommitting({ scan: props.scan, signal: props.signal })}
              />
            </Show>
            <Show when={props.signal.gives === 'results'}>
              <IconButton icon="script" label={`Save ${props.signal.name} as a pipeline`} onClick={() => void savePipeline()} />
            </Show>
          </Show>
          <IconButton icon="trash" label={`Delete ${props.signal.name}`} onClick={remove} />
        </>
      }
    />
  );
}

function NameField(props: { name: string; onTake(name: string): void; onLeave(): void }) {
  return (
    <input
      class="tree-name"
      type="text"
      aria-label="Name of the signal"
      value={props.name}
      ref={input =>
        queueMicrotask(() => {
          input.focus();
          input.select();
        })
      }
      onClick={event => event.stopPropagation()}
      onBlur={() => props.onLeave()}
      onKeyDown={event => {
        event.stopPropagation();
        if (event.key === 'Enter') props.onTake(event.currentTarget.value);
        else if (event.key === 'Escape') props.onLeave();
      }}
    />
  );
}

interface ItemProps {
  level: number;
  icon: IconName;
  name: string;
  isShown: boolean;
  isRoot: boolean;
  detail: string;
  state: string;
  part?: number | null | undefined;
  error?: string | null;
  help: string;
  tools: JSX.Element;
  naming?: JSX.Element | undefined;
  onChoose(): void;
  onRename?: (() => void) | undefined;
  onDelete?: () => void;
}

// A node: its name with what can be done to it, and below what it is.
function Item(props: ItemProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.target as HTMLElement).getAttribute('role') !== 'treeitem') return;
    if (event.key === 'Enter' || event.key === ' ') props.onChoose();
    else if (event.key === 'F2') props.onRename?.();
    else if (event.key === 'Delete') props.onDelete?.();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      role="treeitem"
      tabindex="0"
      aria-level={props.level}
      aria-selected={props.isShown}
      aria-label={props.name}
      class="tree-item"
      classList={{ shown: props.isShown, root: props.isRoot, failed: Boolean(props.error) }}
      style={{ '--level': props.level - 1 }}
      title={props.help}
      onClick={props.onChoose}
      onDblClick={props.onRename}
      onKeyDown={onKeyDown}
    >
      <span class="tree-line">
        <Icon name={props.icon} />
        <Show when={!props.naming} fallback={props.naming}>
          <span class="tree-text">{props.name}</span>
        </Show>
        <span class="tree-tools">{props.tools}</span>
      </span>
      <small>
        <span>{props.detail}</span>
        <Show when={props.state}>
          <em>{props.state}</em>
        </Show>
        <Show when={props.part !== undefined}>
          <Show when={props.part !== null} fallback={<progress aria-label={`${props.name} is being computed`} />}>
            <progress max="1" value={props.part ?? 0} aria-label={`${props.name} is being computed`} />
          </Show>
        </Show>
      </small>
      <Show when={props.error}>{error => <small class="tree-error">{error()}</small>}</Show>
    </div>
  );
}
