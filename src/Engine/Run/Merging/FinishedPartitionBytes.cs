using System.Buffers.Binary;

namespace Ronchi.Engine.Run;

/// <summary>
/// A <see cref="FinishedPartition"/> as bytes: whole numbers little-endian, each list behind its length, values as they lie in memory.
/// </summary>
internal static class FinishedPartitionBytes
{
    private const int Magic = 0x32545250;   // PRT2

    /// <summary>Writes a partition without objects.</summary>
    public static byte[] Write(FinishedPartition partition)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Magic);
        writer.Write(partition.Number);
        writer.Write(partition.Version);
        writer.Write(partition.Udfs.Count);
        foreach (var udf in partition.Udfs)
        {
            writer.Write(udf.NoData);
            writer.Write(udf.Buffers.Count);
            foreach (var part in udf.Buffers)
            {
                writer.Write(part.Runs.Count);
                foreach (var (start, count) in part.Runs)
                {
                    writer.Write(start);
                    writer.Write(count);
                }

                writer.Write(part.Bytes.Length);
                writer.Write(part.Bytes);
                writer.Write(part.Rows.Length);
                writer.Write(part.Rows);
            }

            writer.Write(udf.Unmeasured.Length);
            foreach (var positions in udf.Unmeasured)
            {
                writer.Write(positions.Length);
                foreach (var position in positions)
                    writer.Write(position);
            }
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Reads a partition.</summary>
    /// <exception cref="InvalidDataException">The bytes are cut off, or are no partition.</exception>
    public static FinishedPartition Read(ReadOnlySpan<byte> bytes)
    {
        var rest = bytes;
        if (rest.Length < sizeof(int) || Int(ref rest) != Magic)
            throw new InvalidDataException("These bytes are no finished partition.");
        var (number, version) = (Int(ref rest), Int(ref rest));
        var udfs = new FinishedUdf[Length(ref rest, sizeof(long))];
        for (var i = 0; i < udfs.Length; i++)
        {
            var noData = Long(ref rest);
            var parts = new BufferPart[Length(ref rest, 3 * sizeof(int))];
            for (var b = 0; b < parts.Length; b++)
            {
                var runs = new (int Start, int Count)[Length(ref rest, 2 * sizeof(int))];
                for (var r = 0; r < runs.Length; r++)
                    runs[r] = (Int(ref rest), Int(ref rest));
                parts[b] = new(runs, Take(ref rest, Length(ref rest, 1)).ToArray(), null)
                {
                    Rows = Take(ref rest, Length(ref rest, 1)).ToArray(),
                };
            }

            var marks = new long[Length(ref rest, sizeof(int))][];
            for (var m = 0; m < marks.Length; m++)
            {
                marks[m] = new long[Length(ref rest, sizeof(long))];
                for (var p = 0; p < marks[m].Length; p++)
                    marks[m][p] = Long(ref rest);
            }

            udfs[i] = new(parts, noData, marks);
        }

        return rest.IsEmpty
            ? new(number, version, udfs)
            : throw new InvalidDataException($"There are {rest.Length} bytes behind the finished partition {number}.");
    }

    // A length that the rest has room for: nothing is allocated on the word of damaged bytes.
    private static int Length(ref ReadOnlySpan<byte> rest, int size)
    {
        var length = Int(ref rest);
        return length >= 0 && (long)length * size <= rest.Length ? length : throw Truncated();
    }

    private static int Int(ref ReadOnlySpan<byte> rest) => BinaryPrimitives.ReadInt32LittleEndian(Take(ref rest, sizeof(int)));

    private static long Long(ref ReadOnlySpan<byte> rest) => BinaryPrimitives.ReadInt64LittleEndian(Take(ref rest, sizeof(long)));

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, int count)
    {
        if (count > rest.Length)
            throw Truncated();
        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }

    private static InvalidDataException Truncated() => new("The bytes of a finished partition are cut off.");
}
