using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Tests.Engine;

/// <summary>Whatever a UDF throws, and wherever, is told with what one needs to find it.</summary>
public sealed class UdfFailureTests
{
    [Theory]
    [InlineData("frame", "'failing' failed at scan position 1,2 (frame 7)", "on values of uint16", "IndexOutOfRangeException")]
    [InlineData(
        "memory", "'failing' failed at scan position 1,2 (frame 7)",
        "on values of uint16", "OutOfMemoryException: there is not enough memory")]
    [InlineData("type", "'failing' failed at scan position 1,2 (frame 7)", "on values of uint16", "The values are uint16, not float64")]
    [InlineData(
        "buffer", "'failing' failed at scan position 1,2 (frame 7)", "on values of uint16", "Buffer 'sum' holds float64, not float32")]
    [InlineData("merge", "'failing' failed in Merge", "", "InvalidDataException: nothing there")]
    [InlineData("results", "'failing' failed in GetResults", "", "InvalidDataException: nothing there")]
    [InlineData("preprocess", "'failing' failed in Preprocess", "", "InvalidDataException: nothing there")]
    public async Task Failure_NamesUdfPositionTypeAndLine(string where, string what, string type, string cause)
    {
        using var source = new ArraySource<ushort>(new ushort[4 * 5 * 6], new DataShape(new Extent(4, 5), new Extent(2, 3)));
        var e = await Assert.ThrowsAsync<RunException>(() => new CpuExecutor(2)
            .RunAsync(RunPlan.Create(source, [new Failing(where)]), cancellationToken: TestContext.Current.CancellationToken));
        foreach (var part in (string[])[what, type, cause, " of UdfFailureTests.cs: "])
            Assert.Contains(part, e.Message, StringComparison.Ordinal);
        Assert.Matches(", line [1-9][0-9]* of UdfFailureTests.cs", e.Message);
        Assert.Equal(where is "merge" or "results" or "preprocess" ? null : new FrameRange(7, 1), e.Frames);
    }

    [Theory]
    [InlineData("declare", "'wrong' failed in Declare, line ")]
    [InlineData("declare null", "'wrong' failed in Declare: InvalidOperationException: it returns null")]
    [InlineData("declare a null", "'wrong' failed in Declare: InvalidOperationException: it returns null")]
    [InlineData("task data", "'wrong' failed in CreateTaskData, line ")]
    [InlineData("results null", "'wrong' failed in GetResults: InvalidOperationException: it returns null")]
    [InlineData("a null result", "'wrong' failed in GetResults: InvalidOperationException: it returns null")]
    [InlineData("twice", "'wrong' failed in GetResults: InvalidOperationException: it returns 'z' more than once.")]
    public async Task Failure_OutsideTheFrames_NamesUdfAndMethod(string fault, string what)
    {
        var e = await Assert.ThrowsAsync<RunException>(() => RunAsync(new Wrong(fault)));
        Assert.StartsWith(what, e.Message, StringComparison.Ordinal);
        Assert.Equal("wrong", e.Udf);
    }

    [Theory]
    [InlineData("float", "'wrong' returns 'z' as float64, but its values are float32: make an array of the type that it says.")]
    [InlineData("long", "'wrong' returns 'z' as float64, but its values are int64: make an array of the type that it says.")]
    public async Task ResultOfAnotherTypeThanItSays_IsRefusedByName(string fault, string message) =>
        Assert.Equal(message, (await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(new Wrong(fault)))).Message);

    [Fact]
    public async Task ArgumentException_IsToldInTheWordsOfTheUdf() =>
        Assert.Equal("no such frames", (await Assert.ThrowsAsync<ArgumentException>(() => RunAsync(new Wrong("own words")))).Message);

    private static async Task RunAsync(Udf udf)
    {
        using var source = new ArraySource<ushort>(new ushort[4 * 5 * 6], new DataShape(new Extent(4, 5), new Extent(2, 3)));
        var results = await new CpuExecutor(2)
            .RunAsync(RunPlan.Create(source, [udf]), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(6, results["z"].Span<double>().Length);
    }

    [Fact]
    public Task ResultOfTheTypeThatItSays_IsTaken() => RunAsync(new Wrong("nothing"));

    private sealed class Wrong(string fault) : Udf, IFrameUdf
    {
        public override string Name => "wrong";

        public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) => fault switch
        {
            "declare" => throw new InvalidDataException("nothing there"),
            "declare null" => null!,
            "declare a null" => [null!],
            "own words" => throw new ArgumentException("no such frames"),
            _ => [new("z", ResultKind.Detector, ElementType.F64, Use: BufferUse.ResultOnly)],
        };

        public override object? CreateTaskData(DataDescription data, TileForm form) =>
            fault == "task data" ? throw new InvalidDataException("nothing there") : null;

        public void ProcessFrame(in Tile frame, UdfTask task)
        {
        }

        public override IReadOnlyList<ResultArray> GetResults(UdfTask merged)
        {
            Array values = fault switch
            {
                "float" => new float[6],
                "long" => new long[6],
                _ => new double[6],
            };
            var result = new ResultArray("z", ResultKind.Detector, ElementType.F64, new Extent(2, 3), values);
            return fault switch
            {
                "results null" => null!,
                "a null result" => [null!],
                "twice" => [result, result],
                _ => [result],
            };
        }
    }

    private sealed class Failing(string where) : Udf, IFrameUdf, IMergeUdf, IPreprocessUdf
    {
        public override string Name => "failing";

        public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
            [new("sum", ResultKind.Scan, ElementType.F64), new("all", ResultKind.Single, ElementType.F64)];

        public void Preprocess(UdfTask task) => Fail("preprocess");

        public void ProcessFrame(in Tile frame, UdfTask task)
        {
            if (frame.Frames.Start != 7)
                return;
            task.View<double>(0)[0] = where switch
            {
                "frame" => frame.Pixels<ushort>()[frame.Pixels<ushort>().Length],
                "memory" => (new double[int.MaxValue])[0],
                "type" => frame.Pixels<double>()[0],
                "buffer" => task.View<float>(0)[0],
                _ => 0,
            };
        }

        public void Merge(UdfTask into, UdfTask from) => Fail("merge");

        public override IReadOnlyList<ResultArray> GetResults(UdfTask merged)
        {
            Fail("results");
            return [];
        }

        private void Fail(string here)
        {
            if (where == here)
                throw new InvalidDataException("nothing there");
        }
    }
}
