using System.Collections.Immutable;
using System.IO.Compression;
using System.Text.Json;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.EndToEnd;

/// <summary>A user's UDF from a C# file.</summary>
public sealed class ScriptTests : IDisposable
{
    private const string Sum = """
        // Each kind of parameter once.
        /// <param name="Factor">What every frame's sum is multiplied with</param>
        record Settings(double Factor, int Add = 0, bool Negative = false, Kind Kind = Kind.AllPixels, (double Row, double Column)? Only = null, float[]? Weights = null, string Note = "none");

        enum Kind { AllPixels, FirstPixel }

        /// <summary>Sums of frames, <b>changed</b> in every way &amp; weighted.</summary>
        class Scaled(Settings settings) : Udf, IFrameUdf
        {
            public override string Name => "scaled";

            public override ElementType? PreferredType => ElementType.F64;

            public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) => [new("scaled", ResultKind.Scan, ElementType.F64)];

            public void ProcessFrame(in Tile frame, UdfTask task)
            {
                var pixels = frame.Pixels<double>();
                var columns = (int)task.Data.Shape.Detector[1];
                var sum = 0.0;
                for (var i = 0; i < pixels.Length; i++)
                    sum += pixels[i] * (settings.Weights?[i] ?? 1);
                if (settings.Kind == Kind.FirstPixel)
                    sum = pixels[0];
                if (settings.Only is var (row, column))
                    sum = pixels[((int)row * columns) + (int)column];
                task.View<double>(0)[0] = ((sum * settings.Factor) + settings.Add + settings.Note.Length - 4) * (settings.Negative ? -1 : 1);
            }
        }
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly double[] _values = new double[3 * 4 * 5 * 6];

    public ScriptTests()
    {
        var random = new Random(5);
        for (var i = 0; i < _values.Length; i++)
            _values[i] = random.Next(100);
        Write("scan.npy", [3, 4, 5, 6], _values);
        File.WriteAllText(_folder.File("my scaled.cs"), Sum);
    }

    [Theory]
    [InlineData(10.0, "--factor", "10")]
    [InlineData(0.5, "--factor", "0.5", "--kind", "all-pixels")]
    public void Parameters_AreOptions(double factor, params string[] options) =>
        Assert.Equal(Frames(frame => frame.Sum() * factor), Run(options));

    [Fact]
    public void ParametersOfEveryKind_Arrive()
    {
        Write("weights.npy", [5, 6], [.. Enumerable.Range(0, 30).Select(static i => (double)i)]);

        Assert.Equal(
            Frames(static frame => -((2 * frame[0]) + 7)), Run("--factor", "2", "--add", "7", "--negative", "--kind", "first-pixel"));
        Assert.Equal(Frames(static frame => frame[(2 * 6) + 4]), Run("--factor", "1", "--only", "2,4"));
        Assert.Equal(
            Frames(static frame => frame.Select(static (value, i) => value * i).Sum() + 2),
            Run("--factor", "1", "--weights", "weights.npy", "--note", "longer"));
    }

    [Fact]
    public void Help_ShowsTheFilesComments()
    {
        var help = RonchiProgram.Run(_folder.Path, "run", "my scaled.cs", "--help").Output;

        Assert.Contains("Sums of frames, changed in every way & weighted", help, StringComparison.Ordinal);
        Assert.Contains("--factor <N> (REQUIRED)", help, StringComparison.Ordinal);
        Assert.Contains("What every frame's sum is multiplied with", help, StringComparison.Ordinal);
        Assert.Contains("--kind <all-pixels|first-pixel>", help, StringComparison.Ordinal);
    }

    [Fact]
    public void RequiredParameter_IsAskedFor()
    {
        var program = RonchiProgram.Run(_folder.Path, "run", "my scaled.cs", "scan.npy");

        Assert.Equal(2, program.ExitCode);
        Assert.Contains("--factor", program.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Template_RunsAsItIs()
    {
        Assert.Equal(0, RonchiProgram.Run(_folder.Path, "new", "udf", "bright-disk").ExitCode);
        var program = RonchiProgram.Run(
            _folder.Path, "run", "bright-disk.cs", "scan.npy", "--radius", "1", "--threshold", "50", "--center", "2,3", "-o", "out.npz");
        Assert.True(program.ExitCode == 0, program.Errors);

        int[] disk = [9, 14, 15, 16, 21];
        Assert.Equal(Frames(frame => (double)(float)(disk.Sum(pixel => frame[pixel]) / 5)), Read("mean"));
        Assert.Equal(Frames(frame => disk.Count(pixel => frame[pixel] > 50)), Read("bright"));
        Assert.Equal(Enumerable.Range(0, 30).Select(pixel => Frames(frame => frame[pixel]).Sum() / 12), Read("average"));
    }

    [Theory]
    [InlineData("pixels[1000]", "IndexOutOfRangeException")]
    [InlineData("frame.Pixels<byte>()[0]", "The values are float64, not uint8")]
    [InlineData("(new double[int.MaxValue])[0]", "there is not enough memory")]
    public void Failure_NamesUdfPositionTypeAndLine(string fault, string cause)
    {
        File.WriteAllText(
            _folder.File("failing.cs"),
            Sum.Replace("var sum = 0.0;", $"var sum = task.Frames.Start == 7 ? {fault} : 0.0;", StringComparison.Ordinal));
        var line = File.ReadLines(_folder.File("failing.cs"))
            .TakeWhile(line => !line.Contains("task.Frames.Start == 7", StringComparison.Ordinal)).Count()
            + 1;
        var program = RonchiProgram.Run(_folder.Path, "run", "failing.cs", "scan.npy", "--factor", "1");

        Assert.Equal(1, program.ExitCode);
        foreach (var part in (string[])[
            "'scaled' failed at scan position 1,3 (frame 7)", "on values of float64", $", line {line} of failing.cs: ", cause])
            Assert.Contains(part, program.Errors, StringComparison.Ordinal);
        Assert.Single(program.Errors.Trim().Split('\n'));
    }

    [Theory]
    [InlineData(
        "Declare",
        "public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) => FAULT [new(\"mine\", "
        + "ResultKind.Scan, ElementType.F64)];")]
    [InlineData("CreateTaskData", "public override object? CreateTaskData(DataDescription data, TileForm form) => FAULT null;")]
    [InlineData("GetResults", "public override IReadOnlyList<ResultArray> GetResults(UdfTask merged) => FAULT [];")]
    public void ArgumentExceptionOfAUdf_IsToldAsAnyOther(string method, string members)
    {
        var declare = method == "Declare"
            ? ""
            : "public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) => [new(\"mine\", "
                + "ResultKind.Scan, ElementType.F64)];";
        File.WriteAllText(_folder.File("refusing.cs"), $$"""
            class Refusing : Udf, IFrameUdf
            {
                public override string Name => "refusing";

