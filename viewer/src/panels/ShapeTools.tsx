import './ShapeTools.css';
import { createMemo, Index } from 'solid-js';
import type { ShapeKind } from '../geometry/shapes';
import { isFramePane, type Pane } from '../state/document';
import { viewer } from '../state/viewer';
import { Icon } from './Icon';
import { Menu } from './Menu';

type Tool = readonly [kind: ShapeKind, name: string, path: string];

/** Shapes that can be drawn; detectors are all of them but lines. */
export const shapeTools: readonly Tool[] = [
  ['disk', 'Disk', 'M8 3a5 5 0 1 1 0 10A5 5 0 0 1 8 3'],
  ['annulus', 'Annulus', 'M8 2.500a5.500 5.500 0 1 1 0 11 5.500 5.500 0 0 1 0-11M8 5.500a2.500 2.500 0 1 1 0 5 2.500 2.500 0 0 1 0-5'],
  ['sector', 'Sector', 'M3 8l9-5.500a10 10 0 0 1 0 11z'],
  ['rectangle', 'Rectangle', 'M2.500 4.500h11v7h-11z'],
  ['square', 'Square', 'M3.500 3.500h9v9h-9z'],
  ['polygon', 'Polygon', 'M8 2.500l5.500 4.200-2 6.800h-7l-2-6.800z'],
  ['point', 'Point', 'M8 2v4M8 10v4M2 8h4M10 8h4'],
];

export const lineTool: Tool = ['line', 'Line', 'M3 13 13 3'];
export const rangeTool: Tool = ['range', 'Window', 'M4.500 3v10M11.500 3v10M4.500 8h7'];

/** Buttons that draw a shape in a pane, in a narrow one a menu: a detector on the pattern, a region of the scan on an image. */
export function ShapeTools(props: { pane: Pane; tools: readonly Tool[] }) {
  const what = () => (isFramePane(props.pane) ? 'Draw a detector' : 'Draw a selector');
  const choices = createMemo(() =>
    props.tools.map(([kind, name, path]) => ({
      path,
      title: `Draw ${name.toLowerCase()}`,
      help: `Draw ${name.toLowerCase()}: drag on the ${isFramePane(props.pane) ? 'pattern' : 'image'}`,
      isOn: viewer.tool()?.pane === props.pane && viewer.tool()?.kind === kind,
      run: () => viewer.setTool(viewer.tool()?.pane === props.pane && viewer.tool()?.kind === kind ? null : { pane: props.pane, kind }),
    })),
  );
  return (
    <>
      <div class="shape-tools" classList={{ many: props.tools.length > 5 }} role="toolbar" aria-label={what()}>
        <Index each={choices()}>
          {tool => (
            <button
              type="button"
              class="icon-button"
              aria-label={tool().title}
              title={tool().help}
              aria-pressed={tool().isOn}
              onClick={() => tool().run()}
            >
              <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
                <path d={tool().path} />
              </svg>
            </button>
          )}
        </Index>
      </div>
      <span class="shape-menu" classList={{ on: choices().some(tool => tool.isOn) }}>
        <Menu name={`${what()}…`} help={`${what()}: choose a shape`} class="icon-button" items={choices()}>
          <Icon name="pencil" />
        </Menu>
      </span>
    </>
  );
}
