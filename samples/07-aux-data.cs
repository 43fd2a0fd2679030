// AUX data: a value for each frame (here the beam current) and a weight for each pixel, passed to the UDF together with the tiles.
//
//   ./ronchi demo --no-view
//   dotnet run samples/07-aux-data.cs ronchi-demo/scan_master.h5
#:project ../src/Signals/Ronchi.Signals.csproj
#:property DisableTransitiveProjectReferences=false
#:property PublishAot=false

using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Signals;

if (args.Length == 0)
{
    Console.Error.WriteLine("usage: dotnet run samples/07-aux-data.cs SCAN");
    return 2;
}

await using var session = new Session();
var scan = await session.OpenAsync(args[0]);

// The current drifts by a tenth during the scan; only the left half of the detector counts.
var current = Enumerable.Range(0, (int)scan.Shape.FrameCount).Select(frame => 1 + (0.1 * frame / scan.Shape.FrameCount)).ToArray();
var columns = (int)scan.Shape.Detector[1];
var leftHalf = Enumerable.Range(0, (int)scan.Shape.FrameElements).Select(pixel => pixel % columns < columns / 2 ? 1f : 0f).ToArray();
var udf = new Normalised(AuxData<double>.PerFrame(current), AuxData<float>.PerPixel(leftHalf));

var image = (await scan.RunAsync(udf))["normalised"].Span<double>();
Console.WriteLine(
    $"first frame {image[0]:0.0}, last frame {image[^1]:0.0} (divided by {current[^1]:0.000}), mean {image.ToArray().Average():0.0}");
return 0;

/// <summary>A weighted sum of each frame, divided by the beam current at that moment.</summary>
internal sealed class Normalised(AuxData<double> current, AuxData<float> weights) : Udf, ITileUdf
{
    public override string Name => "normalised";

    public override ElementType? PreferredType => ElementType.F64;

    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data)
    {
        current.Check(data);   // checked before the run: one value per frame
        weights.Check(data);
        return [new("normalised", ResultKind.Scan, ElementType.F64)];
    }

    public void ProcessTile(in Tile tile, UdfTask task)
    {
        var pixelWeights = weights.View(task);   // those of the tile's detector region
        var currents = current.View(task);       // those of the tile's frames
        var image = task.View<double>(0);
        for (var frame = 0; frame < tile.Frames.Count; frame++)
        {
            var sum = 0.0;
            var pixels = tile.Frame<double>(frame);
            for (var pixel = 0; pixel < pixels.Length; pixel++)
                sum += pixels[pixel] * pixelWeights[pixel];
            image[frame] += sum / currents[frame];   // a frame may arrive in several tiles: add
        }
    }
}