                {{declare}}

                {{members.Replace("FAULT", "Environment.TickCount64 > 0 ? throw new ArgumentException(\"on purpose\") :", StringComparison.Ordinal)}}

                public void ProcessFrame(in Tile frame, UdfTask task)
                {
                }
            }
            """);
        var line = File.ReadLines(_folder.File("refusing.cs"))
            .TakeWhile(line => !line.Contains("on purpose", StringComparison.Ordinal)).Count()
            + 1;
        var program = RonchiProgram.Run(_folder.Path, "run", "refusing.cs", "scan.npy");

        Assert.Equal(1, program.ExitCode);
        Assert.Equal(
            $"ronchi: 'refusing' failed in {method}, line {line} of refusing.cs: ArgumentException: on purpose", program.Errors.Trim());
    }

    [Theory]
    [InlineData("output", "--output")]
    [InlineData("workers", "--workers")]
    [InlineData("roi", "--roi")]
    [InlineData("scanShape", "--scan-shape")]
    [InlineData("resident", "--resident")]
    [InlineData("memory", "--memory")]
    [InlineData("verbose", "--verbose")]
    [InlineData("help", "--help")]
    [InlineData("udf", "--udf")]
    public void ParameterNamedAsAnOption_IsRefused(string name, string option)
    {
        File.WriteAllText(
            _folder.File("shadowing.cs"), Sum.Replace("int Add = 0", $"int {name} = 0, int Add = 0", StringComparison.Ordinal));
        var program = RonchiProgram.Run(_folder.Path, "run", "shadowing.cs", "scan.npy", "--factor", "1");

        Assert.Equal(1, program.ExitCode);
        Assert.Equal(
            $"ronchi: shadowing.cs: a parameter would be {option}, which is an option of 'ronchi run' already: rename the parameter.",
            program.Errors.Trim());
    }

    [Fact]
    public void NoDataValues_AreLeftOut()
    {
        // Pixel 3 is masked, and 65535 means "no data", as in a detector's file.
        var counts = Enumerable.Range(0, 12 * 30).Select(static i => i % 30 == 3 ? 9.0 : i % 7 == 0 ? ushort.MaxValue : i % 11).ToArray();
        ArrayFile.Save(
            _folder.File("counts.npy"),
            [new("counts", ElementType.U16, [3, 4, 5, 6], Array.ConvertAll(counts, static value => (ushort)value))]);
        File.WriteAllText(
            _folder.File("counts.npy.ronchi.json"),
            """{"carried": {"scanShape": [3, 4], "detectorShape": [5, 6], "dtype": "uint16", "maximumIsNoData": true, "maskedPixelRuns": [3, 4]}}""");
        Assert.Equal(0, RonchiProgram.Run(_folder.Path, "new", "udf", "bright-disk").ExitCode);
        var program = RonchiProgram.Run(
            _folder.Path, "run", "bright-disk.cs", "counts.npy", "--radius", "100", "--threshold", "5", "-o", "out.npz");
        Assert.True(program.ExitCode == 0, program.Errors);
        var left = Enumerable.Range(0, counts.Length).Count(i => i % 30 != 3 && counts[i] == ushort.MaxValue);
        Assert.Contains($"no data values left out: {left}", program.Output, StringComparison.Ordinal);
        Assert.Contains("given to the UDF as 0: 1 masked pixel of every frame", program.Output, StringComparison.Ordinal);

        bool IsMeasured(int i) => i % 30 != 3 && counts[i] != ushort.MaxValue;
        Assert.Equal(
            Enumerable.Range(0, 12)
                .Select(frame => (double)(float)Enumerable.Range(frame * 30, 30).Where(IsMeasured).Average(i => counts[i])),
            Read("mean"));
        Assert.Equal(
            Enumerable.Range(0, 12).Select(frame => (double)Enumerable.Range(frame * 30, 30).Count(i => IsMeasured(i) && counts[i] > 5)),
            Read("bright"));
        Assert.Equal(
            Enumerable.Range(0, 30)
                .Select(pixel => pixel == 3
                    ? double.NaN
                    : Enumerable.Range(0, 12).Select(frame => (frame * 30) + pixel).Where(IsMeasured).Average(i => counts[i])),
            Read("average"));

        using var json = JsonDocument.Parse(RonchiProgram.Run(_folder.Path, "run", "bright-disk.cs", "counts.npy", "--json").Output);
        Assert.Equal(left, json.RootElement.GetProperty("no_data_values_left_out").GetInt32());
        Assert.Equal("zero", json.RootElement.GetProperty("unmeasured_values").GetString());
        var pick = RonchiProgram.Run(_folder.Path, "run", "pick", "counts.npy").Output;
        Assert.Contains("kept as stored: 1 masked pixel of every frame", pick, StringComparison.Ordinal);
        Assert.DoesNotContain("left out", pick, StringComparison.Ordinal);
        // Floats have a value that is no number.
        ArrayFile.Save(_folder.File("dark.npy"), [new("dark", ElementType.F32, [5, 6], new float[30])]);
        Assert.Contains(
            "NaN in the results: 1 masked pixel of every frame",
            RonchiProgram.Run(_folder.Path, "run", "pick", "counts.npy", "--dark", "dark.npy").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void ResultsOfDifferentLengths_AreKept()
    {
        File.WriteAllText(_folder.File("peaks.cs"), """
            class Peaks : Udf, IFrameUdf
            {
                public override string Name => "peaks";

