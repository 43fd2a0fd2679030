using Ronchi.Contracts;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Tests.Engine;

/// <summary>Vectors results of runs are those of a plain list of lists, however they come about.</summary>
public sealed class VectorRunTests : IDisposable
{
    private static readonly UdfMethod[] Methods = [UdfMethod.Tile, UdfMethod.Stack, UdfMethod.Frame, UdfMethod.Partition];

    public static TheoryData<string> Executors => [.. KnownExecutors.All.Select(static kind => kind.Name), "bytes"];

    private readonly string _folder = Directory.CreateTempSubdirectory("ronchi-rows-").FullName;

    [Theory]
    [MemberData(nameof(Executors))]
    public async Task AnyWayToRun_GivesTheListOfLists(string executor)
    {
        for (var seed = 0; seed < 24; seed++)
        {
            var random = new Random(seed);
            var (values, shape) = Data(random);
            using var source = new ArraySource<ushort>(values, shape);
            var mask = Enumerable.Range(0, (int)shape.FrameCount).Select(_ => random.Next(3) > 0).ToArray();
            var roi = random.Next(2) == 0 ? ScanSelection.FromMask(shape.Scan, mask) : null;
            var method = Methods[random.Next(4)];
            var plan = RunPlan.Create(source, [new ScatteredRows(method), new PortionUdf<ushort>(UdfMethod.Stack)], roi, Options(random));
            var results = await Create(executor, random.Next(1, 5)).RunAsync(plan);
            var found = results[ScatteredRows.Result];
            var expected = ScatteredRows.Reference(values, shape, position => roi is null || mask[position]);
            Assert.True(expected.Equals(found.Vectors), $"seed {seed}, {method}, {shape}: {expected} is {found.Vectors}");
            Assert.Equal(expected.Counts(), found.Span<uint>().ToArray());
            Assert.Equal(roi?.ToMask() ?? Enumerable.Repeat(true, mask.Length), found.ValidMask());
            Assert.Empty(Directory.GetFileSystemEntries(_folder));
        }
    }

    [Theory]
    [InlineData("threads")]
    [InlineData("pipelined")]
    [InlineData("bytes")]
    public async Task FramesThatArriveInAnyOrder_OrNever_GiveTheListOfLists(string executor)
    {
        for (var seed = 0; seed < 25; seed++)
        {
            var random = new Random(seed);
            var (values, shape) = Data(random);
            using var growing = new ScriptedSource<ushort>(values, shape);
            var run = Create(executor, random.Next(1, 5))
                .RunAsync(RunPlan.Create(growing, [new ScatteredRows(Methods[random.Next(4)])], options: Options(random)));
            var frames = Enumerable.Range(0, (int)shape.FrameCount).ToArray();
            random.Shuffle(frames);
            var came = new bool[frames.Length];
            foreach (var frame in frames)
            {
                if (random.Next(5) == 0)
                {
                    growing.Lose(new FrameRange(frame, 1));
                    continue;
                }

                growing.Deliver(new FrameRange(frame, 1));
                came[frame] = true;
                if (random.Next(8) == 0)
                    await Task.Yield();
            }

            growing.End("enough.");
            var found = (await run)[ScatteredRows.Result].Vectors;
            Assert.True(
                ScatteredRows.Reference(values, shape, position => came[position]).Equals(found), $"seed {seed}, {shape}: {found}");
        }
    }

