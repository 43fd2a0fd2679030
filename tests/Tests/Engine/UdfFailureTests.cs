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
    [InlineData("memory", "'failing' failed at scan position 1,2 (frame 7)", "on values of uint16", "OutOfMemoryException: there is not enough memory")]
    [InlineData("type", "'failing' failed at scan position 1,2 (frame 7)", "on values of uint16", "The values are uint16, not float64")]
    [InlineData("buffer", "'failing' failed at scan position 1,2 (frame 7)", "on values of uint16", "Buffer 'sum' holds float64, not Single")]
    [InlineData("merge", "'failing' failed in Merge", "", "InvalidDataException: nothing there")]
    [InlineData("results", "'failing' failed in GetResults", "", "InvalidDataException: nothing there")]
    [InlineData("preprocess", "'failing' failed in Preprocess", "", "InvalidDataException: nothing there")]
    public async Task Failure_NamesUdfPositionTypeAndLine(string where, string what, string type, string cause)
    {
        using var source = new ArraySource<ushort>(new ushort[4 * 5 * 6], new DataShape(new Extent(4, 5), new Extent(2, 3)));
        var e = await Assert.ThrowsAsync<RunException>(() => new CpuExecutor(2).RunAsync(RunPlan.Create(source, [new Failing(where)]), cancellationToken: TestContext.Current.CancellationToken));
        foreach (var part in (string[])[what, type, cause, " of UdfFailureTests.cs: "])
            Assert.Contains(part, e.Message, StringComparison.Ordinal);
        Assert.Matches(", line [1-9][0-9]* of UdfFailureTests.cs", e.Message);
        Assert.Equal(where is "merge" or "results" or "preprocess" ? null : new FrameRange(7, 1), e.Frames);
    }

    private sealed class Failing(string where) : Udf, IFrameUdf, IMergeUdf, IPreprocessUdf
    {
        public override string Name => "failing";

        public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) => [new("sum", ResultKind.Scan, ElementType.F64), new("all", ResultKind.Single, ElementType.F64)];

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
