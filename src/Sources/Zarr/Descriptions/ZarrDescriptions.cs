using System.Collections.Immutable;
using System.Text.Json;

namespace Ronchi.Sources.Zarr;

/// <summary>Reads the description of an array, of version 2 and of version 3.</summary>
internal static class ZarrDescriptions
{
    private const int MostAxes = 16;
    private const long MostChunkBytes = 1 << 30;
    private const long MostShardChunks = 1 << 22;

    /// <summary>Reads <c>.zarray</c>.</summary>
    /// <param name="path">Path of the array.</param>
    /// <param name="json">The description.</param>
    /// <param name="attributes">What <c>.zattrs</c> says.</param>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static ZarrArray Version2(string path, JsonElement json, JsonElement attributes)
    {
        var shape = json.Lengths("shape");
        var array = new ZarrArray(path, 2, shape)
        {
            Chunk = json.Lengths("chunks"),
            Attributes = attributes,
            Separator = json.Text("dimension_separator") == "/" ? '/' : '.',
            AxisOrder = json.Text("order") == "F"
                ? [.. Enumerable.Range(0, shape.Length).Reverse()]
                : [.. Enumerable.Range(0, shape.Length)],
        };
        return Readable(array, () =>
        {
            var type = ZarrType.Parse(json.Member("dtype"));
            return array with
            {
                Type = type,
                Fill = type.Fill(json.Member("fill_value")),
                Codecs =
                [
                    .. json.Items("filters").Concat(json.Member("compressor") is { } compressor ? [compressor] : [])
                        .Select(static codec => ZarrCodecs.Find(codec.Text("id") ?? "?", codec)),
                ],
            };
        });
    }

    /// <summary>Reads <c>zarr.json</c> of an array.</summary>
    /// <param name="path">Path of the array.</param>
    /// <param name="json">The description.</param>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static ZarrArray Version3(string path, JsonElement json)
    {
        var shape = json.Lengths("shape");
        var array = new ZarrArray(path, 3, shape)
        {
            Attributes = json.Member("attributes") ?? default,
            AxisOrder = [.. Enumerable.Range(0, shape.Length)],
        };
        return Readable(array, () =>
        {
            if (json.Member("chunk_grid") is not { } grid || grid.Text("name") != "regular")
                throw new NotSupportedException($"has a chunk grid '{json.Member("chunk_grid")?.Text("name")}'; regular ones are read");
            if (json.Items("storage_transformers").Any())
                throw new NotSupportedException("has storage transformers, which are not read here");
            var type = ZarrType.Parse(json.Member("data_type"));
            var keys = json.Member("chunk_key_encoding");
            var isDefault = keys?.Text("name") is not "v2";
            var separator = keys?.Member("configuration")?.Text("separator") ?? (isDefault ? "/" : ".");
            array = array with
            {
                Type = type,
                Fill = type.Fill(json.Member("fill_value")),
                Chunk = (grid.Member("configuration") ?? default).Lengths("chunk_shape"),
                Separator = separator == "." ? '.' : '/',
                KeyPrefix = isDefault ? "c" + separator : "",
            };
            return Encoded(array, [.. json.Items("codecs")]);
        });
    }

    private static ZarrArray Encoded(ZarrArray array, IReadOnlyList<JsonElement> codecs)
    {
        var bytes = ImmutableArray.CreateBuilder<ZarrCodec>();
        for (var i = 0; i < codecs.Count; i++)
        {
            var (name, settings) = (codecs[i].Text("name") ?? "?", codecs[i].Member("configuration") ?? default);
            switch (name)
            {
                case "transpose":
                    array = array with { AxisOrder = Transposed(array.AxisOrder, settings) };
                    break;
                case "bytes" or "endian":
                    array = array with { Type = array.Type with { IsBigEndian = settings.Text("endian") == "big" } };
                    break;
                case "sharding_indexed" when array.Shards is null && codecs.Count == 1:
                    return Encoded(Sharded(array, settings), [.. settings.Items("codecs")]);
                case "sharding_indexed":
                    throw new NotSupportedException("has shards within other codecs, which are not read here");
                default:
                    bytes.Add(ZarrCodecs.Find(name, settings));
                    break;
            }
        }

        return array with { Codecs = bytes.ToImmutable() };
    }

    private static ImmutableArray<int> Transposed(ImmutableArray<int> axes, JsonElement settings)
    {
        // The first drafts of version 3 have C and F instead of numbers.
        int[] order = settings.Text("order") is { } word
            ? [.. word == "F" ? Enumerable.Range(0, axes.Length).Reverse() : Enumerable.Range(0, axes.Length)]
            : [.. settings.Lengths("order").Select(static axis => (int)Math.Clamp(axis, -1, MostAxes))];
        return order.Order().SequenceEqual(Enumerable.Range(0, axes.Length))
            ? [.. order.Select(axis => axes[axis])]
            : throw new InvalidDataException($"'order' of a transposition of {axes.Length} axes is {string.Join(", ", order)}");
    }

    private static ZarrArray Sharded(ZarrArray array, JsonElement settings)
    {
        var (shard, chunk) = (array.Chunk, settings.Lengths("chunk_shape"));
        if (shard.Length != chunk.Length || shard.Zip(chunk).Any(static pair => pair.Second <= 0 || pair.First % pair.Second != 0))
            throw new InvalidDataException($"shards of {string.Join("×", shard)} hold no whole chunks of {string.Join("×", chunk)}");
        var (isChecked, isBigEndian) = (false, false);
        foreach (var codec in settings.Items("index_codecs"))
        {
            if (codec.Text("name") == "bytes")
                isBigEndian = codec.Member("configuration")?.Text("endian") == "big";
            else if (codec.Text("name") == "crc32c")
                isChecked = true;
            else
                throw new NotSupportedException($"has an index of its shards encoded with '{codec.Text("name")}', which is not read here");
        }

        var layout = new ShardLayout(
            [.. shard.Zip(chunk).Select(static pair => pair.First / pair.Second)],
            settings.Text("index_location") == "start", isChecked, isBigEndian);
        return layout.ChunkCount <= MostShardChunks
            ? array with { Chunk = chunk, Shards = layout }
            : throw new NotSupportedException($"has {layout.ChunkCount} chunks in a shard; at most {MostShardChunks} are read");
    }

    // What is damaged is refused; what is only not read here is said when somebody wants to read it.
    private static ZarrArray Readable(ZarrArray array, Func<ZarrArray> read)
    {
        if (array.Shape.Length > MostAxes || array.Shape.Any(static length => length < 0) || array.Count > long.MaxValue / 16)
            throw new InvalidDataException($"the shape is {string.Join("×", array.Shape)}");
        try
        {
            array = read();
        }
        catch (NotSupportedException e)
        {
            return array with { Obstacle = e.Message };
        }
        catch (OverflowException e)
        {
            throw new InvalidDataException("its numbers are too large", e);
        }

        if (array.Chunk.Length != array.Shape.Length || array.Chunk.Any(static length => length is <= 0 or > int.MaxValue))
            throw new InvalidDataException($"chunks are {string.Join("×", array.Chunk)} of {string.Join("×", array.Shape)}");
        var bytes = array.Chunk.Aggregate((Int128)array.Type.Bytes, static (product, length) => product * length);
        return bytes <= MostChunkBytes
            ? array
            : array with { Obstacle = $"has chunks of {bytes} bytes; chunks up to {MostChunkBytes} bytes are read" };
    }
}
