using Ronchi.Engine;
using System.Numerics;
using System.Runtime.InteropServices;
using Ronchi.Analyses.Conversion;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Tests.Sources;

/// <summary>What is written is read again, for every kind of file, type and shape that it can hold.</summary>
public sealed class KnownSinksTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ronchi-sinks-").FullName;

    public static TheoryData<string, ElementType> Kinds
    {
        get
        {
            var kinds = new TheoryData<string, ElementType>();
            foreach (var type in Enum.GetValues<ElementType>().Where(static type => type < ElementType.C64))
            {
                kinds.Add("x.npy", type);
                kinds.Add("x.h5", type);
                kinds.Add("x.hspy", type);
                kinds.Add("x.emd", type);
                kinds.Add("x.tif", type);
                if (type is ElementType.U8 or ElementType.U16 or ElementType.U32)
                    kinds.Add("x_master.h5", type);
            }

            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task WholeScan_ComesBack(string name, ElementType type) =>
        await type.Dispatch<RoundTrip, Task>(new(Path.Combine(_folder, name)));

    [Fact]
    public async Task PartOfAScan_IsNumberedWithoutGaps()
    {
        var shape = new DataShape(new Extent(5, 6), new Extent(3, 4));
        var values = Enumerable.Range(0, (int)shape.Full.Count).Select(static i => (ushort)i).ToArray();
        using var source = new ArraySource<ushort>(values, shape);
        foreach (var (selection, name) in new[]
        {
            (ScanSelection.Rectangle(shape.Scan, 1, 2, 3, 4), "rect.npy"),
            (ScanSelection.FromIndices(shape.Scan, [29, 0, 7]), "list.npy"),
        })
        {
            using var copy = await CopyAsync(source, Path.Combine(_folder, name), selection);
            Assert.Equal(selection.Shape, copy.Shape.Scan);
            var expected = selection.Runs.SelectMany(run => values.AsSpan((int)run.Start * 12, run.Count * 12).ToArray());
            Assert.Equal(expected, MemoryMarshal.Cast<byte, ushort>(ReadAll(copy)).ToArray());
        }
    }

    [Fact]
    public void NotCompleted_LeavesNothing()
    {
        var description = new SinkDescription(
            new DataShape(new Extent(2, 2), new Extent(4, 4)), ElementType.U16, new SourceInfo("memory", "memory"));
        foreach (var name in new[] { "x.npy", "x.h5", "x.hspy", "x.emd", "x.tif", "x_master.h5", "x.zspy", "x.zarr" })
        {
            using (var sink = KnownSinks.Create(Path.Combine(_folder, name), description))
                sink.Write(1, new byte[32]);
            Assert.Empty(Directory.GetFileSystemEntries(_folder));
        }
    }

    [Fact]
    public void WhatCannotBeWritten_IsRefusedInWords()
    {
        var description = new SinkDescription(
            new DataShape(new Extent(2, 2), new Extent(4, 4)), ElementType.F32, new SourceInfo("memory", "memory"));
        Assert.Contains(
            ".npy",
            Assert.Throws<ArgumentException>(() => KnownSinks.Create(Path.Combine(_folder, "x.dat"), description)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "float32",
            Assert.Throws<ArgumentException>(() => KnownSinks.Create(Path.Combine(_folder, "x_master.h5"), description)).Message,
            StringComparison.Ordinal);
        Assert.Throws<IOException>(() => KnownSinks.Create(Path.Combine(_folder, "nowhere", "x.npy"), description));
        File.WriteAllText(Path.Combine(_folder, "there.npy"), "mine");
        Assert.Throws<IOException>(() => KnownSinks.Create(Path.Combine(_folder, "there.npy"), description));
        Assert.Equal("mine", File.ReadAllText(Path.Combine(_folder, "there.npy")));
        using var sink = KnownSinks.Create(Path.Combine(_folder, "x.npy"), description);
        Assert.Throws<ArgumentOutOfRangeException>(() => sink.Write(4, new byte[64]));
        Assert.Throws<ArgumentException>(() => sink.Write(0, new byte[63]));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<IFrameSource> CopyAsync(IFrameSource source, string path, ScanSelection selection)
    {
        using (var sink = KnownSinks.Create(
            path, new SinkDescription(source.Shape with { Scan = selection.Shape }, source.ElementType, source.Info)))
        {
            await new CpuExecutor(3).RunAsync(RunPlan.Create(source, [new CopyFrames(sink, selection)], selection));
        }

        return SourceOpener.Open(path);
    }

    private static byte[] ReadAll(IFrameSource source)
    {
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 3));
        var read = new MemoryStream();
        reader.Seek(new(0, (int)source.Shape.FrameCount));
        while (reader.TryRead(out var tile))
            read.Write(tile.Pixels<byte>());
        return read.ToArray();
    }

    private readonly struct RoundTrip(string path) : IElementTypeAction<Task>
    {
        public Task Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => RoundTripAsync<T>(path);
    }

    private static async Task RoundTripAsync<T>(string path)
        where T : unmanaged
    {
        var shape = new DataShape(new Extent(4, 5), new Extent(13, 11));
        var values = new T[shape.Full.Count];
        new Random(3).NextBytes(MemoryMarshal.AsBytes(values.AsSpan()));
        using var source = new ArraySource<T>(values, shape);
        using var copy = await CopyAsync(source, path, ScanSelection.All(shape.Scan));
        Assert.Equal(shape, copy.Shape);
        Assert.Equal(source.ElementType, copy.ElementType);
        Assert.Equal(MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), ReadAll(copy));
    }
}
