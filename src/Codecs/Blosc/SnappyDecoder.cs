using System.Buffers.Binary;

namespace Ronchi.Codecs.Blosc;

/// <summary>
/// Decodes Snappy blocks: their length as a varint, then literals and copies, told apart by the two lowest bits of their first byte.
/// </summary>
/// <remarks>Source: https://github.com/google/snappy/blob/main/format_description.txt.</remarks>
internal static class SnappyDecoder
{
    private const int LongestOwnLiteral = 60;

    /// <summary>Decodes a whole block.</summary>
    /// <returns>Bytes written; -1 when the block is damaged, or longer than <paramref name="destination"/>.</returns>
    public static int Decode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        int read = 0, written = 0;
        long length = Length(source, ref read);
        if (length < 0 || length > destination.Length)
            return -1;
        destination = destination[..(int)length];
        while (read < source.Length)
        {
            int first = source[read++];
            bool isSound = (first & 3) == 0
                ? TryLiteral(source, ref read, first >> 2, destination, ref written)
                : TryCopy(source, ref read, first, destination, ref written);
            if (!isSound)
                return -1;
        }

        return written == length ? written : -1;
    }

    private static long Length(ReadOnlySpan<byte> source, ref int read)
    {
        long length = 0;
        for (int shift = 0; shift < 35; shift += 7)
        {
            if (read >= source.Length)
                return -1;
            byte part = source[read++];
            length |= (long)(part & 0x7F) << shift;
            if (part < 0x80)
                return length;
        }

        return -1;
    }

    private static bool TryLiteral(ReadOnlySpan<byte> source, ref int read, int length, Span<byte> destination, ref int written)
    {
        long count = length + 1;
        if (length >= LongestOwnLiteral)
        {
            int bytes = length - LongestOwnLiteral + 1;
            if (source.Length - read < bytes)
                return false;
            count = 1;
            for (int i = 0; i < bytes; i++)
                count += (long)source[read++] << (8 * i);
        }

        if (count > source.Length - read || count > destination.Length - written)
            return false;
        source.Slice(read, (int)count).CopyTo(destination[written..]);
        read += (int)count;
        written += (int)count;
        return true;
    }

    private static bool TryCopy(ReadOnlySpan<byte> source, ref int read, int first, Span<byte> destination, ref int written)
    {
        int offsetBytes = (first & 3) switch { 1 => 1, 2 => 2, _ => 4 };
        if (source.Length - read < offsetBytes)
            return false;
        var place = source[read..];
        read += offsetBytes;
        return offsetBytes switch
        {
            1 => EarlierBytes.TryRepeat(destination, ref written, ((first >> 5) << 8) | place[0], ((first >> 2) & 7) + 4),
            2 => EarlierBytes.TryRepeat(destination, ref written, BinaryPrimitives.ReadUInt16LittleEndian(place), (first >> 2) + 1),
            _ => BinaryPrimitives.ReadInt32LittleEndian(place) is var distance and > 0
                && EarlierBytes.TryRepeat(destination, ref written, distance, (first >> 2) + 1),
        };
    }
}
