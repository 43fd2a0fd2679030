using System.Runtime.InteropServices;
using Ronchi.Contracts;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.Zarr;

/// <summary>Shards of compressed, transposed chunks keep the contract of sources.</summary>
public sealed class ZarrShardContractTests : SourceContract
{
    private readonly TemporaryFolder _folder = new();

    protected override (IFrameSource Source, byte[] Values) Open() => (
        SourceOpener.Open(new Version3Store { Shard = [2, 2, 1, 1], Order = [3, 0, 2, 1] }.Write(_folder.File("a.zarr"))),
        PythonStore.Bytes(static value => (ushort)value));

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Dispose();
    }
}

public sealed class ZarrVersion3Tests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(false, true, true)]
    [InlineData(true, false, true)]
    [InlineData(true, true, false)]
    public void EveryLayout_IsRead(bool isSharded, bool isBigEndian, bool isCompressed)
    {
        foreach (var order in (int[][])[[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2]])
        {
            foreach (var chunk in (int[][])[[2, 3, 6, 10], [1, 1, 6, 10], [2, 2, 4, 3], [5, 7, 6, 10]])
            {
                foreach (var leavesOut in (bool[])[false, true])
                {
                    var store = new Version3Store
                    {
                        Chunk = chunk, Order = order, IsBigEndian = isBigEndian, IsCompressed = isCompressed, IsIndexFirst = leavesOut,
                        Shard = isSharded ? [2, 1, 2, 3] : null,
                    };
                    Directory.CreateDirectory(_folder.File("a.zarr"));
                    Directory.Delete(_folder.File("a.zarr"), recursive: true);
                    using var source = SourceOpener.Open(store.Write(_folder.File("a.zarr"), leavesOut));
                    Check(source, chunk, leavesOut);
                }
            }
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-5)]
    [InlineData(-60)]
    public void DamagedIndices_AreRefused(int at)
    {
        new Version3Store { Chunk = [5, 1, 6, 10], Shard = [1, 7, 1, 1] }.Write(_folder.File("a.zarr"));
        var shard = _folder.File("a.zarr/c/0/0/0/0");
        var bytes = File.ReadAllBytes(shard);
        bytes[bytes.Length + at] ^= 1;
        File.WriteAllBytes(shard, bytes);
        Assert.Contains(
            "the checksum of this shard's index is wrong",
            Assert.Throws<SourceException>(() => SourceOpener.Open(_folder.File("a.zarr"))).Message,
            StringComparison.Ordinal);
        File.WriteAllBytes(shard, bytes[..20]);
        Assert.Contains(
            "it is truncated",
            Assert.Throws<SourceException>(() => SourceOpener.Open(_folder.File("a.zarr"))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"regular\"", "\"rectangular\"", "has a chunk grid 'rectangular'")]
    [InlineData("\"uint16\"", "\"complex64\"", "holds complex numbers (complex64)")]
    [InlineData("\"gzip\"", "\"pcodec\"", "is encoded with 'pcodec'")]
    [InlineData("[0, 1, 2, 3]", "[0, 1, 2, 2]", "'order' of a transposition")]
    [InlineData("\"end\"", "\"end\", \"x\": 1", null)]
    [InlineData("[2, 3, 6, 10]", "[3, 3, 6, 10]", "hold no whole chunks")]
    public void WhatIsNotRead_IsNamed(string from, string to, string? sentence)
    {
        new Version3Store { Shard = [2, 1, 1, 1] }.Write(_folder.File("a.zarr"));
        var description = _folder.File("a.zarr/zarr.json");
        File.WriteAllText(description, File.ReadAllText(description).Replace(from, to, StringComparison.Ordinal));
        if (sentence is null)
            SourceOpener.Open(_folder.File("a.zarr")).Dispose();
        else
            Assert.Contains(
                sentence,
                Assert.Throws<SourceException>(() => SourceOpener.Open(_folder.File("a.zarr"))).Message,
                StringComparison.Ordinal);
    }

    [Fact]
    public void OmeImages_HaveTheirAxes()
    {
        new Version3Store().Write(_folder.File("a.zarr/0"));
        new Version3Store().Write(_folder.File("a.zarr/1"));
        File.WriteAllText(
            _folder.File("a.zarr/zarr.json"),
            """
            {"zarr_format": 3, "node_type": "group", "attributes": {"ome": {"version": "0.5", "multiscales": [{
              "axes": [{"name": "t", "type": "time", "unit": "second"}, {"name": "z", "type": "space"},
                       {"name": "y", "type": "space", "unit": "nanometer"}, {"name": "x", "type": "space", "unit": "micrometer"}],
              "datasets": [{"path": "0", "coordinateTransformations": [
                  {"type": "scale", "scale": [1, 1, 0.5, 0.25]}, {"type": "translation", "translation": [0, 0, 3, 0]}]},
                {"path": "1"}],
              "coordinateTransformations": [{"type": "scale", "scale": [0.1, 1, 1, 1]}]}]}}}
            """);
        using var source = SourceOpener.Open(_folder.File("a.zarr"));
        Assert.Contains(source.Info.Facts, static fact => fact is { Name: "dataset", Value: "/0" });
        Assert.Empty(source.Info.Notes);
        Assert.Equal(
            [new("scan row", 0.1, 0, "s"), new("scan column"), new("detector row", 0.5, 3, "nm"), new("detector column", 0.25, 0, "µm")],
            source.Info.Axes);
    }

    private static void Check(IFrameSource source, int[] chunk, bool leavesOut)
    {
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 35));
        reader.Seek(new(0, 35));
        var values = new List<ushort>();
        while (reader.TryRead(out var tile))
            values.AddRange(MemoryMarshal.Cast<byte, ushort>(tile.Pixels<byte>()));
        for (var i = 0; i < PythonStore.Count; i++)
        {
            int[] place = [i / 420, i / 60 % 7, i / 10 % 6, i % 10];
            var isLeftOut = leavesOut && place.Zip(chunk).All(static pair => pair.First < pair.Second);
            Assert.Equal(isLeftOut ? 9 : Version3Store.Value(i), values[i]);
        }
    }
}