    [Theory]
    [InlineData("threads", 1 << 28)]
    [InlineData("threads", 0)]
    [InlineData("inline", 5000)]
    public async Task PartialResults_HoldWhatWentIn_AndStayAsTheyWere(string executor, long mostRowBytes)
    {
        var (values, shape) = Data(new Random(3), new Extent(40, 25));
        using var source = new ArraySource<ushort>(values, shape);
        var seen = new List<(Vectors Rows, bool[] Valid)>();
        var options = new RunOptions { Partitions = 50, MostRowBytes = mostRowBytes, TemporaryFolder = _folder };
        await foreach (var partial in Create(executor, 2)
            .RunPartsAsync(RunPlan.Create(source, [new ScatteredRows(UdfMethod.Frame)], options: options), TimeSpan.FromMilliseconds(1)))
            seen.Add((partial[ScatteredRows.Result].Vectors!, partial[ScatteredRows.Result].ValidMask()));
        foreach (var (rows, valid) in seen)
            Assert.Equal(ScatteredRows.Reference(values, shape, position => valid[position]), rows);
        Assert.DoesNotContain(false, seen[^1].Valid);
    }

    [Fact]
    public async Task ALimit_MovesRowsIntoAFileThatNobodySees()
    {
        // More rows than the two chunks, of 1 MiB at most, to which the workers append.
        var (values, shape) = Data(new Random(4), new Extent(70, 80));
        using var source = new ArraySource<ushort>(values, shape);
        var expected = ScatteredRows.Reference(values, shape, static _ => true);
        Vectors? kept = null, moved = null;
        foreach (var limit in (long[])[1 << 28, 0])
        {
            var options = new RunOptions { Partitions = 20, MostRowBytes = limit, TemporaryFolder = _folder };
            var results = await new CpuExecutor(2).RunAsync(RunPlan.Create(source, [new ScatteredRows(UdfMethod.Stack)], options: options));
            (kept, moved) = (kept ?? results[ScatteredRows.Result].Vectors!, results[ScatteredRows.Result].Vectors!);
            Assert.Empty(Directory.GetFileSystemEntries(_folder));
        }

        Assert.Equal(expected, kept);
        Assert.Equal(expected, moved);
        var rows = expected.RowCount * ScatteredRows.Layout.RowBytes;
        Assert.True(rows > 3 << 20, $"{rows} bytes are too few.");
        Assert.True(kept!.HeldBytes > rows);
        Assert.True(moved!.HeldBytes < rows, $"{moved.HeldBytes} bytes of {rows} are held.");
    }

    [Theory]
    [MemberData(nameof(Executors))]
    public async Task CancelledRun_GivesTheRowsThatWentIn_AndLeavesNoFile(string executor)
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var random = new Random(seed);
            var (values, shape) = Data(random, new Extent(20, 20));
            using var source = new ArraySource<ushort>(values, shape);
            using var cancel = new CancellationTokenSource();
            var stop = random.Next(400);
            var udf = new ScatteredRows(Methods[random.Next(4)])
            {
                OnTile = frames =>
                {
                    if (stop >= frames.Start && stop < frames.End)
                        cancel.Cancel();
                },
            };
            var options = Options(random) with { MostRowBytes = 0, TileFrames = 3 };
            var e = await Record.ExceptionAsync(
                () => Create(executor, 2).RunAsync(RunPlan.Create(source, [udf], options: options), progress: null, cancel.Token));
            if (e is RunCanceledException cancelled)
            {
                var found = cancelled.Partial[ScatteredRows.Result];
                var valid = found.ValidMask();
                Assert.Equal(ScatteredRows.Reference(values, shape, position => valid[position]), found.Vectors);
            }
            else
            {
                Assert.Null(e);   // the last frame was under way
            }

