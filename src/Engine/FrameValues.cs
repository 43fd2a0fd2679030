using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>One frame with its shape, and which of its pixels count: what a <see cref="FrameFunction{T, TResult}"/> takes.</summary>
/// <typeparam name="T">Type of the pixels.</typeparam>
public readonly ref struct FrameValues<T>
    where T : unmanaged
{
    /// <summary>Describes a frame.</summary>
    /// <param name="pixels">Pixels, detector row-major; those that are no measurement are 0.</param>
    /// <param name="shape">Axes of the detector.</param>
    /// <param name="measured">For each pixel, whether it is a measurement.</param>
    public FrameValues(ReadOnlySpan<T> pixels, Extent shape, ReadOnlySpan<bool> measured)
    {
        Pixels = pixels;
        Shape = shape;
        Measured = measured;
    }

    /// <summary>Pixels, detector row-major; masked ones and "no data" values are 0.</summary>
    public ReadOnlySpan<T> Pixels { get; }

    /// <summary>Axes of the detector: rows and columns.</summary>
    public Extent Shape { get; }

    /// <summary>For each pixel, whether it is a measurement: neither masked nor "no data".</summary>
    public ReadOnlySpan<bool> Measured { get; }

    /// <summary>Number of pixels.</summary>
    public int Length => Pixels.Length;

    /// <summary>A pixel by its flat index.</summary>
    public T this[int pixel] => Pixels[pixel];

    /// <summary>A pixel by its row and column; of a detector with more axes, by the last one and all before it.</summary>
    public T this[int row, int column] => Pixels[(row * (int)Shape[Shape.Rank - 1]) + column];

    /// <summary>Pixel after pixel.</summary>
    public ReadOnlySpan<T>.Enumerator GetEnumerator() => Pixels.GetEnumerator();

    /// <summary>The pixels alone.</summary>
    public static implicit operator ReadOnlySpan<T>(FrameValues<T> frame) => frame.Pixels;
}
