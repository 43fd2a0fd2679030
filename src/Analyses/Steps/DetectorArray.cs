using System.Globalization;
using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Steps;

/// <summary>An array over the detector that a step takes.</summary>
internal static class DetectorArray
{
    /// <summary>The pixels that are not 0.</summary>
    /// <exception cref="ArgumentException">It has another shape than frames.</exception>
    public static PixelSet Mask(OperationContext context, string parameter, SignalInput input)
    {
        var (marked, shape) = context.ReadMask(input);
        return FrameColors.Spread(marked, shape, context.Data.Shape.Detector) is { } pixels
            ? PixelSet.From(pixels.Length, pixel => pixels[pixel])
            : throw new ArgumentException($"--{parameter}: {input} has shape {shape}, but frames have {context.Data.Shape.Detector}.");
    }

    /// <summary>A value for each pixel: of an array, or the mean of the frames of a scan. Null: nothing is given.</summary>
    /// <exception cref="ArgumentException">It has another shape than frames.</exception>
    public static double[]? Frame(OperationContext context, string parameter, SignalInput? input)
    {
        if (input is null)
            return null;
        var (values, shape, frames) = context.ReadFrame(input);
        if (FrameColors.Spread(values, shape, context.Data.Shape.Detector) is not { } pixels)
            throw new ArgumentException($"--{parameter}: {input} has frames of {shape}, but the data have {context.Data.Shape.Detector}.");
        if (frames > 1)
            context.Note(string.Create(CultureInfo.InvariantCulture, $"note: --{parameter} is the mean of {frames:N0} frames of {input}."));
        return pixels;
    }
}
