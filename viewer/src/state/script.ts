// What is seen, as a command line or as a program.

import { type Shape, toText } from '../geometry/shapes';
import type { ScanInfo } from '../protocol/session';
import { type Document, type ImageOf, type Pane, seriesLength, viewOf } from './document';
import { outerPosition, ring } from './requests';
import type { Viewer } from './viewer';

const cut = (value: number) => Number(value.toFixed(6));

const shapeOf = (document: Document, id: string | null): Shape | undefined =>
  document.detectors.find(detector => detector.id === id)?.shape;

/** A word of a command line. */
function quoted(text: string): string {
  return /[^\w./:,=-]/.test(text) ? `'${text.replaceAll("'", "'\\''")}'` : text;
}

/** The file, and how it is read where it does not say so itself. */
export function reading(scan: ScanInfo): string {
  return [scan.path, ...scan.options].map(quoted).join(' ');
}

/** The command line that computes what a pane shows; null: it has none of its own. */
export function commandLine(viewer: Viewer, pane: Pane): string | null {
  const scan = viewer.scan();
  if (!scan) return null;
  const { document } = viewer;
  const source = reading(scan);
  if (pane === 'pattern') return patternCommand(viewer, source, seriesLength(scan));
  return imageCommand(viewer, viewOf(document, pane).image, source);
}

function patternCommand(viewer: Viewer, source: string, members: number): string | null {
  const selector = viewer.activeSelector();
  if (viewer.document.patternResult || !selector || members > 1) return null;
  const { shape } = selector;
  if (shape.kind === 'point') {
    const place = [Math.round(shape.row), Math.round(shape.column)];
    return `ronchi run pick ${source} --roi rect:${[...place, ...place]} -o frame.npy`;
  }
  const region = `--roi ${quoted(toText(shape))}`;
  return {
    mean: `ronchi run stddev ${source} ${region} --result mean -o mean.tif`,
    sum: `ronchi run sum ${source} ${region} -o sum.tif`,
    max: `ronchi run max ${source} ${region} -o max.tif`,
  }[selector.reduce];
}

function imageCommand(viewer: Viewer, image: ImageOf, source: string): string | null {
  const { document } = viewer;
  const { rotation, flip } = viewer.scan()?.calibration ?? {};
  const turned = `${rotation ? ` --scan-rotation ${rotation}` : ''}${flip ? ' --flip-y' : ''}`;
  const detectors = (list: readonly (Shape | undefined)[], names: readonly string[]) =>
    list.every(shape => shape !== undefined)
      ? `ronchi run virtual-image ${source} ${list.map((shape, i) => `--detector ${names[i] ? `${names[i]}=` : ''}${toText(shape as Shape)}`).join(' ')}`
      : null;
  switch (image.of) {
    case 'detector': {
      const command = detectors([shapeOf(document, image.a)], ['']);
      return command && `${command} -o image.tif`;
    }
    case 'mean':
    case 'difference':
    case 'ratio': {
      const command = detectors([shapeOf(document, image.a), shapeOf(document, image.b)], ['a', 'b']);
      return command && `${command} --combine ${image.of} --result ${image.of} -o ${image.of}.tif`;
    }
    case 'overlay': {
      const command = detectors(
        image.list.map(id => shapeOf(document, id)),
        image.list.map((_, i) => String.fromCharCode(97 + i)),
      );
      return command && `${command} -o images.npz`;
    }
    case 'com': {
      const shape = shapeOf(document, image.a);
      const result = { x: 'field_x', y: 'field_y', magnitude: 'magnitude', wheel: 'field', angle: 'field' }[image.part];
      let region = '';
      if (shape) {
        if (shape.kind !== 'disk' && shape.kind !== 'annulus') return null;
        const [outer, inner] = shape.kind === 'disk' ? [shape.radius, 0] : [shape.outer, shape.inner];
        region = ` --center ${cut(shape.row)},${cut(shape.column)} --radius ${cut(outer)}${inner > 0 ? ` --inner-radius ${cut(inner)}` : ''}`;
      }
      return `ronchi run com ${source}${region} --regression mean${turned} --result ${result} -o ${result}.npy`;
    }
    case 'dpc': {
      const shape = shapeOf(document, image.a);
      if (!shape) return null;
      const [row, column, inner, outer] = ring(shape);
      const quadrants = [0, 1, 2, 3].map(i => ({ kind: 'sector', row, column, inner, outer, from: i * 90 - 45, to: i * 90 + 45 }) as const);
      const command = detectors(quadrants, ['right', 'lower', 'left', 'upper']);
      return command && `${command} -o quadrants.npz`;
    }
    case 'map':
      return image.name === 'sum'
        ? `ronchi run sum-sig ${source} -o total.tif`
        : `ronchi run frame-statistics ${source} --result ${image.name} -o ${image.name}.tif`;
    case 'result':
      return null;
  }
}

