using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Pictures;

/// <summary>How the axes of a result lie in pictures.</summary>
/// <param name="Vector">
/// How many axes lie behind the rows and columns of an image: components, rings, masks. A stack of pictures runs over them.
/// </param>
/// <param name="IsColor">Whether the one axis behind rows and columns is that of red, green and blue: one picture in colour.</param>
public readonly record struct PictureAxes(int Vector, bool IsColor = false)
{
    /// <summary>Those of a result.</summary>
    /// <param name="kind">What it follows.</param>
    /// <param name="extra">Axes of each entry.</param>
    /// <param name="detector">Axes of the detector.</param>
    public static PictureAxes Of(ResultKind kind, int extra, Extent detector) => kind switch
    {
        ResultKind.Scan => new(extra),
        ResultKind.Detector => new(extra + Math.Max(detector.Rank - 2, 0), extra == 0 && FrameColors.AreShown(detector)),
        _ => default,
    };
}
