using Ronchi.Analyses;
using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
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
        var data = new DataDescription(new DataShape(new Extent(8, 8), new Extent(16, 16)), ElementType.U16, new Validity());
        var udf = Made(name, data);

        foreach (var buffer in udf.Declare(data).Where(static buffer => buffer.Use is BufferUse.Result or BufferUse.ResultOnly))
            Assert.True(
                buffer.Unit is { Length: > 0 } != (name == "dpc" || Numbers.Contains(buffer.Name, StringComparer.Ordinal)),
                $"'{buffer.Name}' of {name} has the unit '{buffer.Unit}'.");
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
        var source = new ArraySource<ushort>(new ushort[4 * 5 * 6 * 7], new DataShape(new Extent(4, 5), new Extent(6, 7)));
        var data = DataDescription.Of(source);
        var udfs = new[] { "com", "sum" }.Select(name => Made(name, data));
        var results = await new CpuExecutor()
            .RunAsync(RunPlan.Create(source, [.. udfs]), progress: null, TestContext.Current.CancellationToken);

        Assert.Equal(("px", "px/position", "counts"), (results["raw_com"].Unit, results["curl"].Unit, results["intensity"].Unit));
        Assert.Equal(["row, column"], results["raw_com"].ExtraNames);
    }

    private static Udf Made(string name, DataDescription data)
    {
        string[] given = name switch
        {
            "virtual-image" => ["detector=disk:8,8,3"],
            "masks" or "fft-mask" => ["mask=m.npy"],
            "fem" => ["center=8,8", "inner-radius=2", "outer-radius=5"],
            "crystallinity" => ["inner-radius=2", "outer-radius=5"],
            _ => [],
        };
        var texts = given.Select(static text => text.Split('=')).ToLookup(static pair => pair[0], static pair => pair[1]);
        var analysis = KnownAnalyses.All.First(analysis => analysis.Name == name);
        var context = new OperationContext(data)
        {
            Weights = _ => (new double[data.Shape.FrameElements], data.Shape.Detector),
            Search = static () => (8, 8, 4),
        };
        return analysis.Create(context, Arguments.Parse(analysis.Schema, parameter => [.. texts[parameter.Name]]));
    }
}
