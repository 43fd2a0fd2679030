import type { JSX } from 'solid-js';

/** The two lines above what a pane shows: what it is, and what else it may be. */
export function PaneHeader(props: { title: JSX.Element; badges: JSX.Element; tools: JSX.Element; chips: JSX.Element }) {
  return (
    <header>
      <div class="pane-line">
        {props.title}
        <span class="grow" />
        {props.badges}
        {props.tools}
      </div>
      <div class="pane-line chips">{props.chips}</div>
    </header>
  );
}
