// A custom valid mask: while frames are still being processed, a result says which of its values are valid already.
// The frame sums are in one single buffer, as in a reconstruction in Fourier space, but the mask follows the scan.
//
//   ./ronchi demo --no-view
//   dotnet run samples/03-valid-mask.cs ronchi-demo/scan_master.h5
#:project ../src/Signals/Ronchi.Signals.csproj
#:property DisableTransitiveProjectReferences=false
#:property PublishAot=false

using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Signals;

if (args.Length == 0)
{
    Console.Error.WriteLine("usage: dotnet run samples/03-valid-mask.cs SCAN");
    return 2;
}

await using var session = new Session();
var scan = await session.OpenAsync(args[0]);
await foreach (var results in scan.RunPartsAsync([new MaskedSums()], period: TimeSpan.FromMilliseconds(20)))
{
    var sums = results["sums"];
    var valid = sums.ValidMask().Count(static isValid => isValid);
    var (origin, shape) = sums.ValidBounds();
    Console.WriteLine(
        $"{valid} of {sums.Values.Length} sums are valid, within {shape} from "
        + $"{string.Join(',', origin)}{(results.IsComplete ? "; done" : "")}");
}

return 0;

/// <summary>The sum of each frame, in a buffer that belongs to the whole scan.</summary>
internal sealed class MaskedSums : Udf, IFrameUdf
{
    public override string Name => "masked-sums";

    public override ElementType? PreferredType => ElementType.F64;

    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
        [new("sums", ResultKind.Single, ElementType.F64, data.Shape.Scan)];

    public void ProcessFrame(in Tile frame, UdfTask task)
    {
        var pixels = frame.Pixels<double>();
        var sum = 0.0;
        foreach (var value in pixels)
            sum += value;   // 0 where nothing was measured
        task.View<double>(0)[(int)task.Frames.Start] = sum;   // single buffers of several cores are added; here each entry is set by one
    }

    public override IReadOnlyList<ResultArray> GetResults(UdfTask merged)
    {
        var sums = ResultArray.Of(merged["sums"], merged.Data.Shape);
        return [sums.WithMask(merged.ValidScan, merged.Data.Shape.Scan)];   // the positions processed so far
    }
}
