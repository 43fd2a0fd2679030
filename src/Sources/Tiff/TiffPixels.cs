using Ronchi.Frames;

namespace Ronchi.Sources.Tiff;

/// <summary>What a page shows: its pixels, however they are stored. Pages of one stack are equal in it.</summary>
/// <param name="Rows">Rows.</param>
/// <param name="Columns">Columns.</param>
/// <param name="Samples">Values of a pixel: 1, or the colours.</param>
/// <param name="Type">Type of the values as they are read.</param>
internal readonly record struct TiffPixels(long Rows, long Columns, int Samples, ElementType Type)
{
    /// <summary>Axes of a frame.</summary>
    public Extent Frame => Samples == 1 ? new(Rows, Columns) : new(Rows, Columns, Samples);

    /// <summary>Bytes of a frame.</summary>
    public int FrameBytes => checked((int)(Rows * Columns * Samples * Type.Size()));

    /// <inheritdoc/>
    public override string ToString() => $"{Frame} {Type.Name()}";
}
