using Ronchi.Analyses;
using Ronchi.Analyses.Conversion;
using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Sources.Memory;

namespace Ronchi.Tests.Analyses;

/// <summary>Runs every known analysis on one small scan: a spot that moves over 6 × 7 pixels, at 5 × 6 positions.</summary>
internal static class AnalysisRuns
{
    public const int Rows = 5, Columns = 6, Height = 6, Width = 7, FrameCount = Rows * Columns, Pixels = Height * Width;

    public static DataShape Shape { get; } = new(new Extent(Rows, Columns), new Extent(Height, Width));

    public static IEnumerable<string> Names => KnownAnalyses.All.Select(static analysis => analysis.Name);

    /// <summary>The values: a spot on a background, nothing regular about them.</summary>
    public static double[] Values()
    {
        var values = new double[FrameCount * Pixels];
        for (var i = 0; i < values.Length; i++)
        {
            var (frame, pixel) = Math.DivRem(i, Pixels);
            double row = (pixel / Width) - 2.4 - (0.8 * Math.Sin(frame * 1.3)),
                column = (pixel % Width) - 3.2 - (0.6 * Math.Cos(frame * 0.7));
            values[i] = (60 * Math.Exp(-((row * row) + (column * column)) / 3))
                + 1 + (0.5 * Math.Sin((i * 0.37) + (frame * pixel * 0.011)));
        }

        return values;
    }

    public static IFrameSource Source(double[] values, ElementType type, Validity? validity = null, bool isSparse = false) => type switch
    {
        ElementType.F32 =>
            new ArraySource<float>(Array.ConvertAll(values, static value => (float)value), Shape, validity)
            {
                Forms = isSparse ? [TileForm.Sparse, TileForm.Pixels] : [TileForm.Pixels],
            },
        ElementType.U16 => new ArraySource<ushort>(Array.ConvertAll(values, static value => (ushort)value), Shape, validity),
        _ => new ArraySource<double>(values, Shape, validity) { Forms = isSparse ? [TileForm.Sparse, TileForm.Pixels] : [TileForm.Pixels] },
    };

    public static async Task<ResultSet> RunAsync(
        string name, IFrameSource source, ScanSelection? selection = null, Func<string, IFrameSink>? sink = null)
    {
        var analysis = KnownAnalyses.All.First(known => known.Name == name);
        var udf = analysis.Create(Context(source, selection, sink), ArgumentsOf(analysis));
        return await new CpuExecutor(2)
            .RunAsync(RunPlan.Create(source, [udf], selection, new RunOptions { Partitions = 4, TileFrames = 4 }));
    }

    /// <summary>The values of a result as f64, complex ones as pairs.</summary>
    public static double[] Numbers(ResultArray result) => result.Values switch
    {
        Complex64[] values => [.. values.SelectMany(static value => (double[])[value.Real, value.Imaginary])],
        System.Numerics.Complex[] values => [.. values.SelectMany(static value => (double[])[value.Real, value.Imaginary])],
        bool[] values => [.. values.Select(static value => value ? 1.0 : 0)],
        _ => result.ToDoubles(),
    };

    /// <summary>Parameters with which an analysis runs on the scan.</summary>
    public static Arguments ArgumentsOf(Analysis analysis)
    {
        var given = analysis.Name switch
        {
            "virtual-image" => "detector=all=rect:0,0,5,6;detector=weighted.npy",
            "masks" or "fft-mask" => "mask=weighted.npy",
            "com" => "regression=linear",
            "radial" or "radial-fourier" => "center=2.5,3;outer-radius=5;bins=2",
            "fem" => "center=2.5,3;inner-radius=0;outer-radius=5",
            "crystallinity" => "inner-radius=1;outer-radius=3",
            "pca" => "components=3;power-iterations=8",
            "feature-vector" => "center=2.5,3;inner-radius=0;peaks=4",
            "cluster" => "center=2.5,3;inner-radius=0;peaks=4;clusters=2",
            "record" => "file=frames",
            _ => "",
        };
        var pairs = given.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(static pair => pair.Split('=', 2))
            .ToLookup(static pair => pair[0], static pair => pair[1]);
        return Arguments.Parse(analysis.Schema, parameter => [.. pairs[parameter.Name]]);
    }

    /// <summary>What analyses know of the scan.</summary>
    public static OperationContext Context(
        IFrameSource source,
        ScanSelection? selection = null, Func<string, IFrameSink>? sink = null,
        double[]? disk = null, Func<string, (double[], Extent)>? weights = null) =>
            new(DataDescription.Of(source))
        {
            Selection = selection ?? ScanSelection.All(source.Shape.Scan),
            Weights = weights ?? ReadWeights,
            Search = () => disk is [var row, var column, var radius] ? (row, column, radius) : (2.5, 3.0, 2.0),
            BeginRecording = sink is null
                ? null
                : (file, _) => new CopyFrames(sink(file), selection ?? ScanSelection.All(source.Shape.Scan)),
        };

    // Nothing weighs 0 but the first row.
    private static (double[], Extent) ReadWeights(string path) =>
        ([.. Enumerable.Range(0, Pixels).Select(static pixel => pixel < Width ? 0 : 1 + (pixel % 5 * 0.25f))], new Extent(Height, Width));
}
