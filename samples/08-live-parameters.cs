// Parameters that change while the UDF runs: each result says which version of the parameters it was computed with.
//
//   ./ronchi demo --no-view
//   dotnet run samples/08-live-parameters.cs ronchi-demo/scan_master.h5
#:project ../src/Signals/Ronchi.Signals.csproj
#:property DisableTransitiveProjectReferences=false
#:property PublishAot=false

using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Signals;

if (args.Length == 0)
{
    Console.Error.WriteLine("usage: dotnet run samples/08-live-parameters.cs SCAN");
    return 2;
}

await using var session = new Session();
var scan = await session.OpenAsync(args[0]);

// The inline executor gives a partial result after each partition; with a live detector stream the loop would be the same.
var control = new RunControl();
var plan = RunPlan.Create(scan.Source, [new Bright(threshold: 5)], options: new RunOptions { Partitions = 6 });
var parts = 0;
await foreach (var results in new InlineExecutor().RunPartsAsync(plan, control: control))
{
    var bright = results["bright"];
    Console.WriteLine(
        $"part {++parts}: {bright.ValidMask().Count(static isValid => isValid)} frames, versions {bright.VersionRange.First} to "
        + $"{bright.VersionRange.Last}{(results.IsComplete ? ", complete" : "")}");
    if (parts == 3)
        control.Update([static udf => new Bright(threshold: 20)]);
    if (results.IsComplete)
    {
        var counts = bright.Span<int>();
        Console.WriteLine($"bright pixels above 5 in the first frame: {counts[0]}; above 20 in the last one: {counts[^1]}");
    }
}

return 0;

/// <summary>How many pixels of each frame are brighter than a threshold.</summary>
/// <param name="threshold">Counts.</param>
internal sealed class Bright(double threshold) : Udf, IFrameUdf
{
    public override string Name => "bright";

    public override ElementType? PreferredType => ElementType.F64;

    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) => [new("bright", ResultKind.Scan, ElementType.I32)];

    public void ProcessFrame(in Tile frame, UdfTask task)
    {
        var bright = 0;
        foreach (var value in frame.Pixels<double>())
        {
            if (value > threshold)
                bright++;
        }

        task.View<int>(0)[0] = bright;
    }
}
