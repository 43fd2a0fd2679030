using System.Buffers.Binary;

namespace Ronchi.Tests.Sources.Mrc;

/// <summary>Writes MRC files of random images.</summary>
/// <param name="mode">How pixels are stored.</param>
/// <param name="isBigEndian">Whether numbers are stored with the high byte first.</param>
/// <param name="extendedBytes">Length of the extended header.</param>
internal sealed class MrcOnDisk(int mode, bool isBigEndian = false, int extendedBytes = 0)
{
    /// <summary>Rows of an image.</summary>
    public const int Rows = 3;

    /// <summary>Columns of an image.</summary>
    public const int Columns = 5;

    private readonly Random _random = new(12);

    /// <summary>Writes a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sections">Images.</param>
    /// <param name="change">Changes the header before it is written.</param>
    /// <returns>Native bytes of the pixels.</returns>
    public byte[] Write(string path, int sections, Action<byte[]>? change = null)
    {
        var header = new byte[1024];
        Put(header, 0, Columns, Rows, sections, mode);
        Put(header, 28, Columns, Rows, sections);
        Put(header, 40, [.. ((float[])[10, 12, 2]).Select(BitConverter.SingleToInt32Bits)]);
        Put(header, 64, 1, 2, 3);
        Put(header, 92, extendedBytes);
        "MAP "u8.CopyTo(header.AsSpan(208));
        header[212] = header[213] = (byte)(isBigEndian ? 0x11 : 0x44);
        change?.Invoke(header);
        using var file = File.Create(path);
        file.Write(header);
        file.Write(new byte[extendedBytes]);
        var native = new List<byte>();
        for (var row = 0; row < sections * Rows; row++)
            file.Write(Row(native));
        return [.. native];
    }

    /// <summary>Puts numbers into a header.</summary>
    public void Put(byte[] header, int offset, params ReadOnlySpan<int> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var place = header.AsSpan(offset + (4 * i));
            if (isBigEndian)
                BinaryPrimitives.WriteInt32BigEndian(place, values[i]);
            else
                BinaryPrimitives.WriteInt32LittleEndian(place, values[i]);
        }
    }

    private byte[] Row(List<byte> native)
    {
        if (mode == 101)
        {
            var packed = new byte[(Columns + 1) / 2];
            for (var column = 0; column < Columns; column++)
            {
                var value = (byte)_random.Next(16);
                native.Add(value);
                packed[column / 2] |= (byte)(value << (4 * (column % 2)));
            }

            return packed;
        }

        var bytes = mode switch { 0 => 1, 2 => 4, _ => 2 };
        var row = new byte[Columns * bytes];
        _random.NextBytes(row);
        // Not a number has many spellings.
        for (var i = 1; i < row.Length && mode == 12; i += 2)
            row[i] &= 0xBF;
        foreach (var number in row.Chunk(bytes))
            native.AddRange(mode == 12 ? BitConverter.GetBytes((float)BitConverter.ToHalf(number)) : number);
        return isBigEndian ? [.. row.Chunk(bytes).SelectMany(static number => number.Reverse())] : row;
    }
}