            Assert.Empty(Directory.GetFileSystemEntries(_folder));
        }
    }

    [Fact]
    public async Task FailedRun_LeavesNoFile()
    {
        var (values, shape) = Data(new Random(6), new Extent(20, 20));
        using var source = new ArraySource<ushort>(values, shape);
        var udf = new ScatteredRows(UdfMethod.Stack)
        {
            OnTile = static frames =>
            {
                if (frames.End > 390)
                    throw new InvalidDataException("broken");
            },
        };
        var options = new RunOptions { MostRowBytes = 0, TemporaryFolder = _folder, Partitions = 40 };
        await Assert.ThrowsAsync<RunException>(() => new CpuExecutor(2).RunAsync(RunPlan.Create(source, [udf], options: options)));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public async Task AFolderThatIsNotThere_IsNamedWithTheCure()
    {
        var (values, shape) = Data(new Random(7), new Extent(20, 20));
        using var source = new ArraySource<ushort>(values, shape);
        var options = new RunOptions { MostRowBytes = 0, TemporaryFolder = Path.Combine(_folder, "gone") };
        var e = await Assert.ThrowsAsync<RunException>(
            () => new CpuExecutor(2).RunAsync(RunPlan.Create(source, [new ScatteredRows(UdfMethod.Stack)], options: options)));
        Assert.Contains("choose another folder for temporary files", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restart_DropsTheRowsOfBefore()
    {
        var (values, shape) = Data(new Random(8), new Extent(50, 10));
        using var source = new ArraySource<ushort>(values, shape);
        var control = new RunControl();
        var first = 0;
        var udf = new ScatteredRows(UdfMethod.Frame)
        {
            OnTile = frames =>
            {
                if (frames.Start >= 200 && Interlocked.Exchange(ref first, 1) == 0)
                    control.Update([static same => same], restart: true);
            },
        };
        var options = new RunOptions { Partitions = 50, MostRowBytes = 0, TemporaryFolder = _folder };
        var results = await new CpuExecutor(2).RunAsync(RunPlan.Create(source, [udf], options: options), control: control);
        Assert.Equal(1, control.Version);
        Assert.Equal(ScatteredRows.Reference(values, shape, static _ => true), results[ScatteredRows.Result].Vectors);
    }

    [Fact]
    public async Task AFrameWithoutMeasurement_HasNoRows_AndIsNotRecorded()
    {
        var (values, shape) = Data(new Random(9), new Extent(60));
        var pixels = (int)shape.FrameElements;
        var blank = Enumerable.Range(0, 60).First(
            position => ScatteredRows.Of(position, values.AsSpan(position * pixels, pixels)).Length > 0);
        values.AsSpan(blank * pixels, pixels).Fill(ushort.MaxValue);
        using var source = new ArraySource<ushort>(values, shape, Validity.Everything with { MaximumIsNoData = true });
        var found = (await new CpuExecutor(2).RunAsync(RunPlan.Create(source, [new ScatteredRows(UdfMethod.Stack)])))[ScatteredRows.Result];
        Assert.Equal(ScatteredRows.Reference(values, shape, position => position != blank), found.Vectors);
        Assert.False(found.Vectors!.IsRecorded(blank));
        Assert.Equal(0u, found.Span<uint>()[blank]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Executor Create(string name, int threads) => name == "bytes"
        ? new BytesExecutor(threads)
        : KnownExecutors.All.Single(kind => kind.Name == name).Create(threads);

    private RunOptions Options(Random random) => new()
    {
        Partitions = random.Next(3) == 0 ? null : random.Next(1, 20),
        TileFrames = random.Next(3) == 0 ? null : random.Next(1, 9),
        IsOrdered = random.Next(3) == 0,
        MostRowBytes = random.Next(3) switch { 0 => 0, 1 => random.Next(1 << 15), _ => 1 << 28 },
        TemporaryFolder = _folder,
    };

    private static (ushort[] Values, DataShape Shape) Data(Random random, Extent? scan = null)
    {
        scan ??= random.Next(3) switch
        {
            0 => new Extent(random.Next(1, 90)),
            1 => new Extent(random.Next(1, 12), random.Next(1, 12)),
            _ => new Extent(2, random.Next(1, 6), random.Next(1, 6)),
        };
        var shape = new DataShape(scan.Value, new Extent(random.Next(1, 4), random.Next(1, 5)));
        return ([.. Enumerable.Range(0, (int)shape.Full.Count).Select(_ => (ushort)random.Next(200))], shape);
    }
}
