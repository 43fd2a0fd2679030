using System.Numerics;
using Ronchi.Engine;
using Ronchi.Frames;
using Xunit;

namespace Ronchi.Tests.Engine;

internal sealed class Product : Udf, IFrameUdf, IPreprocessUdf, IMergeUdf
{
    public override string Name => "product";

    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) => [new("product", ResultKind.Single, ElementType.F64)];

    public void Preprocess(UdfTask task) => task[0].Span<double>()[0] = 1;

    public void ProcessFrame(in Tile frame, UdfTask task)
    {
        foreach (var value in frame.Pixels<ushort>())
            task[0].Span<double>()[0] *= 1 + (value / 1e4);
    }

    public void Merge(UdfTask into, UdfTask from) => into[0].Span<double>()[0] *= from[0].Span<double>()[0];
}

internal sealed class TaskLog
{
    public int Made;
    public int Disposed;
    public int Cleaned;
}

internal sealed class TaskData(TaskLog log) : IDisposable
{
    public void Dispose() => Interlocked.Increment(ref log.Disposed);
}

internal sealed class Centred(TaskLog log) : Udf, ITileUdf, IPostprocessUdf, ICleanupUdf
{
    public override string Name => "centred";

    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
        [new("sums", ResultKind.Scan, ElementType.F64, Use: BufferUse.Private), new("centred", ResultKind.Scan, ElementType.F64)];

    public override object CreateTaskData(DataDescription data, TileForm form)
    {
        Interlocked.Increment(ref log.Made);
        return new TaskData(log);
    }

    public void ProcessTile(in Tile tile, UdfTask task)
    {
        for (var frame = 0; frame < tile.Frames.Count; frame++)
        {
            foreach (var value in tile.Frame<ushort>(frame))
                task.View<double>(0)[frame] += value;
        }
    }

    public void Postprocess(UdfTask task)
    {
        var run = Assert.Single(task.Runs);
        var sums = task[0].Span<double>(run);
        var mean = 0.0;
        foreach (var sum in sums)
            mean += sum / sums.Length;
        for (var i = 0; i < sums.Length; i++)
            task[1].Span<double>(run)[i] = sums[i] - mean;
    }

    public void Cleanup(UdfTask task) => Interlocked.Increment(ref log.Cleaned);
}

internal sealed class Both : Udf, IFrameUdf, IMergeAllUdf
{
    public string Fault { get; init; } = "";

    public override string Name => "both";

    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
        [
            new("frames", ResultKind.Scan, ElementType.F64),
            new("pattern", ResultKind.Detector, ElementType.F64),
            new("left_out", ResultKind.Single, ElementType.F64)];

    public void ProcessFrame(in Tile frame, UdfTask task)
    {
        var pixels = frame.Pixels<ushort>();
        for (var i = 0; i < pixels.Length; i++)
        {
            task.View<double>(0)[0] += pixels[i];
            task.View<double>(1)[i] += pixels[i];
        }

        task.View<double>(2)[0]++;
    }

    public IReadOnlyDictionary<string, Array> MergeAll(IReadOnlyList<PartitionBuffers> partitions)
    {
        var next = 0L;
        foreach (var partition in partitions)
        {
            Assert.Equal(next, partition.Slice.Start);
            next = partition.Slice.End;
        }

        var frames = partitions.SelectMany(static partition => (double[])partition.Buffers["frames"]).ToArray();
        var pattern = new double[6];
        foreach (var partition in partitions)
        {
            for (var i = 0; i < 6; i++)
                pattern[i] += ((double[])partition.Buffers["pattern"])[i];
        }

        return Fault switch
        {
            "undeclared" => new Dictionary<string, Array>(StringComparer.Ordinal) { ["banana"] = pattern },
            "length" => new Dictionary<string, Array>(StringComparer.Ordinal) { ["pattern"] = new double[5] },
            "type" => new Dictionary<string, Array>(StringComparer.Ordinal) { ["pattern"] = new float[6] },
            _ => new Dictionary<string, Array>(StringComparer.Ordinal) { ["frames"] = frames, ["pattern"] = pattern },
        };
    }
}

internal sealed class CountingMerge(List<int> seen) : Udf, IFrameUdf, IMergeUdf
{
    public override string Name => "counting merge";

    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) => [new("x", ResultKind.Single, ElementType.F64)];

    public void ProcessFrame(in Tile frame, UdfTask task) => Assert.True(task.ValidScan.IsEmpty);

    public void Merge(UdfTask into, UdfTask from)
    {
        var count = 0;
        foreach (var valid in into.ValidScan)
            count += valid ? 1 : 0;
        seen.Add(count);
    }
}

internal sealed class Declaring(params BufferDeclaration[] declarations) : Udf, IFrameUdf
{
    public UdfMethod? Chosen { get; init; }

    public override string Name => "declaring";

    public override UdfMethod? Method(DataDescription data) => Chosen;

    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) => declarations;

    public void ProcessFrame(in Tile frame, UdfTask task)
    {
        // Never called.
    }
}

internal sealed class Idle : Udf
{
    public override string Name => "idle";

    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) => [];
}

