using System.Runtime.InteropServices;
using System.Text.Json;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Tests.Hdf5.Oracles;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.Zarr;

public sealed class ZarrFrameSinkTests : IDisposable
{
    private static readonly DataShape s_shape = new(new Extent(7, 150), new Extent(6, 10));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("x.zspy")]
    [InlineData("x.zarr")]
    public void FramesInAnyOrder_FromManyThreads_ComeBack(string name)
    {
        using (var sink = KnownSinks.Create(_folder.File(name), Description()))
        {
            var frames = Enumerable.Range(0, (int)s_shape.FrameCount).ToArray();
            new Random(5).Shuffle(frames);
            Parallel.ForEach(frames, frame => sink.Write(frame, Frame(frame)));
            sink.Complete();
        }

        using var source = SourceOpener.Open(_folder.File(name));
        Assert.Equal(s_shape, source.Shape);
        Check(source, static _ => true);
        Assert.True(Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Count() < 60);
    }

    [Theory]
    [InlineData("x.zspy")]
    [InlineData("x.zarr")]
    public void FramesThatDoNotCome_AreZero(string name)
    {
        using (var sink = KnownSinks.Create(_folder.File(name), Description()))
        {
            for (var frame = 0; frame < s_shape.FrameCount; frame += 3)
                sink.Write(frame, Frame(frame));
            sink.Complete();
        }

        using var source = SourceOpener.Open(_folder.File(name));
        Check(source, static frame => frame % 3 == 0);
    }

    // More chunks are begun at once than are held: each frame of a large scan comes after one of every other chunk.
    [Theory]
    [InlineData("x.zspy")]
    [InlineData("x.zarr")]
    public void ChunksBegunInTurns_AreReadAgain(string name)
    {
        var shape = new DataShape(new Extent(60), new Extent(1024, 2048));
        var frame = new byte[shape.FrameElements * 2];
        using (var sink = KnownSinks.Create(_folder.File(name), new SinkDescription(shape, ElementType.U16, new SourceInfo("memory", "m"))))
        {
            foreach (var first in (int[])[0, 1])
            {
                for (var number = first; number < 60; number += 2)
                {
                    MemoryMarshal.Cast<byte, ushort>(frame.AsSpan())[number] = (ushort)(number + 1);
                    sink.Write(number, frame);
                    frame.AsSpan().Clear();
                }
            }

            sink.Complete();
        }

        using var source = SourceOpener.Open(_folder.File(name));
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 1));
        reader.Seek(new(0, 60));
        for (var number = 0; reader.TryRead(out var tile); number++)
        {
            Assert.Equal(number + 1, tile.Pixels<ushort>()[number]);
            Assert.Equal(-1, tile.Pixels<ushort>()[(number + 1)..].IndexOfAnyExcept((ushort)0));
        }
    }

    [Theory]
    [InlineData("x.zspy")]
    [InlineData("x.zarr")]
    public void WhatBelongsToAScan_ComesBack(string name)
    {
        var axes = (Axis[])
        [
            new("scan row", 2, 1, "nm"), Axis.Of("scan column", [.. Enumerable.Range(0, 150).Select(static i => i * (i + 1.0))], "nm"),
            new("detector row", 0.5, -1.5, "mrad"), new("detector column", 0.25, 0, "1/nm"),
        ];
        var data = Description() with
        {
            Info = new SourceInfo("memory", "m")
            {
                Axes = [.. axes],
                Facts = [new("high_tension", "200000", "V"), new("camera_length", "0.115", "m"), new("operator", "someone")],
            },
            Validity = new()
            {
                MaskedPixels = PixelSet.From(60, static pixel => pixel is 3 or 17), MaximumIsNoData = true, RecordedFrames = 900,
            },
            Provenance = "{}",
        };
        using (var sink = KnownSinks.Create(_folder.File(name), data))
            sink.Complete();
        using var source = SourceOpener.Open(_folder.File(name));
        Assert.Equal(axes, source.Info.Axes);
        Assert.Equal(200, source.Info.Kilovolts);
        Assert.Contains(new Fact("operator", "someone"), source.Info.Facts);
        Assert.Contains(source.Info.Facts, static fact => fact is { Name: "camera_length", Value: "0.115", Unit: "m" });
        Assert.Equal(2, source.Validity.MaskedPixels!.Count);
        Assert.True(source.Validity.MaximumIsNoData);
        Assert.Equal(900, source.Validity.RecordedCount(s_shape.FrameCount));
        Assert.Equal("{}", source.Info.Provenance);
    }

    [Fact]
    public void Zspy_HasTheKeysOfTheReference()
    {
        var reference = Path.Combine(Folders.TestData, "formats", "zspy", "signal1d_10x10-DirectoryStore.zspy");
        Assert.SkipUnless(Directory.Exists(reference), $"the test data folder {reference} is missing (RONCHI_TESTDATA)");
        var data = new SinkDescription(
            new DataShape(new Extent(10), new Extent(10)), ElementType.I64, new SourceInfo("memory", "__unnamed__"));
        using (var sink = KnownSinks.Create(_folder.File("x.zspy"), data))
            sink.Complete();
        foreach (var file in Directory.EnumerateFiles(reference, ".z*", SearchOption.AllDirectories))
        {
            // How and by which program it was saved, and whether it was folded, is HyperSpy's own.
            if (file.Contains("FileIO", StringComparison.Ordinal) || file.Contains("_HyperSpy", StringComparison.Ordinal))
                continue;
            var ours = Path.Combine(_folder.File("x.zspy"), Path.GetRelativePath(reference, file));
            Assert.True(File.Exists(ours), ours);
            Assert.Subset(Kinds(ours), Kinds(file));
        }

        static HashSet<string> Kinds(string file)
        {
            using var json = JsonDocument.Parse(File.ReadAllText(file));
            return [.. json.RootElement.EnumerateObject().Select(static member => $"{member.Name}: {member.Value.ValueKind}")
                .Select(static kind => kind.Replace("True", "False", StringComparison.Ordinal))];
        }
    }

    [Fact]
    public void Zspy_IsReadByZarrPython()
    {
        DebianPython.Require("zarr", "numpy");
        foreach (var type in (ElementType[])[ElementType.U8, ElementType.U16, ElementType.I32, ElementType.F32, ElementType.F64])
        {
            var shape = new DataShape(new Extent(3, 70), new Extent(5, 7));
            var bytes = new byte[shape.Full.Count * type.Size()];
            new Random(7).NextBytes(bytes);
            using (var sink = KnownSinks.Create(
                _folder.File("a.zspy"), new SinkDescription(shape, type, new SourceInfo("memory", "a")), overwrite: true))
            {
                for (var frame = 0; frame < shape.FrameCount; frame++)
                    sink.Write(frame, bytes.AsSpan(frame * 35 * type.Size(), 35 * type.Size()));
                sink.Complete();
            }

            File.WriteAllBytes(_folder.File("values"), bytes);
            DebianPython.Run(
                """
                import sys, zarr, numpy as np
                data = zarr.open(sys.argv[1], mode='r')['Experiments/a/data']
                assert data.shape == (3, 70, 5, 7) and data.dtype == sys.argv[3], (data.shape, data.dtype)
                assert data.chunks[:2] != (1, 1), data.chunks
                assert data[:].tobytes() == open(sys.argv[2], 'rb').read()
                """,
                _folder.File("a.zspy"), _folder.File("values"), type.Name());
        }
    }

    [Fact]
    public void OnlyStoresAreReplaced_AndOnlyWhenAsked()
    {
        var path = _folder.File("x.zspy");
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, "thesis.txt"), "mine");
        Assert.Contains(
            "no Zarr store, which is not replaced",
            Assert.Throws<IOException>(() => KnownSinks.Create(path, Description(), overwrite: true)).Message,
            StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(path, "thesis.txt")));
        var other = _folder.File("y.zspy");
        for (var round = 0; round < 2; round++)
        {
            using var sink = KnownSinks.Create(other, Description(), overwrite: round > 0);
            sink.Write(round, Frame(round));
            sink.Complete();
        }

        Assert.Throws<IOException>(() => KnownSinks.Create(other, Description()));
        using var source = SourceOpener.Open(other);
        Check(source, static frame => frame == 1);
        Assert.Equal(["x.zspy", "y.zspy"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void SeriesOfImages_AreOmeZarr(int rank)
    {
        var shape = new DataShape(rank == 1 ? new Extent(3) : new Extent(), new Extent(6, 10));
        Axis[] all = [new("time", 0.5, 2, "s"), new("detector row", 0.1, 1, "nm"), new("detector column", 0.2, 0, "nm")];
        Axis[] axes = all[(1 - rank)..];
        var data = new SinkDescription(shape, ElementType.U16, new SourceInfo("memory", "m") { Axes = [.. axes] });
        using (var sink = KnownSinks.Create(_folder.File("x.zarr"), data))
            sink.Complete();
        using var json = JsonDocument.Parse(File.ReadAllText(_folder.File("x.zarr/zarr.json")));
        var image = json.RootElement.GetProperty("attributes").GetProperty("ome").GetProperty("multiscales")[0];
        Assert.Equal(
            rank == 1 ? ["t", "y", "x"] : ["y", "x"],
            image.GetProperty("axes").EnumerateArray().Select(static axis => axis.GetProperty("name").GetString()));
        using var source = SourceOpener.Open(_folder.File("x.zarr"));
        Assert.Equal(axes, source.Info.Axes);
    }

    private static SinkDescription Description() => new(s_shape, ElementType.U16, new SourceInfo("memory", "memory"));

    private static byte[] Frame(int frame) =>
        MemoryMarshal.AsBytes<ushort>([.. Enumerable.Range(0, 60).Select(pixel => (ushort)((frame * 71) + pixel))]).ToArray();

    private static void Check(IFrameSource source, Func<int, bool> isThere)
    {
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 1));
        reader.Seek(new(0, (int)source.Shape.FrameCount));
        for (var frame = 0; reader.TryRead(out var tile); frame++)
            Assert.Equal(isThere(frame) ? Frame(frame) : new byte[120], tile.Pixels<byte>().ToArray());
    }
}
