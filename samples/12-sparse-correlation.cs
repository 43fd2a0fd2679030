// Sparse correlation: how strong Bragg disks are near their expected positions, and where exactly they are. Tiles are log-scaled and
// multiplied with a stack of disk masks, one for each small shift of each expected peak; Postprocess finds the best shift once a partition
// is complete.
//
//   ./ronchi demo --no-view
//   dotnet run samples/12-sparse-correlation.cs ronchi-demo/scan_master.h5
#:project ../src/Signals/Ronchi.Signals.csproj
#:property DisableTransitiveProjectReferences=false
#:property PublishAot=false

using System.Numerics;
using Ronchi.Analyses.Masks;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Signals;

if (args.Length == 0)
{
    Console.Error.WriteLine("usage: dotnet run samples/12-sparse-correlation.cs SCAN");
    return 2;
}

await using var session = new Session();
var scan = await session.OpenAsync(args[0]);

// The brightest pixel of the average marks the central disk; four more positions around it are searched.
var (rows, columns) = (scan.Shape.Detector[0], scan.Shape.Detector[1]);
var center = ((rows - 1) / 2.0, (columns - 1) / 2.0);
(double Row, double Column)[] peaks = [center, (center.Item1 - (rows / 4.0), center.Item2), (center.Item1, center.Item2 + (columns / 4.0))];
var results = await scan.RunAsync(new SparseCorrelation(peaks, radius: rows / 16.0, steps: 2));
for (var peak = 0; peak < peaks.Length; peak++)
{
    var heights = results["height"].Span<float>();
    var shifts = results["shift"].Span<float>();
    double height = 0, row = 0, column = 0;
    var frames = heights.Length / peaks.Length;
    for (var frame = 0; frame < frames; frame++)
    {
        height += heights[(frame * peaks.Length) + peak] / frames;
        row += shifts[2 * ((frame * peaks.Length) + peak)] / frames;
        column += shifts[(2 * ((frame * peaks.Length) + peak)) + 1] / frames;
    }

    Console.WriteLine(
        $"peak at {peaks[peak].Row:0.0},{peaks[peak].Column:0.0}: correlation {height:0.000} on average, "
        + $"shifted by {row:0.00},{column:0.00} pixels");
}

return 0;

/// <summary>Correlation of log-scaled frames with disks at and around the expected positions.</summary>
/// <param name="peaks">Where disks are expected, in pixels.</param>
/// <param name="radius">Their radius in pixels.</param>
/// <param name="steps">How far around to look, in pixels.</param>
internal sealed class SparseCorrelation((double Row, double Column)[] peaks, double radius, int steps) : Udf, ITileUdf, IPostprocessUdf
{
    private const int Correlations = 0, Height = 1, Shift = 2;
    private MaskStack? _masks;

    public override string Name => "sparse-correlation";

    public override ElementType? PreferredType => ElementType.F32;

    private int Side => (2 * steps) + 1;

    private int Places => Side * Side;

    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data)
    {
        if (data.ElementType != ElementType.F32)
            throw new ArgumentException($"'{Name}' works on single precision; these values are {data.ElementType.Name()}.");

        // Created once for all cores: the factories are called with the first tile, and each layout is cached.
        _masks ??= MaskStack.Of([.. Disks(data.Shape.Detector)]);
        return
        [
            new("correlations", ResultKind.Scan, ElementType.F32, new Extent(peaks.Length, Places), Use: BufferUse.Private),
            new("height", ResultKind.Scan, ElementType.F32, new Extent(peaks.Length)),
            new("shift", ResultKind.Scan, ElementType.F32, new Extent(peaks.Length, 2)),
        ];
    }

    // Scratch memory for one frame of a tile, one for each core.
    public override object CreateTaskData(DataDescription data, TileForm form) => new float[data.Shape.FrameElements];

    public void ProcessTile(in Tile tile, UdfTask task)
    {
        var masks = _masks!.For(task.Region);   // the part of the stack that matches the tile
        var scaled = ((float[])task.TaskData!).AsSpan(0, task.Region.Pixels);
        var sums = task.View<float>(Correlations);
        var count = peaks.Length * Places;
        for (var frame = 0; frame < tile.Frames.Count; frame++)
        {
            var pixels = tile.Frame<float>(frame);
            for (var i = 0; i < scaled.Length; i++)
                scaled[i] = MathF.Log(pixels[i] + 1);
            for (var mask = 0; mask < count; mask++)
                sums[(frame * count) + mask] += Dot(scaled, masks.AsSpan(mask * scaled.Length, scaled.Length));
        }
    }

    // The partition is complete: find the best position of each peak in each of its frames.
    public void Postprocess(UdfTask task)
    {
        foreach (var run in task.Runs)
        {
            var correlations = task[Correlations].Span<float>(run);
            var heights = task[Height].Span<float>(run);
            var shifts = task[Shift].Span<float>(run);
            for (var peak = 0; peak < heights.Length; peak++)
            {
                var places = correlations.Slice(peak * Places, Places);
                var best = IndexOfMax(places);
                heights[peak] = places[best];
                shifts[2 * peak] = (best / Side) - steps;
                shifts[(2 * peak) + 1] = (best % Side) - steps;
            }
        }
    }

    private static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sums = Vector<float>.Zero;
        var i = 0;
        for (; i <= a.Length - Vector<float>.Count; i += Vector<float>.Count)
            sums += new Vector<float>(a[i..]) * new Vector<float>(b[i..]);
        var sum = Vector.Sum(sums);
        for (; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    private static int IndexOfMax(ReadOnlySpan<float> values)
    {
        var best = 0;
        for (var i = 1; i < values.Length; i++)
            best = values[i] > values[best] ? i : best;
        return best;
    }

    private IEnumerable<Func<float[]>> Disks(Extent detector)
    {
        foreach (var (row, column) in peaks)
        {
            for (var place = 0; place < Places; place++)
            {
                var (y, x) = (row + (place / Side) - steps, column + (place % Side) - steps);
                yield return () => MaskShapes.RadialGradientBackgroundSubtraction(detector, y, x, radius, 1.5 * radius);
            }
        }
    }
}
