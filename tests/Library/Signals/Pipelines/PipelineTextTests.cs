using System.Text.Json;
using Ronchi.Analyses;
using Ronchi.Analyses.Steps;
using Ronchi.Engine.Operations;
using Ronchi.Signals.Pipelines;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Signals.Pipelines;

/// <summary>Pipelines as people write them.</summary>
public sealed class PipelineTextTests
{
    private static readonly IReadOnlyList<Operation> Known = [.. KnownFrameOperations.All, .. KnownAnalyses.All];

    [Theory]
    [InlineData("{}", "this is no pipeline: expected {\"pipeline\": 1, \"signals\": [{\"name\": NAME, \"operation\": NAME}]}.")]
    [InlineData(
        "{\"pipeline\": 2}",
        "the pipeline has version 2, and this program reads version 1: use the program that wrote it, or a newer one.")]
    [InlineData("{\"pipeline\": 1}", "the pipeline has no signals: add {\"name\": \"sum\", \"operation\": \"sum\"} to \"signals\".")]
    [InlineData(
        "{\"pipeline\": 1, \"steps\": []}",
        "'steps' does not belong to a pipeline: expected pipeline, data, signals, outputs, input, program, files.")]
    [InlineData("{\"pipeline\": 1, \"signals\": {}}", "\"signals\" is a list: [ … ].")]
    [InlineData(
        "{\"pipeline\": 1, \"data\": {\"crop\": \"1,2\"}, \"signals\": [SUM]}",
        "data: --crop: '1,2' is not a rectangle: expected ROW0,COL0,ROW1,COL1 with whole numbers from 0, as in 32,32,159,159.")]
    [InlineData("{\"pipeline\": 1, \"signals\": [{\"operation\": \"sum\"}]}", "a signal has no name: add \"name\".")]
    [InlineData(
        "{\"pipeline\": 1, \"signals\": [{\"name\": \"a/b\", \"operation\": \"sum\"}]}",
        "'a/b' cannot be the name of a signal: use letters, digits, '-' and '_'.")]
    [InlineData("{\"pipeline\": 1, \"signals\": [SUM, SUM]}", "there are two signals called 'sum': rename one.")]
    [InlineData(
        "{\"pipeline\": 1, \"signals\": [{\"name\": \"data\", \"operation\": \"sum\"}]}",
        "there are two signals called 'data': rename one; 'data' are the data that are opened.")]
    [InlineData(
        "{\"pipeline\": 1, \"signals\": [{\"name\": \"a\", \"operation\": \"summ\"}]}",
        "signal 'a': there is no operation 'summ'. Did you mean 'sum'?")]
    [InlineData(
        "{\"pipeline\": 1, \"signals\": [{\"name\": \"a\", \"of\": \"b\", \"operation\": \"sum\"}]}",
        "signal 'a': it is made of 'b', which is no signal before it: write the name of one, or \"data\".")]
    [InlineData(
        "{\"pipeline\": 1, \"signals\": [SUM, {\"name\": \"a\", \"of\": \"sum\", \"operation\": \"sum\"}]}",
        "signal 'a': it is made of 'sum', which gives results, not frames.")]
    [InlineData(
        "{\"pipeline\": 1, \"signals\": [{\"name\": \"a\", \"operation\": \"crop\", \"version\": 7}]}",
        "signal 'a': 'crop' was stored as version 7, and this program reads versions up to 1: use the "
        + "program that wrote it, or a newer one.")]
    [InlineData(
        "{\"pipeline\": 1, \"signals\": [{\"name\": \"a\", \"operation\": \"sum\", \"region\": \"square:1\"}]}",
        "signal 'a': region: 'square:1' is not a region: expected " + ScanRegion.Grammar + ", as in rect:0,0,31,63.")]
    [InlineData(
        "{\"pipeline\": 1, \"signals\": [{\"name\": \"a\", \"operation\": \"bin-scan\", \"region\": \"rect:0,0,1,1\"}]}",
        "signal 'a': \"region\" is for analyses; frames of a region are made by select-positions.")]
    [InlineData(
        "{\"pipeline\": 1, \"signals\": [{\"name\": \"a\", \"operation\": \"record\", \"parameters\": {\"file\": \"x.npy\"}}]}",
        "signal 'a': 'record' writes files of its own: name the frames under \"outputs\" instead.")]
    [InlineData(
        "{\"pipeline\": 1, \"signals\": [{\"name\": \"b\", \"operation\": \"bin-scan\"}, {\"name\": \"a\", \"operation\": \"correct\", "
        + "\"parameters\": {\"dark\": \"b\"}}]}",
        "signal 'a': it takes 'b', which gives frames, as an array: take a result of an analysis of them.")]
    [InlineData(
        "{\"pipeline\": 1, \"signals\": [SUM], \"outputs\": [{\"signal\": \"sun\", \"file\": \"{name}.npy\"}]}",
        "outputs: there is no signal 'sun'. Did you mean 'sum'?")]
    [InlineData(
        "{\"pipeline\": 1, \"signals\": [SUM], \"outputs\": [{\"signal\": \"sum\"}]}",
        "the output of 'sum' names no file: add \"file\": \"{name}-sum.npz\".")]
    [InlineData(
        "{\"pipeline\": 1, \"signals\": [SUM], \"outputs\": [{\"signal\": \"sum\", \"file\": \"../{name}.npy\"}]}",
        "the output of 'sum' is '../{name}.npy': expected a file below the folder for results, as in {name}-sum.npz.")]
    [InlineData(
        "{\"pipeline\": 1, \"signals\": [SUM], \"outputs\": [{\"signal\": \"sum\", \"file\": \"/{name}.npy\"}]}",
        "the output of 'sum' is '/{name}.npy': expected a file below the folder for results, as in {name}-sum.npz.")]
    [InlineData(
        "{\"pipeline\": 1, \"signals\": [SUM], \"outputs\": [{\"signal\": \"sum\", \"file\": \"sum.npy\"}]}",
        "the output of 'sum' is 'sum.npy', the same for all data: write {name} for the name of the data, as in {name}-sum.npz.")]
    [InlineData(
        "{\"pipeline\": 1, \"signals\": [SUM], \"outputs\": [{\"signal\": \"sum\", \"file\": \"{name}.npy\"}, {\"signal\": "
        + "\"sum\", \"file\": \"{name}.npy\"}]}",
        "outputs: '{name}.npy' is written by 2 outputs; give each a file of its own.")]
    [InlineData(
        "{\"pipeline\": 1, \"signals\": [SUM], \"outputs\": [{\"signal\": \"sum\", \"file\": \"{name}.npy\"}, {\"signal\": "
        + "\"sum\", \"file\": \"./{name}.npy\"}]}",
        "outputs: './{name}.npy' is written by 2 outputs; give each a file of its own.")]
    [InlineData(
        "{\"pipeline\": 1, \"signals\": [CROP], \"outputs\": [{\"signal\": \"crop\", \"file\": \"{name}.h5\"}, "
        + "{\"signal\": \"crop\", \"file\": \"./{name}_master.h5\"}]}",
        "outputs: '{name}.h5' is also one of the files of './{name}_master.h5'; give it another name.")]
    [InlineData(
        "{\"pipeline\": 1, \"signals\": [CROP], \"outputs\": [{\"signal\": \"crop\", \"file\": \"{name}_master.h5\"}, "
        + "{\"signal\": \"crop\", \"file\": \"{name}_data_000002.h5\"}]}",
        "outputs: '{name}_data_000002.h5' is also one of the files of '{name}_master.h5'; give it another name.")]
    [InlineData(
        "{\"pipeline\": 1, \"signals\": [SUM], \"signals\": [SUM]}",
        "\"signals\" is written twice between the same braces: leave one out.")]
    [InlineData(
        "{\"pipeline\": 1, \"signals\": [{\"name\": \"a\", \"operation\": \"bin-scan\", \"parameters\": "
        + "{\"scan-bin\": 2, \"scan-bin\": 3}}]}",
        "\"scan-bin\" is written twice between the same braces: leave one out.")]
    [InlineData(
        "{\"pipeline\": 1, \"signals\": [{\"name\": \"a\", \"operation\": \"correct\", \"parameters\": "
        + "{\"dark\": \"sum/intensity\"}}, SUM]}",
        "signal 'a': it takes 'sum/intensity' of a signal that comes after it: write 'sum' before it, "
        + "or give the file as ./sum/intensity.")]
    [InlineData(
        "{\"pipeline\": 1, \"signals\": [{\"name\": \"a\", \"operation\": \"correct\", \"parameters\": {\"dark\": \"a\"}}]}",
        "signal 'a': it takes 'a' of itself: write 'a' before it, or give the file as ./a.")]
    public void WrongPipeline_IsRefusedWithTheCure(string text, string message) =>
        Assert.Equal(
            message,
            Assert.ThrowsAny<FormatException>(
                () => Read(text.Replace("SUM", """{"name": "sum", "operation": "sum"}""", StringComparison.Ordinal)
                    .Replace("CROP", """{"name": "crop", "operation": "crop"}""", StringComparison.Ordinal))).Message);

    [Fact]
    public void WhatEditorsAndPeopleLeaveInAFile_IsRead()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("p.json"), """
            {"pipeline": 1, // the version
             "signals": [{"name": "b", "operation": "bin-detector", "parameters": { /* a square */ "det-bin": 2, }, }, ], }
            """, new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        Assert.Equal(new BinningFactor(2), PipelineJson.ReadFile(folder.File("p.json"), Known).Signals[0].Call.Arguments["det-bin"]);
    }

    [Fact]
    public void MoreSignalsThanAStackHolds_AreRefused()
    {
        var signals = string.Join(
            ',',
            Enumerable.Range(0, 20_000)
                .Select(static number =>
                    $$"""{"name": "s{{number}}", "of": "{{(number == 0 ? "data" : $"s{number - 1}")}}", "operation": "bin-scan"}"""));

        Assert.Equal(
            "the pipeline has more than 1000 signals: make several of it.",
            Assert.Throws<FormatException>(() => Read($$"""{"pipeline": 1, "signals": [{{signals}}]}""")).Message);
    }

    private static Pipeline Read(string text)
    {
        using var json = JsonDocument.Parse(text);
        return PipelineJson.Read(json.RootElement, Known);
    }
}
