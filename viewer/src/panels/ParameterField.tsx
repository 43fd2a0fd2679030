import { Match, Show, Switch } from 'solid-js';
import { analyses, type ParameterInfo, picked } from '../state/analyses';
import { viewer } from '../state/viewer';

/** The field of one parameter: made from its JSON Schema alone. */
export function ParameterField(props: { name: string; parameter: ParameterInfo; isRequired: boolean }) {
  const id = () => `parameter-${props.name}`;
  const value = () => analyses.input(props.name);
  const set = (text: string) => analyses.setInput(props.name, text);
  const usual = () => {
    const given = props.parameter.default;
    if (given !== undefined) return String(given);
    return /\(default: (.*)\)$/.exec(props.parameter.description)?.[1] ?? props.parameter['x-form'];
  };
  const choices = () => props.parameter.enum;
  const pick = () => picked(viewer, props.parameter['x-pick']);
  const addPicked = () => {
    const text = pick();
    if (text !== null) set(props.parameter.type === 'array' && value().trim() !== '' ? `${value().trimEnd()}\n${text}` : text);
  };
  return (
    <div class="parameter">
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
              placeholder={usual()}
              value={value()}
              onInput={event => set(event.currentTarget.value)}
            />
          }
        >
          <Match when={props.parameter.type === 'boolean'}>
            <input
              id={id()}
              type="checkbox"
              checked={value() === 'true'}
              onChange={event => set(event.currentTarget.checked ? 'true' : '')}
            />
          </Match>
          <Match when={choices()}>
            {words => (
              <select id={id()} value={value()} onChange={event => set(event.currentTarget.value)}>
                <option value="">{props.parameter.default === undefined ? 'not given' : `${usual()} (default)`}</option>
                {words().map(word => (
                  <option value={word} selected={word === value()}>
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
              value={value()}
              onInput={event => set(event.currentTarget.value)}
            />
          </Match>
        </Switch>
        <Show when={props.parameter['x-unit']}>{unit => <em>{unit()}</em>}</Show>
        <Show when={props.parameter['x-pick'] && pick() !== null}>
          <button type="button" class="small" title={`Use ${pick()} from the active detector`} onClick={addPicked}>
            from {viewer.activeDetector()?.name}
          </button>
        </Show>
      </span>
      <small>{props.parameter.description}</small>
    </div>
  );
}
