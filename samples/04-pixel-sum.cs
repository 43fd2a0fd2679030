// The sum of each frame in two ways: as a scan result, and by the index of the frame among the selected ones.
//
//   ./ronchi demo --no-view
//   dotnet run samples/04-pixel-sum.cs ronchi-demo/scan_master.h5
#:project ../src/Signals/Ronchi.Signals.csproj
#:property DisableTransitiveProjectReferences=false
#:property PublishAot=false

using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Signals;

if (args.Length == 0)
{
    Console.Error.WriteLine("usage: dotnet run samples/04-pixel-sum.cs SCAN");
    return 2;
}

await using var session = new Session();
var scan = await session.OpenAsync(args[0]);

// A region of interest: every eighth row. Positions outside cost nothing.
var scanShape = scan.Shape.Scan;
var roi = ScanSelection.Slice(scanShape, [(0, scanShape[0], 8), .. scanShape.Lengths.Skip(1).Select(static length => (0L, length, 1L))]);
var results = await scan.RunAsync([new PixelSums(roi.FrameCount)], roi);
var image = results["image"].Raw<double>();      // the selected positions, without gaps
var raw = results["raw"].Span<double>();
Console.WriteLine(
    $"{roi.FrameCount} of {scan.Shape.FrameCount} frames; the image is {results["image"].Shape}, NaN outside the region: "
    + $"{double.IsNaN(results["image"].Span<double>()[(int)scanShape[1]])}");
Console.WriteLine($"both ways agree: {raw.SequenceEqual(image)}; mean {raw.ToArray().Average():0.0} counts");
return raw.SequenceEqual(image) ? 0 : 1;

/// <summary>Sums of frames.</summary>
/// <param name="frames">How many frames are selected.</param>
internal sealed class PixelSums(long frames) : Udf, IFrameUdf
{
    public override string Name => "pixel-sums";

    public override ElementType? PreferredType => ElementType.F64;

    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
    [
        new("image", ResultKind.Scan, ElementType.F64),
        new("raw", ResultKind.Single, ElementType.F64, new Extent(frames)),
    ];

    public void ProcessFrame(in Tile frame, UdfTask task)
    {
        var pixels = frame.Pixels<double>();
        var sum = 0.0;
        foreach (var value in pixels)
            sum += value;   // 0 where nothing was measured
        task.View<double>(0)[0] = sum;
        // Slice is the index among the selected frames; Frames is the position in the scan
        task.View<double>(1)[(int)task.Slice.Start] = sum;
    }
}
