// A user-defined function: the average of all frames, on all cores, with a result that is computed after merging.
//
//   ./ronchi demo --no-view
//   dotnet run samples/02-average.cs ronchi-demo/scan_master.h5
#:project ../src/Frames/Ronchi.Frames.csproj
#:project ../src/Engine/Ronchi.Engine.csproj
#:project ../src/Signals/Ronchi.Signals.csproj
#:property DisableTransitiveProjectReferences=false
#:property PublishAot=false

using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Signals;

if (args.Length == 0)
{
    Console.Error.WriteLine("usage: dotnet run samples/02-average.cs SCAN [FOLDER]");
    return 2;
}

var folder = args.Length > 1 ? args[1] : ".";
await using var session = new Session();
var scan = await session.OpenAsync(args[0]);

// Partial results while it runs, twenty times a second; the last ones are complete.
await foreach (var results in scan.RunPartsAsync([new Average()]))
{
    var average = results["average"].Span<double>();
    var largest = 0;
    for (var i = 1; i < average.Length; i++)
    {
        if (average[i] > average[largest])
            largest = i;
    }

    var columns = (int)scan.Shape.Detector[1];
    Console.WriteLine(
        $"{results["num_frames"].Span<ulong>()[0]} frames: brightest on average is pixel {largest / columns},{largest % columns} "
        + $"with {average[largest]:0.00} counts");
    if (results.IsComplete)
        ArrayFile.Save(Path.Combine(folder, "average.npy"), [NamedArray.Of(results["average"])], overwrite: true);
}

return 0;

/// <summary>Average of all frames; masked pixels and "no data" values count as 0.</summary>
internal sealed class Average : Udf, IFrameUdf
{
    public override string Name => "average";

    // Values arrive as f64, whatever type is stored.
    public override ElementType? PreferredType => ElementType.F64;

    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
    [
        new("sum", ResultKind.Detector, ElementType.F64),
        new("num_frames", ResultKind.Detector, ElementType.U64),
        new("average", ResultKind.Detector, ElementType.F64, Use: BufferUse.ResultOnly),
    ];

    public void ProcessFrame(in Tile frame, UdfTask task)
    {
        var sum = task.View<double>(0);
        var pixels = frame.Pixels<double>();
        var frames = task.View<ulong>(1);
        var measured = task.Measured();   // false for masked pixels and "no data" values, which arrive as 0
        for (var i = 0; i < pixels.Length; i++)
        {
            sum[i] += pixels[i];
            frames[i] += measured[i] ? 1ul : 0;
        }
    }

    public override IReadOnlyList<ResultArray> GetResults(UdfTask merged)
    {
        var frames = merged["num_frames"].Span<ulong>();
        var average = merged["sum"].Span<double>().ToArray();
        for (var i = 0; i < average.Length; i++)
            average[i] /= frames[i];   // NaN where nothing was measured
        // sum and num_frames are returned unchanged
        return [new("average", ResultKind.Detector, ElementType.F64, merged.Data.Shape.Detector, average)];
    }
}
