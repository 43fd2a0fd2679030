import './KeySheet.css';
import { For } from 'solid-js';
import type { Command } from '../commands/commands';
import { keyText } from '../commands/keys';
import { page } from '../state/page';
import { Dialog } from './Dialog';

/** Every key. */
export function KeySheet(props: { commands: Command[] }) {
  const groups = () => [...new Set(props.commands.map(command => command.group))];
  const withKeys = (group: string) => props.commands.filter(command => command.group === group && (command.keys?.length ?? 0) > 0);
  const pointer = [
    ['Wheel', 'zoom at the cursor'],
    ['Drag outside shapes', 'pan'],
    ['Double click', 'whole image'],
    ['Click on the image', 'move the point'],
    ['Drag a shape, its edge, its hole', 'move, resize'],
    ['Shift while dragging', 'keep the axis, square, whole pixels, 15°'],
  ];
  return (
    <Dialog label="Keys" class="sheet" onClose={() => page.setIsKeySheet(false)}>
      <div class="sheet-columns">
        <For each={groups().filter(group => withKeys(group).length > 0)}>
          {group => (
            <section>
              <h2>{group}</h2>
              <For each={withKeys(group)}>
                {command => (
                  <p>
                    <span>{command.title}</span>
                    <span class="grow" />
                    <For each={command.keys}>{key => <kbd>{keyText(key)}</kbd>}</For>
                  </p>
                )}
              </For>
            </section>
          )}
        </For>
        <section>
          <h2>Pointer</h2>
          <For each={pointer}>
            {([what, does]) => (
              <p>
                <span>{what}</span>
                <span class="grow" />
                <em>{does}</em>
              </p>
            )}
          </For>
        </section>
      </div>
    </Dialog>
  );
}
