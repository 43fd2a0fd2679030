using System.IO.Compression;
using System.Text.Json;
using Ronchi.Frames;
using Ronchi.Pictures;
using Xunit;

namespace Ronchi.EndToEnd;

/// <summary>What a run says and writes of values that are not finite, and of what was not measured.</summary>
public sealed class MeasurementTests : IDisposable
{
    private const int Frames = 16, Pixels = 20;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ronchi-measured-");

    public MeasurementTests()
    {
        var values = new float[Frames * Pixels];
        for (var i = 0; i < values.Length; i++)
            values[i] = (i % 7) + 1;
        values[(5 * Pixels) + 3] = float.NaN;
        values[(6 * Pixels) + 3] = float.PositiveInfinity;
        Save("data.npy", ElementType.F32, [4, 4, 4, 5], values);
        Save("nothing.npy", ElementType.F64, [4, 4, 4, 5], Enumerable.Repeat(double.NaN, Frames * Pixels).ToArray());
        Save(
            "counts.npy",
            ElementType.U16,
            [4, 4, 4, 5],
            Enumerable.Range(0, Frames * Pixels).Select(static i => (ushort)(i % 9)).ToArray());
        Save(
            "mask.npy",
            ElementType.U8,
            [4, 5],
            Enumerable.Range(0, Pixels).Select(static pixel => pixel == 7 ? (byte)1 : (byte)0).ToArray());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Summary_CountsWhatIsNotFinite()
    {
        var text = Run("run", "sum-sig", "data.npy").Output;
        Assert.Contains("1 NaN, 1 infinite", text, StringComparison.Ordinal);
        Assert.Contains("--nan ignore", text, StringComparison.Ordinal);
        Assert.Contains("no finite value; 20 NaN", Run("run", "max", "nothing.npy").Output, StringComparison.Ordinal);
        var ignored = Run("run", "sum-sig", "data.npy", "--nan", "ignore").Output;
        Assert.DoesNotContain("NaN", ignored, StringComparison.Ordinal);
        Assert.Contains("no data values left out: 2", ignored, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_HasNullForWhatIsNoNumber()
    {
        using var some = JsonDocument.Parse(Run("run", "sum-sig", "data.npy", "--json").Output);
        var image = some.RootElement.GetProperty("results")[0];
        Assert.Equal(
            (1, 1, 0),
            (image.GetProperty("nan").GetInt32(), image.GetProperty("infinite").GetInt32(), image.GetProperty("unmeasured").GetInt32()));
        Assert.True(image.GetProperty("max").GetDouble() < 200);
        using var none = JsonDocument.Parse(Run("run", "max", "nothing.npy", "--json").Output);
        var pattern = none.RootElement.GetProperty("results")[0];
        Assert.All((string[])["min", "max", "mean"], name => Assert.Equal(JsonValueKind.Null, pattern.GetProperty(name).ValueKind));
        using var complex = JsonDocument.Parse(
            Run("run", "pick-fft", "data.npy", "--crop", "0,0,1,1", "--roi", "point:0,0", "--json").Output);
        Assert.Equal(2, complex.RootElement.GetProperty("results")[0].GetProperty("values")[0].GetArrayLength());
    }

    [Theory]
    [InlineData("counts.npy")]
    [InlineData("data.npy")]
    public void Archive_CarriesMasks(string data)
    {
        var program = Run("run", "stddev", data, "--pixel-mask", "mask.npy", "--sync-offset", "-3", "--json", "-o", "masked.npz");
        using var said = JsonDocument.Parse(program.Output);
        Assert.Equal(13, said.RootElement.GetProperty("frames").GetInt32());
        Assert.All(
            said.RootElement.GetProperty("results").EnumerateArray()
                .Where(static result => result.GetProperty("kind").GetString() == "detector"),
            static result => Assert.Equal(1, result.GetProperty("unmeasured").GetInt32()));
        Assert.Equal(Enumerable.Range(0, Pixels).Select(static pixel => pixel == 7), Entry("masked.npz", "detector_mask"));
        Assert.Equal(Enumerable.Range(0, Frames).Select(static frame => frame < 3), Entry("masked.npz", "scan_mask"));
        Run("run", "stddev", data, "-o", "whole.npz");
        using var whole = ZipFile.OpenRead(Path.Combine(_folder.FullName, "whole.npz"));
        Assert.DoesNotContain(whole.Entries, static entry => entry.Name.Contains("mask", StringComparison.Ordinal));
    }

    [Fact]
    public void FramesThatWereRecorded_AreCounted() =>
        Assert.Contains("sum: 13 of 16 frames", Run("run", "sum", "counts.npy", "--sync-offset", "-3").Output, StringComparison.Ordinal);

    private RonchiProgram Run(params string[] arguments)
    {
        var program = RonchiProgram.Run(_folder.FullName, arguments);
        Assert.True(program.ExitCode == 0, program.Errors);
        return program;
    }

    private bool[] Entry(string archive, string name)
    {
        using var zip = ZipFile.OpenRead(Path.Combine(_folder.FullName, archive));
        using var stream = zip.GetEntry(name + ".npy")!.Open();
        return (bool[])NpyReader.Read(stream, name).Values;
    }

    private void Save(string name, ElementType type, long[] shape, Array values)
    {
        using var file = File.Create(Path.Combine(_folder.FullName, name));
        NpyWriter.Write(file, new NamedArray(name, type, [.. shape], values));
    }
}
