using System.Collections.Immutable;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;
using Ronchi.Analyses.Masks;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.EndToEnd;

/// <summary>LiberTEM's numbers from the command line: tests/Golden/Libertem/libertem-cli.json says which command is which case.</summary>
public sealed class LibertemCommandTests : IDisposable
{
    private static readonly Dictionary<string, string> Commands = JsonSerializer.Deserialize<Dictionary<string, string>>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "Libertem", "libertem-cli.json")))!;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Cases => [.. Commands.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Command_GivesLibertemsNumbers(string name)
    {
        var golden = new LibertemCase(name);
        WriteInputs(golden, name);
        var program = RonchiProgram.Run(_folder.Path, ["run", .. Commands[name].Split(' '), "-o", "out.npz"]);
        Assert.True(program.ExitCode == 0, program.Errors);
        using var archive = ZipFile.OpenRead(_folder.File("out.npz"));
        foreach (var expected in golden.Expected.EnumerateObject().Where(one => IsOf(one.Name, name)))
        {
            var entry = archive.GetEntry(Renamed(expected.Name, name) + ".npy");
            Assert.NotNull(entry);
            entry.ExtractToFile(_folder.File("one.npy"), overwrite: true);
            var values = NpyReader.Read(_folder.File("one.npy")).ToDoubles();
            golden.AssertEqual(
                expected.Name, new ResultArray(expected.Name, ResultKind.Single, ElementType.F64, new Extent(values.Length), values));
        }
    }

    [Fact]
    public void RadialFourier_GivesLibertemsNumbers()
    {
        var golden = new LibertemCase("radial_fourier");
        WriteInputs(golden, "radial_fourier");
        var program = RonchiProgram.Run(
            _folder.Path, "run", "radial-fourier", "scan.npy", "--center", "4,3", "--outer-radius",
            "4", "--bins", "2", "--max-order", "3", "-o", "raw.npy", "--result", "raw");
        Assert.True(program.ExitCode == 0, program.Errors);

        // Complex numbers of single precision stand at the end of the file.
        var shape = new Extent(4, 5, 2, 4);
        var values = MemoryMarshal.Cast<byte, Complex64>(
            File.ReadAllBytes(_folder.File("raw.npy")).AsSpan()[^(int)(shape.Count * 8)..]).ToArray();
        golden.AssertComplexImages("raw(bin,order,y,x)", new ResultArray("raw", ResultKind.Scan, ElementType.C64, shape, values));
    }

    public void Dispose() => _folder.Dispose();

    // The case of a region also holds sums of frames, that of corrections too: other commands.
    private static bool IsOf(string result, string name) => (name, result) switch
    {
        ("sum_roi", _) => result == "sum",
        ("corrections_sum", _) => result == "intensity",
        _ => true,
    };

    private static string Renamed(string result, string name) => result == "sumsig" || name == "sum_roi" ? "intensity" : result;

    private void WriteInputs(LibertemCase golden, string name)
    {
        using (var source = golden.Open())
        using (var reader = source.OpenReader(new(TileForm.Pixels, Support: null, 20)))
        {
            reader.Seek(new(0, 20));
            Assert.True(reader.TryRead(out var tile));
            Save("scan.npy", ElementType.U16, [4, 5, 8, 7], tile.Pixels<ushort>().ToArray());
        }

        var detector = new Extent(8, 7);
        float[] disk = MaskShapes.Circular(detector, 4, 3, 2.5);
        Save("mask.npy", ElementType.F32, [8, 7], disk);
        Save(
            "masks.npy",
            ElementType.F32,
            [3, 8, 7],
            (float[])[.. disk, .. MaskShapes.Ring(detector, 4, 3, 3.5, 1.5), .. MaskShapes.CircularAntialiased(detector, 3.9, 3.2, 2.5)]);
        Save("dark.npy", ElementType.F32, [8, 7], Array.ConvertAll(LibertemCase.Generate(56, 5, 7), static value => (float)value));
        Save("gain.npy", ElementType.F32, [8, 7], Array.ConvertAll(LibertemCase.Generate(56, 9, 8), static value => (value + 1) / 4f));
        Save(
            "repair.npy",
            ElementType.Bool,
            [8, 7],
            Enumerable.Range(0, 56).Select(static pixel => pixel is 0 or (3 * 7) + 2 or (3 * 7) + 3 or (7 * 7) + 6).ToArray());
        Save("plane.npy", ElementType.F64, [3, 2], new[] { 0.1, -0.2, 0.05, 0.01, -0.02, 0.03 });
        if (name.EndsWith("_roi", StringComparison.Ordinal))
            Save("roi.npy", ElementType.Bool, [4, 5], golden.Roi);
    }

    private void Save(string file, ElementType type, ImmutableArray<long> shape, Array values) =>
        ArrayFile.Save(_folder.File(file), [new NamedArray("x", type, shape, values)], overwrite: true);
}