internal sealed class Faulty(string fault) : Udf, IFrameUdf
{
    public override string Name => "faulty";

    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
        [
            new("made", ResultKind.Single, ElementType.F64, Use: BufferUse.ResultOnly),
            new("hidden", ResultKind.Single, ElementType.F64, Use: BufferUse.Private)];

    public void ProcessFrame(in Tile frame, UdfTask task)
    {
        // Nothing to do.
    }

    public override IReadOnlyList<ResultArray> GetResults(UdfTask merged) => fault switch
    {
        "undeclared" => [Made(), Made() with { Name = "banana" }],
        "private" => [Made(), Made() with { Name = "hidden" }],
        "missing" => [],
        "type" => [Made() with { ElementType = ElementType.I32, Values = new int[1] }],
        "kind" => [Made() with { Kind = ResultKind.Scan }],
        _ => [Made() with { Shape = new Extent(2) }],
    };

    private static ResultArray Made() => new("made", ResultKind.Single, ElementType.F64, default, new double[1]);
}

internal sealed class Lookup(Action onLook) : Udf, IFrameUdf
{
    public override string Name => "lookup";

    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
        [
            new("raw", ResultKind.Single, ElementType.F64, Use: BufferUse.Private),
            new("x", ResultKind.Single, ElementType.F32, Use: BufferUse.ResultOnly)];

    public void ProcessFrame(in Tile frame, UdfTask task) => task.View<double>(0)[0] += frame.Pixels<ushort>()[0];

    // The width of a float may differ from what is declared.
    public override IReadOnlyList<ResultArray> GetResults(UdfTask merged)
    {
        onLook();
        return [new("x", ResultKind.Single, ElementType.F64, default, (double[])merged["raw"].Values.Clone())];
    }
}

internal sealed class Odd : Udf, IFrameUdf
{
    public override string Name => "odd";

    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
    [
        new("c128", ResultKind.Single, ElementType.C128),
        new("c64", ResultKind.Single, ElementType.C64),
        new("any", ResultKind.Single, ElementType.Bool),
        new("all", ResultKind.Single, ElementType.Bool, Merge: MergeRule.Minimum),
        new("ragged", ResultKind.Scan, ElementType.Object),
        new("empty", ResultKind.Scan, ElementType.F32, new Extent(0)),
    ];

    public void ProcessFrame(in Tile frame, UdfTask task)
    {
        var large = new List<ushort>();
        foreach (var value in frame.Pixels<ushort>())
        {
            task[0].Span<Complex>()[0] += new Complex(value, -value);
            task[1].Span<Complex64>()[0] += new Complex64(value, 1);
            task[2].Span<bool>()[0] |= value == 50;
            task[3].Span<bool>()[0] &= value > 0;
            if (value > 60)
                large.Add(value);
        }

        task[4].Objects()[(int)frame.Frames.Start] = large.ToArray();
        Assert.Equal(0, task.View<float>(5).Length);
    }
}

internal sealed class Weighted(AuxData<double> perFrame, AuxData<float> perPixel) : Udf, ITileUdf
{
    public override string Name => "weighted";

    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data)
    {
        perFrame.Check(data);
        perPixel.Check(data);
        return [new("sum", ResultKind.Scan, ElementType.F64)];
    }

    public void ProcessTile(in Tile tile, UdfTask task)
    {
        var weights = perPixel.View(task);
        var factors = perFrame.View(task);
        for (var frame = 0; frame < tile.Frames.Count; frame++)
        {
            var pixels = tile.Frame<ushort>(frame);
            for (var i = 0; i < pixels.Length; i++)
                task.View<double>(0)[frame] += pixels[i] * weights[i] * (factors[2 * frame] + factors[(2 * frame) + 1]);
        }
    }
}

internal sealed class Careless : Udf, IFrameUdf
{
    private long _at;

    public override string Name => "careless";

    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) => [new("same", ResultKind.Scan, ElementType.Bool)];

    public void ProcessFrame(in Tile frame, UdfTask task)
    {
        // Two workers with one object would overwrite each other's field.
        _at = frame.Frames.Start;
        Thread.SpinWait(10);
        task.View<bool>(0)[0] = _at == frame.Frames.Start;
    }
}

internal sealed class Fitting : Udf, ITileUdf
{
    public DeviceClass Only { get; init; }

    public override string Name => "fitting";

    public override IReadOnlyList<DeviceClass> Devices => [Only];

    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
        [new("doubles", ResultKind.Detector, ElementType.F64), new("integers", ResultKind.Detector, ElementType.I64)];

    public void ProcessTile(in Tile tile, UdfTask task)
    {
        Assert.Equal(DeviceClass.Cpu, task.Device);
        for (var frame = 0; frame < tile.Frames.Count; frame++)
        {
            task[0].Accumulate(task, tile.Frame<ushort>(frame));
            task[1].Accumulate(task, tile.Frame<ushort>(frame));
        }

        Assert.Throws<ArgumentException>(() => task[0].Accumulate<int>(task, [1, 2, 3, 4, 5, 6, 7]));
    }
}