/** A C# program that computes what a pane shows; null: an analysis that is running gives it. */
export function program(viewer: Viewer, pane: Pane): string | null {
  const scan = viewer.scan();
  const value = scan && expressionOf(viewer, pane);
  if (!value) return null;
  return `// In a folder of the repository, as samples/: dotnet run view.cs
#:project ../src/Signals/Ronchi.Signals.csproj
#:property DisableTransitiveProjectReferences=false
#:property PublishAot=false

using Ronchi.Analyses.Steps;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine.Operations;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Signals;
using Ronchi.Signals.Nodes;

await using var session = new Session();
using var scan = await session.HoldAsync(${requestOf(scan)});
var values = ${value};
ArrayFile.Save("values.npy", [NamedArray.Of(values)], overwrite: true);
Console.WriteLine($"{values.Name}: {values.Shape} {values.ElementType}");
`;
}

const requestOf = (scan: ScanInfo) => `new ScanRequest { ${scan.program} }`;

function expressionOf(viewer: Viewer, pane: Pane): string | null {
  const { document } = viewer;
  if (pane !== 'pattern') {
    const node = nodeOf(viewer, viewOf(document, pane).image);
    return node && `await new SignalCache(scan).GetAsync(${node})`;
  }
  const [selector, scan] = [viewer.activeSelector(), viewer.scan()];
  if (document.patternResult || !selector || !scan) return null;
  const { shape } = selector;
  if (shape.kind === 'point') {
    const place = [...outerPosition(scan.scanShape, document.member), Math.round(shape.row), Math.round(shape.column)];
    return `scan.Frame(scan.Scan.Shape.Scan.IndexOf([${place.slice(place.length - scan.scanShape.length).join(', ')}]))`;
  }
  const reduction = { mean: 'Mean', sum: 'Sum', max: 'Max' }[selector.reduce];
  return `await new SignalCache(scan).GetAsync(new PatternNode("${toText(shape)}", PatternReduction.${reduction}, Member: ${document.member}))`;
}

function nodeOf(viewer: Viewer, image: ImageOf): string | null {
  const { document } = viewer;
  const { rotation, flip } = viewer.scan()?.calibration ?? {};
  const turned = (node: string) => (rotation || flip ? `new TurnedNode(${node}, ${rotation ?? 0}, ${flip ?? false})` : node);
  const virtual = (id: string) => {
    const shape = shapeOf(document, id);
    return shape ? `new VirtualImageNode("${toText(shape)}")` : null;
  };
  switch (image.of) {
    case 'detector':
      return virtual(image.a);
    case 'overlay':
      return virtual(image.list[0] ?? '');
    case 'mean':
    case 'difference':
    case 'ratio': {
      const operation = { mean: 'Mean', difference: 'Difference', ratio: 'Ratio' }[image.of];
      return `new CombinedNode(ImageCombination.${operation}, ${virtual(image.a)}, ${virtual(image.b)})`;
    }
    case 'com': {
      const shape = shapeOf(document, image.a);
      return turned(`new DeflectionNode(${shape ? `"${toText(shape)}"` : 'null'})`);
    }
    case 'dpc': {
      const shape = shapeOf(document, image.a);
      return shape ? turned(`new SegmentedNode(${ring(shape).map(cut).join(', ')})`) : null;
    }
    case 'map':
      return `new FrameStatisticNode(FrameStatistic.${{ sum: 'Sum', max: 'Max', std: 'Std' }[image.name]})`;
    case 'result':
      return null;
  }
}
