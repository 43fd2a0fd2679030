using System.Runtime.InteropServices;
using Ronchi.Frames;

namespace Ronchi.Engine.Run;

/// <summary>What one buffer holds of a partition.</summary>
/// <param name="Runs">Which of its values, by flat index.</param>
/// <param name="Bytes">These values one after the other, in the byte order of the machine.</param>
/// <param name="Objects">The values of a buffer of objects instead.</param>
internal sealed record BufferPart(IReadOnlyList<(int Start, int Count)> Runs, byte[] Bytes, object?[]? Objects)
{
    /// <summary>The rows of a vectors result, one after the other, whose numbers are the values.</summary>
    public byte[] Rows { get; init; } = [];

    /// <summary>Nothing.</summary>
    public static BufferPart None { get; } = new([], [], null);

    /// <summary>Copies values out of a buffer.</summary>
    public static BufferPart Of(ResultBuffer buffer, IReadOnlyList<(int Start, int Count)> runs)
    {
        var count = runs.Sum(static run => run.Count);
        if (buffer.Values is object?[] objects)
        {
            var taken = new List<object?>(count);
            foreach (var (start, length) in runs)
                taken.AddRange(objects[start..(start + length)]);
            return new(runs, [], [.. taken]);
        }

        var size = buffer.Declaration.ElementType.Size();
        var bytes = new byte[count * size];
        var at = 0;
        foreach (var (start, length) in runs)
        {
            buffer.Bytes((long)start * size, length * size).CopyTo(bytes.AsSpan(at));
            at += length * size;
        }

        return new(runs, bytes, null);
    }

    /// <summary>Copies the rows of some positions out of a buffer.</summary>
    /// <exception cref="InvalidOperationException">They exceed 2 GiB.</exception>
    public static BufferPart OfRows(ResultBuffer buffer, Extent scan, IReadOnlyList<FrameRange> visited)
    {
        var vectors = buffer.Rows!.Assemble(scan, isRecorded: null);
        if (vectors.RowCount > Array.MaxLength / vectors.Layout.RowBytes)
            throw new InvalidOperationException(
                $"The rows of '{buffer.Declaration.Name}' in one partition exceed 2 GiB, which partitions that are carried out elsewhere "
                + "cannot bring back: run it on threads of this process.");
        var rows = new byte[vectors.RowCount * vectors.Layout.RowBytes];
        var at = 0;
        vectors.ForEachBlock(block =>
        {
            block.CopyTo(rows.AsSpan(at));
            at += block.Length;
        });
        return Of(buffer, [.. visited.Select(static run => ((int)run.Start, run.Count))]) with { Rows = rows };
    }

    /// <summary>The values that differ from what a buffer that all workers share began with, which is 0.</summary>
    public static BufferPart WrittenIn(ResultBuffer buffer)
    {
        var runs = new List<(int Start, int Count)>();
        foreach (var place in buffer.Values is object?[] objects
            ? Enumerable.Range(0, objects.Length).Where(i => objects[i] is not null)
            : NotZero(buffer))
        {
            if (runs.Count > 0 && runs[^1].Start + runs[^1].Count == place)
                runs[^1] = runs[^1] with { Count = runs[^1].Count + 1 };
            else
                runs.Add((place, 1));
        }

        return Of(buffer, runs);
    }

    /// <summary>Whether the part fits a buffer.</summary>
    public bool Fits(ResultBuffer buffer)
    {
        var count = 0L;
        foreach (var (start, length) in Runs)
        {
            if (start < 0 || length < 0 || start > buffer.Values.Length - length)
                return false;
            count += length;
        }

        if (Rows.Length != RowBytes(buffer))
            return false;
        return buffer.Values is object?[]
            ? Objects?.Length == count
            : Objects is null && (Runs.Count == 0 ? Bytes.Length == 0 : Bytes.Length == count * buffer.Declaration.ElementType.Size());
    }

    /// <summary>Copies the values into a buffer that they fit.</summary>
    public void CopyTo(ResultBuffer buffer)
    {
        if (buffer.Rows is { } spool)
        {
            CopyTo(spool);
            return;
        }

        var size = Objects is null ? Math.Max(buffer.Declaration.ElementType.Size(), 1) : 1;
        var at = 0;
        foreach (var (start, length) in Runs)
        {
            if (Objects is not null)
                Array.Copy(Objects, at, buffer.Values, start, length);
            else
                Bytes.AsSpan(at, length * size).CopyTo(buffer.Bytes((long)start * size, length * size));
            at += length * size;
        }
    }

    // What the numbers of rows add up to.
    private long RowBytes(ResultBuffer buffer)
    {
        var rows = 0L;
        foreach (var count in buffer.Rows is null ? [] : MemoryMarshal.Cast<byte, uint>(Bytes))
            rows += count;
        return rows == 0 ? 0 : rows * buffer.Rows!.Layout.RowBytes;
    }

    private void CopyTo(RowSpool spool)
    {
        var (value, at) = (0, 0);
        var counts = MemoryMarshal.Cast<byte, uint>(Bytes);
        foreach (var (start, length) in Runs)
        {
            for (var position = start; position < start + length; position++)
            {
                var bytes = (int)counts[value++] * spool.Layout.RowBytes;
                if (bytes > 0)
                    spool.Append(position, Rows.AsSpan(at, bytes));
                at += bytes;
            }
        }
    }

    private static IEnumerable<int> NotZero(ResultBuffer buffer)
    {
        var size = buffer.Declaration.ElementType.Size();
        for (var at = 0; at < buffer.Values.Length; at++)
        {
            var zeros = buffer.Bytes((long)at * size, (buffer.Values.Length - at) * size).IndexOfAnyExcept((byte)0);
            if (zeros < 0)
                yield break;
            at += zeros / size;
            yield return at;
        }
    }
}
