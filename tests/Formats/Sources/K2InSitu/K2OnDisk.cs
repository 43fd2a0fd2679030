using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Ronchi.Tests.Sources.K2InSitu;

/// <summary>Writes the files of a K2 IS: each sector begins at another block.</summary>
internal static class K2OnDisk
{
    /// <summary>Bytes of a block.</summary>
    public const int BlockBytes = 22_360;

    /// <summary>Rows of a frame.</summary>
    public const int Rows = 1860;

    /// <summary>Columns of a frame.</summary>
    public const int Columns = 2048;

    private const int BlockRows = 930;
    private const int BlockColumns = 16;
    private const int OfAFrame = 32;

    /// <summary>Writes a recording whose frames are numbered from 40.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="frames">Frames; of the first, each sector has its last blocks only.</param>
    /// <param name="isShutterOpen">Whether the shutter is open for a frame.</param>
    /// <param name="isLateBy">Frames that a sector lacks at its beginning.</param>
    /// <returns>The frames.</returns>
    public static ushort[][] Write(string folder, int frames, Func<int, bool>? isShutterOpen = null, Func<int, int>? isLateBy = null)
    {
        var random = new Random(30);
        ushort[][] values = [.. Enumerable.Range(0, frames).Select(_ => Frame(random))];
        File.WriteAllBytes(Path.Combine(folder, "a_.gtg"), [0, 0, 0, 3]);
        Parallel.For(0, 8, sector =>
        {
            using var file = File.Create(Path.Combine(folder, $"a_{sector + 1}.bin"));
            var lacking = isLateBy?.Invoke(sector) ?? 0;
            for (var frame = lacking; frame < frames; frame++)
            {
                for (var place = frame == lacking ? (5 * sector) + 1 : 0; place < OfAFrame; place++)
                    file.Write(Block(values[frame], sector, place, 40 + frame, isShutterOpen?.Invoke(frame) ?? true));
            }
        });
        return values;
    }

    /// <summary>Bytes of some frames.</summary>
    public static byte[] Bytes(IEnumerable<ushort[]> frames)
    {
        var bytes = new MemoryStream();
        foreach (var frame in frames)
            bytes.Write(MemoryMarshal.AsBytes(frame.AsSpan()));
        return bytes.ToArray();
    }

    /// <summary>A block with its header.</summary>
    public static byte[] Block(ushort[] frame, int sector, int place, int number, bool isShutterOpen)
    {
        var (row, column) = (place / 16 * BlockRows, 256 - (BlockColumns * ((place % 16) + 1)));
        var block = new byte[BlockBytes];
        ((byte[])[0xFF, 0xFF, 0x00, 0x55]).CopyTo(block, 0);
        block[9] = (byte)(isShutterOpen ? 1 : 0);
        BinaryPrimitives.WriteInt32BigEndian(block.AsSpan(24), number);
        BinaryPrimitives.WriteUInt16BigEndian(block.AsSpan(28), (ushort)column);
        BinaryPrimitives.WriteUInt16BigEndian(block.AsSpan(30), (ushort)row);
        var at = 40;
        for (var y = 0; y < BlockRows; y++)
        {
            for (var x = 0; x < BlockColumns; x += 2)
            {
                var first = ((row + y) * Columns) + (256 * sector) + column + x;
                int low = frame[first], high = frame[first + 1];
                block[at++] = (byte)low;
                block[at++] = (byte)((low >> 8) | (high << 4));
                block[at++] = (byte)(high >> 4);
            }
        }

        return block;
    }

    private static ushort[] Frame(Random random)
    {
        var frame = new ushort[Rows * Columns];
        random.NextBytes(MemoryMarshal.AsBytes(frame.AsSpan()));
        for (var i = 0; i < frame.Length; i++)
            frame[i] &= 0xFFF;
        return frame;
    }
}
