// One-step merge: the delayed executor passes the buffers of all partitions at once, in scan order.
//
//   ./ronchi demo --no-view
//   dotnet run samples/10-merge-all.cs ronchi-demo/scan_master.h5
#:project ../src/Signals/Ronchi.Signals.csproj
#:property DisableTransitiveProjectReferences=false
#:property PublishAot=false

using Ronchi.Engine;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Signals;

if (args.Length == 0)
{
    Console.Error.WriteLine("usage: dotnet run samples/10-merge-all.cs SCAN");
    return 2;
}

await using var session = new Session();
var scan = await session.OpenAsync(args[0]);
var oneStep = await scan.RunAsync(new DelayedExecutor(), [new RunningSum()]);
var stepByStep = await scan.RunAsync(new CpuExecutor(), [new RunningSum()]);
var (one, other) = (oneStep["total"].Span<double>()[0], stepByStep["total"].Span<double>()[0]);
Console.WriteLine($"total of the scan: {one} merged in one step, {other} merged as partitions came");
return one == other ? 0 : 1;

/// <summary>The sum of each frame, and of all frames.</summary>
internal sealed class RunningSum : Udf, IFrameUdf, IMergeAllUdf
{
    public override string Name => "running-sum";

    public override ElementType? PreferredType => ElementType.F64;

    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
        [new("frames", ResultKind.Scan, ElementType.F64), new("total", ResultKind.Single, ElementType.F64)];

    public void ProcessFrame(in Tile frame, UdfTask task)
    {
        var pixels = frame.Pixels<double>();
        var sum = 0.0;
        foreach (var value in pixels)
            sum += value;   // 0 where nothing was measured
        task.View<double>(0)[0] = sum;
        task.View<double>(1)[0] += sum;
    }

    // A buffer that is left out would hold zeros.
    public IReadOnlyDictionary<string, Array> MergeAll(IReadOnlyList<PartitionBuffers> partitions) =>
        new Dictionary<string, Array>(StringComparer.Ordinal)
        {
            ["frames"] = partitions.SelectMany(static partition => (double[])partition.Buffers["frames"]).ToArray(),
            ["total"] = new[] { partitions.Sum(static partition => ((double[])partition.Buffers["total"])[0]) },
        };
}