                public override ElementType? PreferredType => ElementType.F64;

                public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) => [new("peaks", ResultKind.Scan, ElementType.Object)];

                public void ProcessFrame(in Tile frame, UdfTask task) => task[0].Objects()[(int)task.Frames.Start] = frame.Pixels<double>().ToArray().Where(static value => value > 80).ToArray();
            }
            """);
        var program = RonchiProgram.Run(_folder.Path, "run", "peaks.cs", "scan.npy", "-o", "out.npz");
        Assert.True(program.ExitCode == 0, program.Errors);
        double[] values = Read("peaks_values"), offsets = Read("peaks_offsets");
        for (var frame = 0; frame < 12; frame++)
            Assert.Equal(
                _values[(frame * 30)..((frame + 1) * 30)].Where(static value => value > 80),
                values[(int)offsets[frame]..(int)offsets[frame + 1]]);

        var refused = RonchiProgram.Run(_folder.Path, "run", "peaks.cs", "scan.npy", "-o", "out.npy");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("only an .npz keeps", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void New_WritesWhereItSays_OrNowhere()
    {
        var said = RonchiProgram.Run(_folder.Path, "new", "udf", "no-such-folder/mine");
        Assert.Equal(1, said.ExitCode);
        Assert.Contains("there is no folder no-such-folder", said.Errors, StringComparison.Ordinal);
        Directory.CreateDirectory(_folder.File("mine"));
        said = RonchiProgram.Run(_folder.Path, "new", "udf", "mine/first");
        Assert.Equal(0, said.ExitCode);
        Assert.Contains("wrote mine/first.cs", said.Output, StringComparison.Ordinal);
        Assert.Equal(0, RonchiProgram.Run(_folder.Path, "run", "mine/first.cs", "scan.npy").ExitCode);
        Assert.Equal(1, RonchiProgram.Run(_folder.Path, "new", "udf", "mine/first").ExitCode);
    }

    [Fact]
    public void ProgramWithAUdf_RunsToo()
    {
        // A file for `dotnet run` has statements and #: lines besides.
        File.WriteAllText(
            _folder.File("program.cs"),
            "#:property PublishAot=false\nusing Ronchi.Engine;\nConsole.WriteLine(\"not run\");\nreturn 0;\n" + Sum);
        var program = RonchiProgram.Run(_folder.Path, "run", "program.cs", "scan.npy", "--factor", "1", "-o", "out.npz");

        Assert.True(program.ExitCode == 0, program.Errors);
        Assert.DoesNotContain("not run", program.Output, StringComparison.Ordinal);
        Assert.Equal(Frames(static frame => frame.Sum()), Read("scaled"));
    }

    public void Dispose() => _folder.Dispose();

    private void Write(string name, ImmutableArray<long> shape, double[] values) =>
        ArrayFile.Save(_folder.File(name), [new("values", ElementType.F64, shape, values)]);

    private double[] Run(params string[] options)
    {
        var program = RonchiProgram.Run(_folder.Path, ["run", "my scaled.cs", "scan.npy", .. options, "-o", "out.npz", "--force"]);
        Assert.True(program.ExitCode == 0, program.Errors);
        return Read("scaled");
    }

    private double[] Read(string result)
    {
        using (var archive = ZipFile.OpenRead(_folder.File("out.npz")))
            archive.GetEntry(result + ".npy")!.ExtractToFile(_folder.File("one.npy"), overwrite: true);
        return NpyReader.Read(_folder.File("one.npy")).ToDoubles();
    }

    private double[] Frames(Func<double[], double> function) =>
        [.. Enumerable.Range(0, 12).Select(frame => function(_values[(frame * 30)..((frame + 1) * 30)]))];
}
