using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>
/// Colours of frames: a third detector axis, behind rows and columns. What lies on rows and columns (a mask, a rectangle, a shift)
/// holds for each of them.
/// </summary>
public static class FrameColors
{
    /// <summary>Values of each pixel of rows and columns: 1 where there is no axis of colours.</summary>
    public static int Of(Extent detector) => detector.Rank == 3 ? (int)detector[2] : 1;

    /// <summary>Rows and columns without the colours.</summary>
    public static Extent Plane(Extent detector) => detector.Rank == 3 ? new(detector[0], detector[1]) : detector;

    /// <summary>Whether frames can be shown as pictures in colour: red, green and blue, and perhaps one more, which is not shown.</summary>
    public static bool AreShown(Extent detector) => detector is { Rank: 3 } && detector[2] is 3 or 4;

    /// <summary>Refuses frames that are not of rows and columns alone.</summary>
    /// <param name="detector">Detector axes.</param>
    /// <param name="whatNeeds">What needs such frames, with its verb: <c>Rings need</c>.</param>
    /// <exception cref="ArgumentException">There are not two axes; says what makes two of three.</exception>
    public static void RequirePlane(Extent detector, string whatNeeds)
    {
        if (detector.Rank != 2)
            throw new ArgumentException($"{whatNeeds} frames of two axes; these have {detector}{(detector.Rank == 3
                ? ": choose one color, or the luminance, first (--color, select-color)."
                : ".")}");
    }

    /// <summary>Values over the whole detector, of an array over it or over its rows and columns alone.</summary>
    /// <param name="values">Values of the array, row-major.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="detector">Detector axes.</param>
    /// <returns>Null: the shape is neither.</returns>
    public static T[]? Spread<T>(T[] values, Extent shape, Extent detector)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (shape == detector)
            return values;
        if (shape != Plane(detector))
            return null;
        var (colors, spread) = (Of(detector), new T[detector.Count]);
        for (var i = 0; i < spread.Length; i++)
            spread[i] = values[i / colors];
        return spread;
    }
}
