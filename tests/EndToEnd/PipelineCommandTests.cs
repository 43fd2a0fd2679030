using System.Text.Json;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.EndToEnd;

/// <summary><c>ronchi run PIPELINE.json PATH…</c>, over folders, and again.</summary>
public sealed class PipelineCommandTests : IDisposable
{
    private const string Pipeline = """
        // What a person writes may have comments,
        {"pipeline": 1, "signals": [
          {"name": "binned", "operation": "bin-detector", "parameters": {"det-bin": 2}},
          {"name": "com", "of": "binned", "operation": "com"},
          {"name": "centred", "of": "binned", "operation": "shift-frames", "parameters": {"by": "com/field", "back": true}},
          {"name": "pattern", "of": "centred", "operation": "sum"},
        ],
        "outputs": [{"signal": "pattern", "file": "{name}-pattern.npz"}, {"signal": "centred", "file": "{name}-centred.npy"}]}
        """;

    private readonly TemporaryFolder _folder = new();

    public PipelineCommandTests()
    {
        Directory.CreateDirectory(_folder.File("scans"));
        for (var number = 1; number <= 3; number++)
            Write($"scans/scan {number}.npy", number);
        File.WriteAllText(_folder.File("my pipeline.json"), Pipeline);
    }

    [Fact]
    public void FolderOfScans_IsDoneOneByOne_AndKept()
    {
        var first = Run("run", "my pipeline.json", "scans", "-o", "out");
        Assert.True(first.ExitCode == 0, first.Errors);
        Assert.Equal(
            ["scan 1: 12 frames, 3 passes, ", "scan 2: 12 frames, 3 passes, ", "scan 3: 12 frames, 3 passes, "],
            Lines(first).Select(static line => line[..29]));
        File.Delete(_folder.File("out/scan 2-pattern.npz"));

        using var summary = JsonDocument.Parse(Run("run", "my pipeline.json", "scans", "-o", "out", "--json").Output);

        Assert.Equal(
            ["kept", "done", "kept"], summary.RootElement.EnumerateArray().Select(static one => one.GetProperty("state").GetString()));
        Assert.Equal(2, summary.RootElement[1].GetProperty("passes").GetInt32());   // the centres, the pattern; the frames were there
    }

