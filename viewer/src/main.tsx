import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import { createSignal, onMount, Show } from 'solid-js';
import { render } from 'solid-js/web';
import { App } from './App';
import { loadColorMaps } from './display/colorMaps';
import { probe } from './probe';
import { said } from './protocol/ask';
import { page } from './state/page';
import { loadRepertoire } from './state/repertoire';
import { viewer } from './state/viewer';

Object.assign(window, { ronchi: { viewer, probe, play: page.play } });

function Root() {
  const [isReady, setIsReady] = createSignal(false);
  onMount(async () => {
    await loadColorMaps().catch(() => undefined); // gray is always there
    await loadRepertoire().catch(error => viewer.notify(said(error), true)); // nothing can be shown before it is known what can be computed
    setIsReady(true);
    viewer.connection.open();
  });
  return (
    <Show when={isReady()}>
      <App />
    </Show>
  );
}

render(() => <Root />, document.getElementById('root') as HTMLElement);
