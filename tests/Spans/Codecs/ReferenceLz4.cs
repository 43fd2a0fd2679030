namespace Ronchi.Tests.Codecs;

/// <summary>LZ4 blocks decoded byte by byte, as the format's page reads.</summary>
internal static class ReferenceLz4
{
    /// <returns>The data; null when the block breaks a rule of the format's grammar or is longer than
    /// <paramref name="capacity"/>.</returns>
    public static byte[]? Decode(ReadOnlySpan<byte> block, int capacity)
    {
        var output = new List<byte>();
        int i = 0;
        while (i < block.Length)
        {
            int token = block[i++];
            if (Length(block, token >> 4, ref i) is not { } literals || literals > block.Length - i || output.Count + literals > capacity)
                return null;
            output.AddRange(block.Slice(i, (int)literals));
            i += (int)literals;
            if (i == block.Length)
                return [.. output];
            if (i + 2 > block.Length)
                return null;
            int offset = block[i] | (block[i + 1] << 8);
            i += 2;
            if (offset == 0 || offset > output.Count || Length(block, token & 15, ref i) is not { } match
                || output.Count + match + 4 > capacity)
                return null;
            for (long k = 0; k < match + 4; k++)
                output.Add(output[^offset]);
        }
        return null;
    }

    /// <summary>Whether some match lies zero bytes back, as far as the block can be read.</summary>
    public static bool HasDistanceZero(ReadOnlySpan<byte> block)
    {
        int i = 0;
        while (i < block.Length)
        {
            int token = block[i++];
            if (Length(block, token >> 4, ref i) is not { } literals || literals + 2 > block.Length - i)
                return false;
            i += (int)literals + 2;
            if (block[i - 2] == 0 && block[i - 1] == 0)
                return true;
            if (Length(block, token & 15, ref i) is null)
                return false;
        }
        return false;
    }

    /// <summary>Literals of the last sequence; 0 for a block that cannot be read to its end.</summary>
    public static int LastLiterals(ReadOnlySpan<byte> block)
    {
        int i = 0;
        while (i < block.Length)
        {
            int token = block[i++];
            if (Length(block, token >> 4, ref i) is not { } literals || literals > block.Length - i)
                return 0;
            i += (int)literals;
            if (i == block.Length)
                return (int)literals;
            i += 2;
            if (i > block.Length || Length(block, token & 15, ref i) is null)
                return 0;
        }
        return 0;
    }

    private static long? Length(ReadOnlySpan<byte> block, long length, ref int i)
    {
        if (length < 15)
            return length;
        while (i < block.Length)
        {
            length += block[i];
            if (block[i++] != 255)
                return length;
        }
        return null;
    }
}