    [Fact]
    public void ValuesOfASeries_AreRefused_ForEachFileIsADataSet()
    {
        var refused = Run("run", "my pipeline.json", "scans", "-o", "out", "--series-values", "values.csv");

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("a pipeline takes each file of PATH by itself", refused.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("out")));
    }

    [Fact]
    public void ResultsOfAPipeline_AreThoseOfCommandsOneByOne()
    {
        Assert.Equal(0, Run("run", "my pipeline.json", "scans/scan 1.npy", "-o", "out", "--sync-offset", "1").ExitCode);
        Assert.Equal(0, Run("run", "sum", "out/scan 1-centred.npy", "-o", "sum.npy").ExitCode);
        Assert.Equal(0, Run("info", "out/scan 1-pattern.npz", "--pipeline").ExitCode);
        File.WriteAllText(_folder.File("again.json"), Run("info", "out/scan 1-pattern.npz", "--pipeline").Output);

        var again = Run("run", "again.json", "scans/scan 1.npy", "-o", "again");

        Assert.True(again.ExitCode == 0, again.Errors);
        Assert.Equal(Values("out/scan 1-pattern.npz"), Values("again/scan 1-pattern.npz"));
        Assert.Contains("opened as", Run("info", "again/scan 1-pattern.npz").Output, StringComparison.Ordinal);
        Assert.Contains("\"sync-offset\"", Run("info", "again/scan 1-pattern.npz").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void FramesOfAPipeline_SayHowTheyWereMade()
    {
        Assert.Equal(0, Run("run", "my pipeline.json", "scans/scan 1.npy", "-o", "out").ExitCode);
        Assert.Contains("centred: shift-frames of binned", Run("info", "out/scan 1-centred.npy").Output, StringComparison.Ordinal);
        File.WriteAllText(_folder.File("again.json"), Run("info", "out/scan 1-centred.npy", "--pipeline").Output);

        var again = Run("run", "again.json", "scans/scan 1.npy", "-o", "again");

        Assert.True(again.ExitCode == 0, again.Errors);
        Assert.Equal(
            File.ReadAllBytes(_folder.File("out/scan 1-centred.npy")), File.ReadAllBytes(_folder.File("again/scan 1-centred.npy")));
    }

    [Fact]
    public void KilledBeforeTheRecord_FilesThatSayWhatTheyHold_AreDone()
    {
        Assert.Equal(0, Run("run", "my pipeline.json", "scans/scan 1.npy", "-o", "out").ExitCode);
        File.Delete(_folder.File("out/scan 1.pipeline.json"));

        using var summary = JsonDocument.Parse(Run("run", "my pipeline.json", "scans/scan 1.npy", "-o", "out", "--json").Output);

        Assert.Equal("kept", Assert.Single(summary.RootElement.EnumerateArray()).GetProperty("state").GetString());
    }

    [Fact]
    public void DataThatFail_AreSaid_AndTheOthersAreDone()
    {
        File.WriteAllText(_folder.File("scans/scan 2.npy"), "broken");

        var program = Run("run", "my pipeline.json", "scans", "-o", "out");

        Assert.Equal(1, program.ExitCode);
        Assert.Equal(2, Lines(program).Count);
        Assert.Contains("ronchi: scan 2: ", program.Errors, StringComparison.Ordinal);
        Assert.Contains("1 of 3 data sets failed", program.Errors, StringComparison.Ordinal);
    }

    // As on a command line.
    [Theory]
    [InlineData("bin-detector", "\"det-bin\": \"two\"")]
    [InlineData("bin-detector", "\"det-bins\": 2")]
    [InlineData("bin-detector", "\"det-bin\": 100")]
    [InlineData("crop", "\"region\": [90, 90, 99, 99]")]
    public void ParameterThatCannotBe_IsAMistakeOfTheQuestion(string operation, string parameters)
    {
        File.WriteAllText(_folder.File("wrong.json"), $$$"""
            {"pipeline": 1, "signals": [
              {"name": "a", "operation": "{{{operation}}}", "parameters": { {{{parameters}}} }},
              {"name": "b", "of": "a", "operation": "sum"}]}
            """);

        var program = Run("run", "wrong.json", "scans", "-o", "out");

        Assert.True(program.ExitCode == 2, program.Errors);
    }

    [Fact]
    public void RunOfOneAnalysis_SaysHowItWasMade()
    {
        Assert.Equal(
            0,
            Run(
                "run", "virtual-image", "scans/scan 1.npy", "--detector", "disk:3,3,2", "--roi", "rect:0,0,1,2",
                "--scan-bin", "1", "--crop", "0,0,5,6", "-o", "image.npz", "-o", "image.png").ExitCode);
        File.WriteAllText(_folder.File("again.json"), Run("info", "image.png", "--pipeline").Output);

        Assert.Equal(0, Run("run", "again.json", "scans/scan 1.npy", "-o", ".").ExitCode);

        Assert.Equal(Values("image.npz"), Values("scan 1-virtual-image.npz"));
    }

    [Theory]
    [InlineData("--roi", "rect:0,0,1,1")]
    [InlineData("-x")]
    public void OptionThatThereIsNot_IsNotTakenForData(params string[] options)
    {
        var program = Run(["run", "my pipeline.json", "scans/scan 1.npy", "-o", "out", .. options]);

        Assert.Equal(2, program.ExitCode);
        Assert.Equal(
            $"ronchi: 'ronchi run my pipeline.json' has no option {options[0]}; see 'ronchi run my pipeline.json --help'.\n",
            program.Errors);
        Assert.False(Directory.Exists(_folder.File("out")));
    }

    [Theory]
    [InlineData("", "ronchi: -o: the name of the folder is empty.\n")]
    [InlineData("my pipeline.json", "ronchi: my pipeline.json: this is a file; give a folder.\n")]
    public void WhatIsNoFolder_IsSaid(string folder, string message) =>
        Assert.Equal(message, Run("run", "my pipeline.json", "scans", "-o", folder).Errors);

    [Fact]
    public void ResultOfAUdfInAFile_SaysHowToRunItAgain()
    {
        Assert.Equal(0, Run("new", "udf", "bright").ExitCode);
        var first = Run("run", "bright.cs", "scans/scan 1.npy", "-o", "bright.npz");
        Assert.True(first.ExitCode == 0, first.Errors);

        var text = Run("info", "bright.npz").Output;

        Assert.Contains("of " + _folder.File("bright.cs"), text, StringComparison.Ordinal);
        Assert.Contains("to run it again: ronchi run bright.cs PATH", text, StringComparison.Ordinal);
        File.WriteAllText(_folder.File("again.json"), Run("info", "bright.npz", "--pipeline").Output);
        Assert.Equal(
            "ronchi: again.json: signal 'bright-cs': 'bright.cs' is a UDF in a file, which pipelines do not run: use 'ronchi run "
            + "bright.cs', or make a plug-in of it.\n",
            Run("run", "again.json", "scans").Errors);
    }

    [Fact]
    public void WordsOfAFile_DoNotMoveTheCursor()
    {
        File.WriteAllText(
            _folder.File("evil.pipeline.json"),
            """{"pipeline": 1, "signals": [{"name": "\u001b[31mred", "of": "data", "operation": "sum"}], "input": [], "program": "\u001b]0;title\u0007"}""");

        var program = Run("info", "evil.pipeline.json");

        Assert.Equal(0, program.ExitCode);
        Assert.DoesNotContain(program.Output, static letter => char.IsControl(letter) && letter != '\n');
    }

    [Fact]
    public void DiskThatWasFound_IsThatOfTheCommand()
    {
        File.WriteAllText(
            _folder.File("bf.json"),
            """{"pipeline": 1, "signals": [{"name": "bf", "operation": "virtual-image", "parameters": {"detector": "bf"}}]}""");
        Assert.Equal(0, Run("run", "bf.json", "scans/scan 2.npy").ExitCode);
        Assert.Equal(0, Run("run", "virtual-image", "scans/scan 2.npy", "--detector", "bf", "-o", "bf.npz").ExitCode);

        Assert.NotEmpty(Values("bf.npz", "found.npy"));
        Assert.Equal(Values("bf.npz", "found.npy"), Values("scan 2-bf.npz", "found.npy"));
        Assert.Equal(Values("bf.npz"), Values("scan 2-bf.npz"));
    }

    [Fact]
    public void Template_RunsAsItIs()
    {
        Assert.Equal(0, Run("new", "pipeline", "first look").ExitCode);
        Assert.Equal(1, Run("new", "pipeline", "first look").ExitCode);

        var program = Run("run", "first look.json", "scans/scan 3.npy", "-o", "out");

        Assert.True(program.ExitCode == 0, program.Errors);
        Assert.NotEmpty(Directory.EnumerateFiles(_folder.File("out"), "*.png"));
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    private RonchiProgram Run(params string[] arguments) => RonchiProgram.Run(_folder.Path, arguments);

    private static List<string> Lines(RonchiProgram program) => [.. program.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    private byte[] Values(string file, string? name = null)
    {
        using var archive = System.IO.Compression.ZipFile.OpenRead(_folder.File(file));
        using var values = new MemoryStream();
        using (var entry = (name is null ? archive.Entries[0] : archive.GetEntry(name)!).Open())
            entry.CopyTo(values);
        return values.ToArray();
    }

    // 3 × 4 frames of 6 × 8 pixels with a disk that moves.
    private void Write(string name, int seed)
    {
        var random = new Random(seed);
        var values = new ushort[12 * 48 * 16];
        for (var i = 0; i < values.Length; i++)
        {
            var (frame, pixel) = Math.DivRem(i, 48 * 16);
            double row = (pixel / 32) - 11 - (frame % 3), column = (pixel % 32) - 15 - (frame % 4);
            values[i] = (ushort)(random.Next(3) + ((row * row) + (column * column) < 36 ? 300 : 0));
        }

        using var file = File.Create(_folder.File(name));
        NpyWriter.Write(file, new NamedArray("frames", ElementType.U16, [3, 4, 24, 32], values));
    }
}
