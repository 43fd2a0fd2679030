using System.Buffers.Binary;
using System.IO.Compression;

namespace Ronchi.Tests.Sources.Zarr;

/// <summary>Writes stores of version 3, by the book: 5×7 frames of 6×10 values of two bytes, element by element.</summary>
internal sealed record Version3Store
{
    private static readonly int[] s_shape = [5, 7, 6, 10];

    public int[] Chunk { get; init; } = [2, 3, 6, 10];

    /// <summary>Chunks of a shard along each axis; null: none.</summary>
    public int[]? Shard { get; init; }

    public int[] Order { get; init; } = [0, 1, 2, 3];

    public bool IsBigEndian { get; init; }

    public bool IsCompressed { get; init; } = true;

    public bool IsIndexFirst { get; init; }

    /// <summary>Writes it. The chunk at the origin is left out where that is asked for.</summary>
    public string Write(string folder, bool leavesOut = false)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "zarr.json"), Description());
        int[] file = [.. Chunk.Select((length, axis) => length * (Shard?[axis] ?? 1))];
        foreach (var place in Places([.. s_shape.Select((length, axis) => (length + file[axis] - 1) / file[axis])]))
        {
            var path = Path.Combine([folder, "c", .. place.Select(static at => $"{at}")]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (Shard is null && !(leavesOut && place.All(static at => at == 0)))
                File.WriteAllBytes(path, Encoded(place));
            else if (Shard is not null)
                File.WriteAllBytes(path, Sharded(place, leavesOut));
        }

        return folder;
    }

    /// <summary>The value at a place.</summary>
    public static ushort Value(int index) => (ushort)(index * 37 % 251);

    private string Description()
    {
        var codecs = $$$"""
            {"name": "transpose", "configuration": {"order": [{{{string.Join(", ", Order)}}}]}},
            {"name": "bytes", "configuration": {"endian": "{{{(IsBigEndian ? "big" : "little")}}}"}}
            {{{(IsCompressed ? """, {"name": "gzip", "configuration": {"level": 1}}, {"name": "crc32c"}""" : "")}}}
            """;
        int[] file = [.. Chunk.Select((length, axis) => length * (Shard?[axis] ?? 1))];
        if (Shard is not null)
            codecs = $$$"""
                {"name": "sharding_indexed", "configuration": {"chunk_shape": [{{{string.Join(", ", Chunk)}}}], "codecs": [{{{codecs}}}],
                 "index_codecs": [{"name": "bytes", "configuration": {"endian": "little"}}, {"name": "crc32c"}],
                 "index_location": "{{{(IsIndexFirst ? "start" : "end")}}}"}}
                """;
        return $$$"""
            {"zarr_format": 3, "node_type": "array", "shape": [5, 7, 6, 10], "data_type": "uint16", "fill_value": 9,
             "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [{{{string.Join(", ", file)}}}]}},
             "chunk_key_encoding": {"name": "default", "configuration": {"separator": "/"}}, "codecs": [{{{codecs}}}]}
            """;
    }

    private byte[] Encoded(int[] place)
    {
        var bytes = new MemoryStream();
        var value = new byte[2];
        foreach (var turned in Places([.. Order.Select(axis => Chunk[axis])]))
        {
            var at = new int[4];
            for (var axis = 0; axis < 4; axis++)
                at[Order[axis]] = (place[Order[axis]] * Chunk[Order[axis]]) + turned[axis];
            var isInside = at.Zip(s_shape).All(static pair => pair.First < pair.Second);
            var index = at.Aggregate((Index: 0, Axis: 0), static (sum, one) => ((sum.Index * s_shape[sum.Axis]) + one, sum.Axis + 1)).Index;
            BinaryPrimitives.WriteUInt16LittleEndian(value, isInside ? Value(index) : (ushort)0);
            if (IsBigEndian)
                Array.Reverse(value);
            bytes.Write(value);
        }

        if (!IsCompressed)
            return bytes.ToArray();
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(bytes.ToArray());
        return Checked(packed.ToArray());
    }

    private byte[] Sharded(int[] shard, bool leavesOut)
    {
        var count = Shard!.Aggregate(1, static (product, length) => product * length);
        var (index, content) = (new byte[count * 16], new MemoryStream());
        var start = IsIndexFirst ? index.Length + 4 : 0;
        foreach (var (inside, number) in Places(Shard!).Select(static (place, number) => (place, number)))
        {
            int[] place = [.. inside.Select((at, axis) => (shard[axis] * Shard![axis]) + at)];
            var isThere = place.Select((at, axis) => at * Chunk[axis] < s_shape[axis]).All(static isInside => isInside)
                && !(leavesOut && place.All(static at => at == 0));
            var bytes = isThere ? Encoded(place) : [];
            BinaryPrimitives.WriteUInt64LittleEndian(
                index.AsSpan(16 * number), isThere ? (ulong)(start + content.Length) : ulong.MaxValue);
            BinaryPrimitives.WriteUInt64LittleEndian(index.AsSpan((16 * number) + 8), isThere ? (ulong)bytes.Length : ulong.MaxValue);
            content.Write(bytes);
        }

        return IsIndexFirst ? [.. Checked(index), .. content.ToArray()] : [.. content.ToArray(), .. Checked(index)];
    }

    // Bit by bit, as RFC 3720 defines it.
    private static byte[] Checked(byte[] bytes)
    {
        var sum = uint.MaxValue;
        foreach (var single in bytes)
        {
            sum ^= single;
            for (var bit = 0; bit < 8; bit++)
                sum = (sum & 1) != 0 ? (sum >> 1) ^ 0x82F63B78 : sum >> 1;
        }

        var end = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(end, ~sum);
        return [.. bytes, .. end];
    }

    private static IEnumerable<int[]> Places(int[] shape)
    {
        var count = shape.Aggregate(1, static (product, length) => product * length);
        for (var number = 0; number < count; number++)
        {
            var (place, rest) = (new int[shape.Length], number);
            for (var axis = shape.Length - 1; axis >= 0; axis--)
                (rest, place[axis]) = Math.DivRem(rest, shape[axis]);
            yield return place;
        }
    }
}
