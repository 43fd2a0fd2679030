using Ronchi.Analyses;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Xunit;

namespace Ronchi.Tests.Analyses;

public sealed class UnitTests
{
    // Numbers without unit; the signal of quadrants is a share of their sum.
    private static readonly string[] Numbers = [
        "components", "explained_variance_ratio", "quality", "dominant", "flip", "labels", "position", "logsum", "ratio"];

    public static TheoryData<string> Names() =>
        [.. KnownAnalyses.All.Select(static analysis => analysis.Name).Where(static name => name != "record")];

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryResult_StatesItsUnit(string name)
    {
        using var source = AnalysisRuns.Source(AnalysisRuns.Values(), ElementType.U16);
        var udf = Made(name, source);

        foreach (var buffer in udf.Declare(DataDescription.Of(source))
            .Where(static buffer => buffer.Use is BufferUse.Result or BufferUse.ResultOnly))
            Assert.True(
                buffer.Unit is { Length: > 0 } != (name == "dpc" || Numbers.Contains(buffer.Name, StringComparer.Ordinal)),
                $"'{buffer.Name}' of {name} has the unit '{buffer.Unit}': every result states one, but for the numbers listed here.");
    }

    [Theory]
    [InlineData(ElementType.U16, null, "counts")]
    [InlineData(ElementType.F32, null, "arb. units")]
    [InlineData(ElementType.F32, "electrons", "electrons")]
    public void Values_HaveTheUnitOfTheData(ElementType type, string? said, string expected) =>
        Assert.Equal(
            expected,
            new DataDescription(new DataShape(new Extent(1), new Extent(1)), type, new Validity()) { ValueUnit = said }.ValueUnit);

    [Theory]
    [InlineData("counts", "counts²")]
    [InlineData("arb. units", "(arb. units)²")]
    public void SquaredUnit_IsReadAsOne(string unit, string expected) => Assert.Equal(expected, ResultUnit.Squared(unit));

    [Fact]
    public async Task ResultThatAUdfMakes_HasTheDeclaredUnit()
    {
        using var source = AnalysisRuns.Source(AnalysisRuns.Values(), ElementType.U16);
        var udfs = new[] { "com", "sum" }.Select(name => Made(name, source));
        var results = await new CpuExecutor()
            .RunAsync(RunPlan.Create(source, [.. udfs]), progress: null, TestContext.Current.CancellationToken);

        Assert.Equal(("px", "px/position", "counts"), (results["raw_com"].Unit, results["curl"].Unit, results["intensity"].Unit));
        Assert.Equal(["row, column"], results["raw_com"].ExtraNames);
    }

    private static Udf Made(string name, IFrameSource source)
    {
        var analysis = KnownAnalyses.All.First(analysis => analysis.Name == name);
        return analysis.Create(AnalysisRuns.Context(source), AnalysisRuns.ArgumentsOf(analysis));
    }
}
