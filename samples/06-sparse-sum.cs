// Sums of sparse frames that never become dense: the UDF accepts both forms, and the engine chooses the cheaper one that the source
// provides.
// The first frames of the scan are loaded into memory and provided in both forms.
//
//   ./ronchi demo --no-view
//   dotnet run samples/06-sparse-sum.cs ronchi-demo/scan_master.h5
#:project ../src/Signals/Ronchi.Signals.csproj
#:property DisableTransitiveProjectReferences=false
#:property PublishAot=false

using System.Numerics;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Frames;
using Ronchi.Signals;
using Ronchi.Sources.Memory;

if (args.Length == 0)
{
    Console.Error.WriteLine("usage: dotnet run samples/06-sparse-sum.cs SCAN");
    return 2;
}

await using var session = new Session();
var scan = await session.OpenAsync(args[0]);
if (scan.ElementType != ElementType.U16)
{
    Console.Error.WriteLine($"This sample is written for uint16, not {scan.ElementType.Name()}.");
    return 2;
}

var frames = new List<ushort>();
// Masked pixels are set to 0, so they are not stored in the sparse form.
var masked = scan.Source.Validity.MaskedPixels;
await foreach (var (position, frame) in scan.Frames<ushort>())
{
    if (position >= 256)
        break;
    frames.AddRange(frame.Select((value, pixel) => masked?[pixel] == true ? (ushort)0 : value));
}

var shape = new DataShape(new Extent(frames.Count / scan.Shape.FrameElements), scan.Shape.Detector);
var udf = new SparseSums();
foreach (var forms in (TileForm[][])[[TileForm.Sparse], [TileForm.Pixels]])
{
    using var source = new ArraySource<ushort>(frames.ToArray(), shape) { Forms = forms };
    var memory = new Scan(source);
    Console.WriteLine(RunPlan.Create(source, [udf]).Explain()[^1]);
    var sums = (await memory.RunAsync(udf))["intensity"].Span<long>();
    Console.WriteLine($"  frame 0 holds {sums[0]} counts, all together {sums.ToArray().Sum()}");
}

return 0;

/// <summary>Sum of each frame.</summary>
internal sealed class SparseSums : Udf, IStackUdf
{
    public override string Name => "sparse-sums";

    // In order of preference.
    public override IReadOnlyList<TileForm> Forms => [TileForm.Sparse, TileForm.Pixels];

    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) => [new("intensity", ResultKind.Scan, ElementType.I64)];

    public void ProcessStack(in Tile tile, UdfTask task)
    {
        var sums = task.View<long>(0);
        for (var frame = 0; frame < tile.Frames.Count; frame++)
        {
            sums[frame] = tile.Form == TileForm.Sparse
                ? Sum(tile.Sparse.Values<ushort>()[tile.Sparse.Row(frame)])   // tile.Sparse.Columns has their pixels
                : Sum(tile.Frame<ushort>(frame));
        }
    }

    private static long Sum(ReadOnlySpan<ushort> values)
    {
        var sum = 0L;
        foreach (var value in values)
            sum += value;
        return sum;
    }
}
