using System.Text.Json;
using System.Text.RegularExpressions;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Signals;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.EndToEnd;

/// <summary>The UDF that docs/your-own-udf.md shows, as a user runs it.</summary>
public sealed partial class VectorTests : IDisposable
{
    private const int Rows = 4;
    private const int Columns = 5;
    private const int Height = 9;
    private const int Width = 11;

    private readonly TemporaryFolder _folder = new();
    private readonly ushort[] _values = new ushort[Rows * Columns * Height * Width];

    public VectorTests()
    {
        var random = new Random(11);
        for (var i = 0; i < _values.Length; i++)
            _values[i] = (ushort)random.Next(100);
        _values.AsSpan(0, Height * Width).Clear();   // nothing is found here
        using (var file = File.Create(_folder.File("scan.npy")))
            NpyWriter.Write<ushort>(file, _values, Rows, Columns, Height, Width);
        var page = File.ReadAllText(Path.Combine(RonchiProgram.Root, "docs", "your-own-udf.md"));
        var block = Example().Matches(page).Single(static match => match.Value.Contains("class Peaks", StringComparison.Ordinal));
        File.WriteAllText(_folder.File("peaks.cs"), block.Groups["code"].Value);
    }

    [Fact]
    public void TheExampleOfThePage_FindsWhatAPlainLoopFinds()
    {
        var run = RonchiProgram.Run(
            _folder.Path,
            "run", "peaks.cs", "scan.npy", "--threshold", "30", "--roi", "rect:0,0,2,4", "-o", "peaks.npz", "-o", "peaks.csv");
        Assert.True(run.ExitCode == 0, run.Errors);
        var peaks = VectorsFile.Open(_folder.File("peaks.npz"));
        var lines = new List<string> { "scan row,scan column,row (px),column (px),height (counts)" };
        for (var position = 0; position < Rows * Columns; position++)
        {
            var expected = position < 3 * Columns ? Peaks(position, 30) : [];
            Assert.Equal(expected, peaks.Rows<double>(position).ToArray());
            Assert.Equal(position < 3 * Columns, peaks.IsRecorded(position));
            lines.AddRange(expected.Chunk(3).Select(row => $"{position / Columns},{position % Columns},{string.Join(',', row)}"));
        }

        Assert.Equal(0, peaks.Count(0));
        Assert.Equal(lines, File.ReadAllLines(_folder.File("peaks.csv")));
        Assert.Contains(
            $"{peaks.RowCount} rows of row (px), column (px), height (counts) of float64 over 4×5", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Info_SaysWhatTheFileHolds_AndJsonWhatTheRunFound()
    {
        var run = RonchiProgram.Run(_folder.Path, "run", "peaks.cs", "scan.npy", "-o", "peaks.npz", "--json");
        using var json = JsonDocument.Parse(run.Output);
        var result = json.RootElement.GetProperty("results")[0];
        var peaks = VectorsFile.Open(_folder.File("peaks.npz"));
        Assert.Equal(peaks.RowCount, result.GetProperty("rows").GetInt64());
        Assert.Equal("px", result.GetProperty("columns")[1].GetProperty("unit").GetString());
        var info = RonchiProgram.Run(_folder.Path, "info", "peaks.npz");
        Assert.True(info.ExitCode == 0, info.Errors);
        Assert.Contains($"peaks: {peaks}", info.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("frame", info.Output, StringComparison.Ordinal);   // rows are none
        Assert.Contains("made by", info.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void APicture_ShowsHowManyThereAre()
    {
        var run = RonchiProgram.Run(_folder.Path, "run", "peaks.cs", "scan.npy", "-o", "peaks.png");
        Assert.True(run.ExitCode == 0, run.Errors);
        var text = RonchiProgram.Run(_folder.Path, "run", "peaks.cs", "scan.npy");
        Assert.Contains("next: save it with -o peaks.npz, or the rows as text with -o peaks.csv", text.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private double[] Peaks(int position, double threshold)
    {
        var frame = _values.AsSpan(position * Height * Width, Height * Width);
        var rows = new List<double>();
        for (var row = 1; row < Height - 1; row++)
        {
            for (var column = 1; column < Width - 1; column++)
            {
                var value = frame[(row * Width) + column];
                if (value > threshold && value > frame[(row * Width) + column - 1] && value >= frame[(row * Width) + column + 1]
                    && value > frame[((row - 1) * Width) + column] && value >= frame[((row + 1) * Width) + column])
                    rows.AddRange([row, column, value]);
            }
        }

        return [.. rows];
    }

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
