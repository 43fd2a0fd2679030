using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;
using Ronchi.Codecs;
using Xunit;

namespace Ronchi.Tests.Codecs;

/// <summary>Containers that other encoders wrote, kept in <c>tests/Golden/Codecs</c>.</summary>
public sealed class GoldenContainersTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Golden", "Codecs");

    public static TheoryData<string> Files
    {
        get
        {
            var files = new TheoryData<string>();
            foreach (var golden in Read())
                files.Add(golden.File);
            return files;
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Container_HoldsItsPixels(string file)
    {
        var golden = Read().Single(golden => golden.File == file);
        var container = File.ReadAllBytes(Path.Combine(Folder, file));
        Assert.Equal(golden.FileSha256, Convert.ToHexStringLower(SHA256.HashData(container)));
        var pixels = new byte[golden.Elements * golden.ElementBytes];
        var result = golden.Filter == "bslz4"
            ? BitshuffleLz4.Decode(container, golden.ElementBytes, pixels)
            : Lz4Container.Decode(container, pixels);
        Assert.Equal(new DecodeResult(DecodeStatus.Done, container.Length, pixels.Length), result);
        Assert.Equal(golden.Sha256, Convert.ToHexStringLower(SHA256.HashData(pixels)));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void BitPlanes_AddUpToTheSum(string file)
    {
        var golden = Read().Single(golden => golden.File == file);
        if (golden.Filter != "bslz4")
            return;
        var container = File.ReadAllBytes(Path.Combine(Folder, file));
        Assert.Equal(DecodeStatus.Done, BitshuffleLz4Header.TryRead(container, out var header));
        Assert.Equal(DecodeStatus.Done, header.TryGetGeometry(golden.ElementBytes, out var geometry));
        using var planes = new PlaneBuffer();
        planes.Prepare(geometry, frames: 1, geometry.BlockCount);
        int[] blocks = [.. Enumerable.Range(0, geometry.BlockCount)];
        Assert.Equal(DecodeStatus.Done, BitshuffleLz4.DecodePlanes(container, geometry, blocks, planes, 0).Status);
        var sum = BigInteger.Zero;
        for (var tail = 0; tail < planes.Tails.Length; tail++)
            sum += (BigInteger)planes.Tails[tail] << (8 * (tail % golden.ElementBytes));
        foreach (var block in blocks)
        {
            var bytes = geometry.PlaneBytes(block);
            var slot = planes.Slab.Slice(block * planes.SlotStride, bytes * geometry.PlaneCount);
            for (var at = 0; at < slot.Length; at++)
                sum += (BigInteger)BitOperations.PopCount(slot[at]) << (at / bytes);
        }

        Assert.Equal(BigInteger.Parse(golden.Sum, CultureInfo.InvariantCulture), sum);
    }

    private static Golden[] Read() =>
        JsonSerializer.Deserialize<Golden[]>(File.ReadAllText(Path.Combine(Folder, "golden.json")), JsonSerializerOptions.Web)!;

    private sealed record Golden(string File, string Filter, int ElementBytes, int Elements, string Sum, string Sha256, string FileSha256);
}
