import './ParameterField.css';
import { createUniqueId, For, Match, Show, Switch } from 'solid-js';
import type { ParameterInfo } from '../state/parameters';

/** A value that may be taken, and what is said beside it. */
export interface Suggestion {
  readonly value: string;
  readonly help?: string;
}

interface Props {
  name: string;
  parameter: ParameterInfo;
  isRequired: boolean;
  value: string;
  onInput: (text: string) => void;
  /** What the parameter is about is said when it is pointed at, not below it. */
  isBrief?: boolean;
  suggestions?: readonly Suggestion[];
  /** What is taken where nothing is filled in; absent: as the schema says. */
  usual?: string | undefined;
  /** What is wrong with the value; absent: nothing that is known. */
  fault?: string | undefined;
  /** What could be taken from the page; null: nothing. */
  picked?: { readonly text: string; readonly from: string } | null;
}

/** The field of one parameter: made from its JSON Schema alone. */
export function ParameterField(props: Props) {
  const list = createUniqueId();
  const id = () => `parameter-${props.name}`;
  const usual = () => {
    if (props.usual) return props.usual;
    const given = props.parameter.default;
    if (given !== undefined) return String(given);
    return /\(default: (.*)\)$/.exec(props.parameter.description)?.[1] ?? props.parameter['x-form'];
  };
  const choices = () => props.parameter.enum;
  const addPicked = (text: string) => {
    const isMore = props.parameter.type === 'array' && props.value.trim() !== '';
    props.onInput(isMore ? `${props.value.trimEnd()}\n${text}` : text);
  };
  return (
    <div class="parameter" classList={{ wrong: props.fault !== undefined }} title={props.isBrief ? props.parameter.description : undefined}>
      <label for={id()}>
        {props.name.replaceAll('-', ' ')}
        <Show when={props.isRequired}>
          <span class="required" title="Required">
            {' *'}
          </span>
        </Show>
      </label>
      <span class="parameter-input">
        <Switch
          fallback={
            <input
              id={id()}
              type="text"
              autocomplete="off"
              spellcheck={false}
              list={props.suggestions ? list : undefined}
              placeholder={usual()}
              aria-invalid={props.fault !== undefined}
              value={props.value}
              onInput={event => props.onInput(event.currentTarget.value)}
            />
          }
        >
          <Match when={props.parameter.type === 'boolean'}>
            <input
              id={id()}
              type="checkbox"
              checked={props.value === 'true'}
              onChange={event => props.onInput(event.currentTarget.checked ? 'true' : '')}
            />
          </Match>
          <Match when={choices()}>
            {words => (
              <select id={id()} value={props.value} onChange={event => props.onInput(event.currentTarget.value)}>
                <option value="">{props.parameter.default === undefined ? 'not given' : `${usual()} (default)`}</option>
                {words().map(word => (
                  <option value={word} selected={word === props.value}>
                    {word}
                  </option>
                ))}
              </select>
            )}
          </Match>
          <Match when={props.parameter.type === 'array'}>
            <textarea
              id={id()}
              rows={2}
              spellcheck={false}
              placeholder={`${props.parameter['x-form']}, one per line`}
              value={props.value}
              onInput={event => props.onInput(event.currentTarget.value)}
            />
          </Match>
        </Switch>
        <Show when={props.suggestions}>
          {values => (
            <datalist id={list}>
              <For each={values()}>{({ value, help }) => <option value={value}>{help ?? value}</option>}</For>
            </datalist>
          )}
        </Show>
        <Show when={props.parameter['x-unit']}>{unit => <em>{unit()}</em>}</Show>
        <Show when={props.picked}>
          {picked => (
            <button
              type="button"
              class="small"
              title={`Use ${picked().text} from the active detector`}
              onClick={() => addPicked(picked().text)}
            >
              from {picked().from}
            </button>
          )}
        </Show>
      </span>
      <Show when={props.fault}>
        {text => (
          <small class="fault" role="alert">
            {text()}
          </small>
        )}
      </Show>
      <Show when={!props.isBrief}>
        <small>{props.parameter.description}</small>
      </Show>
    </div>
  );
}
