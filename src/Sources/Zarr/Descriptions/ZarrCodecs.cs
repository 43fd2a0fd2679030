using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Ronchi.Codecs;
using Ronchi.Frames;

namespace Ronchi.Sources.Zarr;

/// <summary>Every codec of bytes, by the name that it has in version 2 (numcodecs) or 3.</summary>
internal static class ZarrCodecs
{
    private const string Numcodecs = "numcodecs.";

    /// <summary>Finds a codec.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="settings">What the store says of it.</param>
    /// <exception cref="NotSupportedException">There is no such codec here.</exception>
    public static ZarrCodec Find(string name, JsonElement settings) =>
        (name.StartsWith(Numcodecs, StringComparison.Ordinal) ? name[Numcodecs.Length..] : name) switch
        {
            "blosc" => new(
                $"blosc-{settings.Text("cname") ?? "?"}", static (stored, bytes) => Written(BloscContainer.Decode(stored, bytes))),
            "zstd" => new("zstd", static (stored, bytes) => Written(ZstdFrame.Decode(stored, bytes))),
            "gzip" => new("gzip", static (stored, bytes) => Written(Inflation.Gzip(stored, bytes))),
            "zlib" => new("zlib", static (stored, bytes) => Written(Inflation.Zlib(stored, bytes))),
            "lz4" => new("lz4", Lz4),
            "shuffle" => Shuffle(settings),
            "delta" => Delta(settings),
            "bitround" => new("bitround", static (stored, bytes) => Copy(stored, bytes)),   // what was rounded stays so
            "crc32c" => new("crc32c", Checked),
            var other => throw new NotSupportedException(
                $"is encoded with '{other}', which is not read here: store it with blosc, zstd or gzip"),
        };

    private static int Written(DecodeResult result) => result.IsDone ? result.BytesWritten : -1;

    private static int Copy(ReadOnlySpan<byte> stored, Span<byte> bytes) => stored.TryCopyTo(bytes) ? stored.Length : -1;

    // A block behind its content's length.
    private static int Lz4(ReadOnlySpan<byte> stored, Span<byte> bytes)
    {
        if (stored.Length < sizeof(int))
            return -1;
        var length = BinaryPrimitives.ReadInt32LittleEndian(stored);
        return length >= 0 && length <= bytes.Length && Written(Lz4Block.Decode(stored[sizeof(int)..], bytes[..length])) == length
            ? length
            : -1;
    }

    private static ZarrCodec Shuffle(JsonElement settings)
    {
        var size = (int)Math.Clamp(settings.Number("elementsize") ?? 4, 1, 255);
        return new("shuffle", (stored, bytes) =>
        {
            if (stored.Length > bytes.Length)
                return -1;
            ByteShuffle.Unshuffle(stored, bytes[..stored.Length], size);
            return stored.Length;
        });
    }

    private static ZarrCodec Delta(JsonElement settings)
    {
        var type = ZarrType.Parse(settings.Member("dtype"));
        if (type.IsHalf || type.IsBigEndian || (settings.Text("astype") is { } stored && stored != settings.Text("dtype")))
            throw new NotSupportedException($"holds differences of {type.Name} as {settings.Text("astype")}, which are not read here");
        return new("delta", (differences, bytes) =>
        {
            if (differences.Length > bytes.Length || differences.Length % type.Bytes != 0)
                return -1;
            differences.CopyTo(bytes);
            type.Type.Dispatch<Sum, bool>(new(bytes[..differences.Length]));
            return differences.Length;
        });
    }

    // Content, and its checksum behind it.
    private static int Checked(ReadOnlySpan<byte> stored, Span<byte> bytes)
    {
        if (stored.Length < sizeof(uint))
            return -1;
        var content = stored[..^sizeof(uint)];
        return Crc32C.Of(content) == BinaryPrimitives.ReadUInt32LittleEndian(stored[content.Length..]) ? Copy(content, bytes) : -1;
    }

    // Each value is the one before and its difference, modulo the type's range.
    private readonly ref struct Sum(Span<byte> bytes) : IElementTypeAction<bool>
    {
        private readonly Span<byte> _bytes = bytes;

        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var values = MemoryMarshal.Cast<byte, T>(_bytes);
            for (var i = 1; i < values.Length; i++)
                values[i] += values[i - 1];
            return true;
        }
    }
}
