using System.Numerics;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Kernels.Pixels;

namespace Ronchi.Analyses.Fourier;

/// <summary>What of a frame is transformed: all of it, or all but a disk, usually the central one.</summary>
/// <param name="Row">Row of the disk's centre in pixels.</param>
/// <param name="Column">Column of the disk's centre in pixels.</param>
/// <param name="Radius">Its radius in pixels; pixels at the radius belong to it. Null: no disk.</param>
public sealed record RealSpaceMask(double Row = 0, double Column = 0, double? Radius = null)
{
    /// <summary>The weight of each pixel: 0 in the disk and where pixels are masked, else 1.</summary>
    /// <exception cref="ArgumentException">Frames have no rows and columns, or are too large to transform.</exception>
    internal float[] WeightsOn(DataDescription data)
    {
        var detector = data.Shape.Detector;
        FrameColors.RequirePlane(detector, "Fourier transforms need");
        if (data.ElementType.IsComplex())
            throw new ArgumentException(
                $"Fourier transforms need 2D frames of real values; these are {detector} of {data.ElementType.Name()}.");
        if (detector.Count > 1 << 24)
            throw new ArgumentException($"Frames of {detector} are too large to transform: bin them (--det-bin).");
        if (Radius is { } given && (!(given >= 0) || !double.IsFinite(Row) || !double.IsFinite(Column)))
            throw new ArgumentException(
                $"A disk of radius {given} around {Row},{Column} cannot be left out: the numbers must be finite and the radius positive.");
        if (Radius is not null && !Enumerable.Range(0, (int)detector.Count).Any(pixel => !IsInDisk(pixel, (int)detector[1])))
            throw new ArgumentException(
                $"The disk of radius {Radius} around {Row},{Column} leaves nothing of frames of {detector} to "
                + "transform: choose a smaller --real-radius.");
        var masked = data.Validity.MaskedPixels;
        var columns = (int)detector[1];
        var weights = new float[detector.Count];
        for (var pixel = 0; pixel < weights.Length; pixel++)
        {
            weights[pixel] = IsInDisk(pixel, columns) || masked?[pixel] == true ? 0 : 1;
        }

        return weights;
    }

    /// <summary>The pixels of weight 1.</summary>
    internal PixelSet PixelsOn(DataDescription data)
    {
        var weights = WeightsOn(data);
        return PixelSet.From(weights.Length, pixel => weights[pixel] != 0);
    }

    private bool IsInDisk(int pixel, int columns)
    {
        var (dr, dc) = ((pixel / columns) - Row, (pixel % columns) - Column);
        return Radius is { } radius && (dr * dr) + (dc * dc) <= radius * radius;
    }

    /// <summary>A frame of any type in single precision, weighted; "no data" values count 0.</summary>
    internal static void Apply<T>(ReadOnlySpan<T> frame, float[] weights, DataDescription data, Span<float> image)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        DarkGain.Apply(frame, frame.Length, [], weights, image);
        var hasNoData = data.Validity.MaximumIsNoData;
        if (!hasNoData && !data.ElementType.IsFloat())
            return;
        for (var pixel = 0; pixel < image.Length; pixel++)
        {
            // 0 times infinity is no 0.
            if (weights[pixel] == 0 || (hasNoData && frame[pixel] == T.MaxValue))
                image[pixel] = 0;
        }
    }
}
