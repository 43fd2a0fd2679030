using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Ronchi.Frames;

namespace Ronchi.Sources.Zarr;

/// <summary>
/// What a store says of one array: version 2 (https://zarr-specs.readthedocs.io, <c>.zarray</c>) or 3 (<c>zarr.json</c>).
/// </summary>
/// <param name="Path">Its path in the store; empty: the root.</param>
/// <param name="Version">2 or 3.</param>
/// <param name="Shape">Lengths of its axes.</param>
internal sealed record ZarrArray(string Path, int Version, ImmutableArray<long> Shape)
{
    /// <summary>Lengths of the chunks that are decoded each.</summary>
    public ImmutableArray<long> Chunk { get; init; } = [];

    /// <summary>Type of the elements.</summary>
    public ZarrType Type { get; init; } = null!;

    /// <summary>An element of chunks that are not stored, in native order.</summary>
    public ReadOnlyMemory<byte> Fill { get; init; }

    /// <summary>In which order the axes lie in a chunk, slowest first.</summary>
    public ImmutableArray<int> AxisOrder { get; init; } = [];

    /// <summary>Codecs of the bytes, in the order of encoding.</summary>
    public ImmutableArray<ZarrCodec> Codecs { get; init; } = [];

    /// <summary>How chunks lie in files together; null: each in one of its own.</summary>
    public ShardLayout? Shards { get; init; }

    /// <summary>What stands before the numbers in the names of files.</summary>
    public string KeyPrefix { get; init; } = "";

    /// <summary>What stands between them.</summary>
    public char Separator { get; init; } = '.';

    /// <summary>What is said beside.</summary>
    public JsonElement Attributes { get; init; }

    /// <summary>Why it cannot be read, to stand behind its name; null: it can.</summary>
    public string? Obstacle { get; init; }

    /// <summary>Number of elements, without overflow.</summary>
    public Int128 Count => Shape.Aggregate((Int128)1, static (product, length) => product * length);

    /// <summary>Bytes of a decoded chunk.</summary>
    public long ChunkBytes => Chunk.Aggregate((long)Type.Bytes, static (product, length) => checked(product * length));

    /// <summary>Whether a chunk lies as the array does.</summary>
    public bool IsRowMajor => AxisOrder.Select(static (axis, place) => axis == place).All(static isSame => isSame);

    /// <summary>How the values are stored: <c>version 2, blosc-lz4</c>.</summary>
    public string Storage => string.Create(
        CultureInfo.InvariantCulture,
        $"version {Version}, {(Codecs.IsEmpty ? "uncompressed" : string.Join("+", Codecs.Select(static codec => codec.Name)))}"
        + $"{(Shards is null ? "" : ", sharded")}");

    /// <summary>The key of its description.</summary>
    public string DescriptionKey => ZarrKey.Below(Path, Version == 2 ? ".zarray" : "zarr.json");

    /// <summary>The key of a chunk or shard.</summary>
    /// <param name="place">Its number along each axis.</param>
    public string KeyOf(ReadOnlySpan<long> place)
    {
        var key = new StringBuilder(Path, Path.Length + 32);
        if (Path.Length > 0)
            key.Append('/');
        key.Append(KeyPrefix);
        for (var axis = 0; axis < place.Length; axis++)
        {
            if (axis > 0)
                key.Append(Separator);
            key.Append(CultureInfo.InvariantCulture, $"{place[axis]}");
        }

        return key.ToString();
    }

    /// <inheritdoc/>
    public override string ToString() => $"/{Path} ({new Extent(Shape.AsSpan())}{(Obstacle is null ? $" {Type.Name}" : "")})";
}
