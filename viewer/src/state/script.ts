// What is seen, as a command line or a program.

import { toText } from '../geometry/shapes';
import { type Pane, viewOf } from './document';
import type { Viewer } from './viewer';

/** The command line that makes the image that is shown; null: it has none of its own. */
export function commandLine(viewer: Viewer, pane: Pane = viewer.activeImage()): string | null {
  const { document } = viewer;
  const path = viewer.scan()?.path;
  if (!path) return null;
  const { image } = viewOf(document, pane);
  const detector = (id: string) => document.detectors.find(other => other.id === id);
  const quoted = /[^\w./-]/.test(path) ? `'${path.replaceAll("'", "'\\''")}'` : path;
  switch (image.of) {
    case 'detector': {
      const shown = detector(image.a);
      return shown ? `ronchi run virtual-image ${quoted} --detector ${toText(shown.shape)} -o image.tif` : null;
    }
    case 'com': {
      const { rotation, flip } = viewer.scan()?.calibration ?? {};
      return `ronchi run com ${quoted} --regression mean${rotation ? ` --scan-rotation ${rotation}` : ''}${flip ? ' --flip-y' : ''} -o com.npz`;
    }
    case 'overlay':
    case 'mean':
    case 'difference':
    case 'ratio': {
      const list = image.of === 'overlay' ? image.list : [image.a, image.b];
      const detectors = list.map(detector).filter(shown => shown !== undefined);
      return `ronchi run virtual-image ${quoted} ${detectors.map((shown, i) => `--detector ${String.fromCharCode(97 + i)}=${toText(shown.shape)}`).join(' ')} -o images.npz`;
    }
    default:
      return null;
  }
}

/** The same as a C# program. */
export function program(viewer: Viewer): string | null {
  const { document } = viewer;
  const path = viewer.scan()?.path;
  const { image } = viewOf(document, viewer.activeImage());
  if (!path || image.of !== 'detector') return null;
  const shown = document.detectors.find(other => other.id === image.a);
  if (!shown) return null;
  return `using Ronchi.Signals;

await using var session = new Session();
using var scan = await session.OpenResidentAsync(@"${path.replaceAll('"', '""')}");
await using var detectors = new LiveDetectors(scan);
var image = await detectors.Add("${shown.name.replaceAll('"', '')}").MoveToAsync("${toText(shown.shape)}");
Console.WriteLine($"{image.Shape} {image.ElementType}");
`;
}
