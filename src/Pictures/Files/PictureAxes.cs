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
    /// <param name="detector">Axes of the detector. A result that follows nothing and ends with all of them holds frames.</param>
    public static PictureAxes Of(ResultKind kind, Extent extra, Extent detector) => kind switch
    {
        ResultKind.Scan => new(extra.Rank),
        ResultKind.Detector => new(extra.Rank + Math.Max(detector.Rank - 2, 0), extra.Rank == 0 && FrameColors.AreShown(detector)),
        _ when detector.Rank == 3 && extra.EndsWith(detector) => new(1, FrameColors.AreShown(detector)),
        _ => default,
    };
}
