using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Tvips;

/// <summary>The header of a series, in its first file.</summary>
/// <remarks>The layout is that of TVIPS, "Description of the .tvips file format"; everything is little-endian.</remarks>
/// <param name="Version">1 or 2.</param>
/// <param name="Detector">Rows × columns.</param>
/// <param name="Type">Type of the pixels.</param>
/// <param name="FrameHeaderBytes">Bytes before the pixels of each frame.</param>
/// <param name="BinningColumns">Binning along rows of the camera.</param>
/// <param name="BinningRows">Binning along its columns.</param>
/// <param name="PixelSize">Size of a pixel as the camera software calibrates it, in nm or 1/nm; 0: not known.</param>
/// <param name="Kilovolts">Acceleration voltage; 0: not known.</param>
/// <param name="Magnification">Total magnification; 0: not known.</param>
internal sealed record TvipsHeader(
    int Version,
    Extent Detector,
    ElementType Type,
    int FrameHeaderBytes,
    int BinningColumns,
    int BinningRows,
    int PixelSize,
    int Kilovolts,
    int Magnification)
{
    /// <summary>Bytes of the header of the series.</summary>
    public const int Bytes = 256;

    private const int FrameHeaderBytesOfVersion1 = 12;
    private const int LargestFrameHeader = 64 << 10;
    private const long MostFrameBytes = 1 << 30;

    /// <summary>Bytes of the pixels of a frame.</summary>
    public int FrameBytes => (int)Detector.Count * Type.Size();

    /// <summary>Bytes from a frame to the next.</summary>
    public long Stride => (long)FrameHeaderBytes + FrameBytes;

    /// <summary>Whether the header of each frame tells where the beam was.</summary>
    public bool HasScan => Version == 2 && FrameHeaderBytes >= TvipsFrame.BytesWithScan;

    /// <summary>Whether the beginning of a file is such a header.</summary>
    /// <param name="file">The beginning.</param>
    public static bool Is(FileHead file)
    {
        var head = file.Bytes.Span;
        return head.Length >= 20 && file.Has([0, 1, 0, 0]) && head[4] is 1 or 2 && file.Has([0, 0, 0], 5)
            && head[16] is 8 or 16 && file.Has([0, 0, 0], 17);
    }

    /// <summary>Reads the header.</summary>
    /// <exception cref="SourceException">It is damaged, or its pixels are not read.</exception>
    public static TvipsHeader Read(HeaderReader file)
    {
        if (file.I32(0) != Bytes || file.I32(4) is not (1 or 2))
            throw file.Fault(0, "the header of the series is damaged: it has 256 bytes and version 1 or 2.");
        var version = file.I32(4);
        var (columns, rows, bits) = (file.I32(8), file.I32(12), file.I32(16));
        if (bits is not (8 or 16))
            throw file.Fault(16, $"pixels of {bits} bits; the format has 8 or 16.");
        if (columns <= 0 || rows <= 0 || (long)columns * rows > MostFrameBytes / (bits / 8))
            throw file.Fault(8, $"frames of {rows}×{columns} pixels: a frame must have 1 byte to 1 GiB.");
        var frameHeader = version == 1 ? FrameHeaderBytesOfVersion1 : file.I32(48);
        if (frameHeader is < FrameHeaderBytesOfVersion1 or > LargestFrameHeader)
            throw file.Fault(48, $"headers of frames are said to have {frameHeader} bytes; the file is damaged.");
        return new(
            version,
            new Extent(rows, columns),
            bits == 8 ? ElementType.U8 : ElementType.U16,
            frameHeader,
            file.I32(28),
            file.I32(32),
            file.I32(36),
            file.I32(40),
            file.I32(44));
    }
}
