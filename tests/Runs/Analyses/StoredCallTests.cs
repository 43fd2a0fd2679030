using System.Text.Json;
using System.Text.Json.Nodes;
using Ronchi.Analyses;
using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Frames;
using Xunit;

namespace Ronchi.Tests.Analyses;

/// <summary>Every analysis can be stored with its parameters and read again.</summary>
public sealed class StoredCallTests
{
    public static TheoryData<string> Names() => [.. AnalysisRuns.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void StoredCall_IsTheSameCall(string name)
    {
        var analysis = OperationCall<Analysis>.Find(name, KnownAnalyses.All);
        var call = new OperationCall<Analysis>(analysis, AnalysisRuns.ArgumentsOf(analysis));
        using var json = JsonDocument.Parse(call.ToJson().ToJsonString());

        Assert.Equal(call, OperationCall<Analysis>.Read(json.RootElement, KnownAnalyses.All));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Schema_DescribesEveryParameter(string name)
    {
        var analysis = OperationCall<Analysis>.Find(name, KnownAnalyses.All);
        var json = ParameterSchemaJson.Of(analysis.Schema);

        foreach (var parameter in analysis.Schema.Parameters)
        {
            var member = json["properties"]![parameter.Name]!;
            Assert.Equal(parameter.Help, (string?)member["description"]);
            Assert.NotNull(member["type"]);
            Assert.False(parameter.Help.EndsWith('.'), parameter.Help);
        }

        // What is stored follows it.
        Assert.All(AnalysisRuns.ArgumentsOf(analysis).ToJson(), member => Assert.NotNull(json["properties"]![member.Key]));
        Assert.Equal(analysis.Schema.Parameters.Count(static parameter => parameter.IsRequired), ((JsonArray)json["required"]!).Count);
    }

    [Theory]
    [InlineData("""{"operation": "radail"}""", "there is no operation 'radail'. Did you mean 'radial'?")]
    [InlineData(
        """{"operation": "radial", "version": 2}""",
        "'radial' was stored as version 2, and this program reads versions up to 1: use the program that wrote it, or a newer one.")]
    [InlineData("""{"operation": "radial", "version": "x"}""", "the version of 'radial' is \"x\": expected a whole number.")]
    [InlineData(
        """{"operation": "radial", "parameter": {}}""",
        "'parameter' does not belong to an operation: expected operation, version and parameters.")]
    [InlineData("""{"analysis": "radial"}""", """an operation is written as {"operation": NAME, "parameters": {…}}.""")]
    [InlineData("""{"operation": "sum", "parameters": {"bins": 1}}""", "--bins: there are no parameters here.")]
    public void WrongCall_IsRefusedWithTheCure(string text, string message)
    {
        using var json = JsonDocument.Parse(text);

        Assert.Equal(
            message, Assert.ThrowsAny<FormatException>(() => OperationCall<Analysis>.Read(json.RootElement, KnownAnalyses.All)).Message);
    }

    [Fact]
    public void OlderVersion_IsUpgradedOrRefused()
    {
        IReadOnlyList<Analysis> known = [new Renamed(), new Changed()];
        using var renamed = JsonDocument.Parse("""{"operation": "renamed", "version": 1, "parameters": {"width": 3}}""");
        using var changed = JsonDocument.Parse("""{"operation": "changed", "version": 1, "parameters": {"bins": 3}}""");

        Assert.Equal(3, OperationCall<Analysis>.Read(renamed.RootElement, known).Arguments["bins"]);
        Assert.Equal(
            "The parameters of 'changed' were stored as version 1, and this program reads version 2: set them anew.",
            Assert.Throws<FormatException>(() => OperationCall<Analysis>.Read(changed.RootElement, known)).Message);
    }

    private sealed record Binned
    {
        [Parameter("Number of bins")]
        public int Bins { get; init; } = 1;
    }

    private class Changed : AnalysisWith<Binned>
    {
        public override string Name => "changed";

        public override string Summary => "Counts.";

        public override int Version => 2;

        public override Udf Create(OperationContext context, Binned parameters) => throw new ArgumentException("It is not run.");
    }

    private sealed class Renamed : Changed
    {
        public override string Name => "renamed";

        public override JsonObject Upgrade(JsonObject parameters, int version) => new() { ["bins"] = parameters["width"]?.DeepClone() };
    }
}
