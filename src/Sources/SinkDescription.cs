using Ronchi.Frames;

namespace Ronchi.Sources;

/// <summary>What a file of frames will hold.</summary>
/// <param name="Shape">Scan and detector axes.</param>
/// <param name="ElementType">Type of the values.</param>
/// <param name="Info">What is known of the experiment; what the kind of file has a place for is kept.</param>
/// <param name="MaskedPixels">Pixels that are bad; null: none.</param>
public sealed record SinkDescription(DataShape Shape, ElementType ElementType, SourceInfo Info, PixelSet? MaskedPixels = null)
{
    /// <summary>Bytes of one frame.</summary>
    /// <exception cref="OverflowException">A frame is larger than 2 GiB.</exception>
    public int FrameBytes => checked((int)(Shape.FrameElements * ElementType.Size()));

    /// <summary>Checks a frame that is to be written.</summary>
    /// <exception cref="ArgumentException">There is no such frame, or it has another number of bytes.</exception>
    public void Check(long frame, int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frame);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(frame, Shape.FrameCount);
        if (bytes != FrameBytes)
            throw new ArgumentException($"A frame has {FrameBytes} bytes, not {bytes}.", nameof(bytes));
    }
}
