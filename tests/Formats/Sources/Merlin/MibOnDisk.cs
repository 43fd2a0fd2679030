using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Ronchi.Tests.Sources.Merlin;

/// <summary>Writes files of Merlin detectors with random frames.</summary>
/// <param name="type">U08, U16, U32 or R64.</param>
/// <param name="bits">Bits of the counters.</param>
/// <param name="rows">Rows of a chip.</param>
/// <param name="columns">Columns of a chip.</param>
/// <param name="chips">1 or 4.</param>
internal sealed class MibOnDisk(string type, int bits, int rows = 3, int columns = 64, int chips = 1)
{
    private readonly Random _random = new(8);

    /// <summary>Rows and columns of a frame.</summary>
    public (int Rows, int Columns) Frame => chips == 1 ? (rows, columns) : (2 * rows, 2 * columns);

    private int ElementBytes => bits switch { 1 or 6 => 1, 12 => 2, _ => 4 };

    /// <summary>Writes frames.</summary>
    /// <param name="path">The file.</param>
    /// <param name="count">How many.</param>
    /// <param name="sequence">Number of the first.</param>
    /// <param name="microseconds">When each is begun; null: one a millisecond.</param>
    /// <returns>Their native bytes.</returns>
    public byte[] Write(string path, int count, int sequence = 1, Func<int, long>? microseconds = null)
    {
        var native = new MemoryStream();
        using var file = File.Create(path);
        var (height, width) = Frame;
        for (var frame = 0; frame < count; frame++)
        {
            uint[] values = [.. Enumerable.Range(0, height * width).Select(_ => (uint)_random.NextInt64(1L << bits))];
            foreach (var value in values)
                native.Write(Bytes(value, ElementBytes, isBigEndian: false));
            file.Write(Header(sequence + frame, (microseconds ?? (static i => 1000 * i))(frame)));
            file.Write(type == "R64" ? Raw(values) : [.. values.SelectMany(value => Bytes(value, ElementBytes, isBigEndian: true))]);
        }

        return native.ToArray();
    }

    private byte[] Header(int sequence, long microseconds)
    {
        var (height, width) = type == "R64" ? (rows, chips * columns * (bits == 24 ? 2 : 1)) : Frame;
        var time = new DateTime(2021, 5, 7, 0, 0, 0, DateTimeKind.Utc).AddTicks(10 * microseconds);
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"MQ1,{sequence:D6},{384 * (chips == 1 ? 1 : 2):D5},{chips:D2},{width:D4},{height:D4},{type},"
            + $"{(chips == 1 ? "   1x1" : "   2x2")},01,"
            + $"{time:yyyy-MM-dd HH:mm:ss.ffffff},0.001000,0,0,0,,MQ1A,{time:yyyy-MM-ddTHH:mm:ss.fffffff}28Z,1000000ns,{bits},");
        return [.. Encoding.ASCII.GetBytes(text), .. new byte[(384 * (chips == 1 ? 1 : 2)) - text.Length]];
    }

    // Row by row of all chips, the last chip first; the lower two are turned by 180°.
    private byte[] Raw(uint[] values)
    {
        var planes = bits == 24
            ? (Func<uint, uint>[])[static value => value >> 12, static value => value & 0xFFF]
            : [static value => value];
        return
        [
            .. planes.SelectMany(plane => Enumerable.Range(0, rows).SelectMany(row =>
                Enumerable.Range(0, chips).Reverse().SelectMany(chip => Words([.. Enumerable.Range(0, columns)
                    .Select(column => plane(values[Place(chip, row, column)]))])))),
        ];
    }

    private int Place(int chip, int row, int column)
    {
        if (chips == 1)
            return (row * columns) + column;
        var (top, left) = (chip / 2 == 0, chip % 2 == 0);
        var (frameRow, frameColumn) = top ? (row, column) : ((2 * rows) - 1 - row, columns - 1 - column);
        return (frameRow * 2 * columns) + frameColumn + (left ? 0 : columns);
    }

    private IEnumerable<byte> Words(uint[] line) => bits switch
    {
        1 => line.Chunk(64).SelectMany(static pixels => Bits(pixels)),
        6 => line.Chunk(8).SelectMany(static pixels => pixels.Reverse().Select(static value => (byte)value)),
        _ => line.Chunk(4).SelectMany(static pixels => pixels.Reverse().SelectMany(static value => Bytes(value, 2, isBigEndian: true))),
    };

    private static byte[] Bits(uint[] pixels)
    {
        var word = 0UL;
        for (var i = 0; i < pixels.Length; i++)
            word |= (ulong)pixels[i] << i;
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, word);
        return bytes;
    }

    private static byte[] Bytes(uint value, int count, bool isBigEndian)
    {
        var bytes = MemoryMarshal.AsBytes<uint>([value])[..count].ToArray();
        return isBigEndian ? [.. bytes.Reverse()] : bytes;
    }
}
