namespace Ronchi.Sources.Storage;

/// <summary>Where values lie that are stored pixel by pixel: of each pixel those of all scan positions, one after the other.</summary>
/// <param name="Offset">Byte offset of the first value.</param>
/// <param name="Pixels">Pixels of a frame.</param>
/// <param name="Positions">Scan positions.</param>
/// <param name="ElementBytes">Bytes of one value.</param>
/// <param name="IsBigEndian">Whether values are stored big-endian.</param>
internal sealed record PixelMajorLayout(long Offset, int Pixels, long Positions, int ElementBytes, bool IsBigEndian)
{
    /// <summary>Bytes of a frame.</summary>
    public int FrameBytes => checked(Pixels * ElementBytes);

    /// <summary>Byte offset of the value of a pixel at a position.</summary>
    public long PlaceOf(long pixel, long position) => checked(Offset + (((pixel * Positions) + position) * ElementBytes));
}
