using Ronchi.Frames;

namespace Ronchi.Sources;

/// <summary>How frames lie in a file without a header, as the user says.</summary>
/// <param name="Frame">Detector axes.</param>
/// <param name="ElementType">Type of the values; real numbers.</param>
/// <param name="IsBigEndian">Whether values are stored big-endian.</param>
/// <param name="Offset">Bytes before the first frame.</param>
/// <param name="Gap">Bytes between a frame and the next.</param>
public sealed record RawLayout(Extent Frame, ElementType ElementType, bool IsBigEndian = false, long Offset = 0, long Gap = 0);
