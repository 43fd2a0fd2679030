using System.Buffers.Binary;

namespace Ronchi.Sources.K2InSitu;

/// <summary>The header of a block: big-endian, before 930×16 pixels of 12 bits.</summary>
/// <param name="Frame">Number of the frame.</param>
/// <param name="IsShutterOpen">Whether it was recorded while the shutter was open.</param>
/// <param name="Row">First row of the block in the sector.</param>
/// <param name="Column">First column in the sector.</param>
internal readonly record struct K2Block(uint Frame, bool IsShutterOpen, int Row, int Column)
{
    /// <summary>Bytes before the pixels.</summary>
    public const int HeaderBytes = 40;

    /// <summary>Rows of a block.</summary>
    public const int Rows = 930;

    /// <summary>Columns of a block.</summary>
    public const int Columns = 16;

    /// <summary>Bytes of its pixels.</summary>
    public const int PixelBytes = Rows * Columns * 3 / 2;

    /// <summary>Bytes of a block.</summary>
    public const int Bytes = HeaderBytes + PixelBytes;

    /// <summary>Blocks of a sector that make a frame.</summary>
    public const int OfAFrame = 32;

    /// <summary>Columns of a sector.</summary>
    public const int SectorColumns = 256;

    /// <summary>Sectors side by side.</summary>
    public const int Sectors = 8;

    private const byte ShutterOpen = 1;

    /// <summary>The first bytes of a block.</summary>
    public static ReadOnlySpan<byte> Mark => [0xFF, 0xFF, 0x00, 0x55];

    /// <summary>Place of the block among those of its frame: from the right, the upper half first; -1: it has none.</summary>
    public int Place => Row is 0 or Rows && Column % Columns == 0 && Column < SectorColumns
        ? (Row / Rows * (OfAFrame / 2)) + (SectorColumns / Columns) - 1 - (Column / Columns)
        : -1;

    /// <summary>First row of the block at a place.</summary>
    public static int RowOf(int place) => place / (OfAFrame / 2) * Rows;

    /// <summary>First column in the sector of the block at a place.</summary>
    public static int ColumnOf(int place) => SectorColumns - (Columns * ((place % (OfAFrame / 2)) + 1));

    /// <summary>Reads a header.</summary>
    /// <returns>Null: these bytes are none.</returns>
    public static K2Block? Read(ReadOnlySpan<byte> header) => header.StartsWith(Mark)
        ? new(
            BinaryPrimitives.ReadUInt32BigEndian(header[24..]),
            (header[9] & ShutterOpen) != 0,
            BinaryPrimitives.ReadUInt16BigEndian(header[30..]),
            BinaryPrimitives.ReadUInt16BigEndian(header[28..]))
        : null;
}
