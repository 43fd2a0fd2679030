using System.Text.RegularExpressions;
using Ronchi.Frames;

namespace Ronchi.Sources.Video;

/// <summary>As what the pixels of a video are read.</summary>
/// <param name="Name">FFmpeg's name of the pixels that are asked for.</param>
/// <param name="Colors">Values of a pixel: 1 or 3.</param>
/// <param name="Type">Type of the values.</param>
/// <param name="Note">What is unusual; null: nothing.</param>
internal sealed partial record VideoPixels(string Name, int Colors, ElementType Type, string? Note)
{
    /// <summary>Greys as they are stored; colours as greys, or, where they are asked for, as red, green and blue.</summary>
    /// <param name="stored">FFmpeg's name of the stored pixels.</param>
    /// <param name="inColor">Whether colours are asked for.</param>
    public static VideoPixels Of(string stored, bool inColor)
    {
        var isGrey = stored.StartsWith("gray", StringComparison.Ordinal) || stored is "monow" or "monob" or "y400a" or "ya8";
        var isDeep = Deep().IsMatch(stored);
        if (inColor)
            return isDeep ? new("rgb48le", 3, ElementType.U16, null) : new("rgb24", 3, ElementType.U8, null);
        var note = isGrey
            ? null
            : $"the pixels are stored in color ({stored}) and read as grey values, as ffmpeg makes them; --detector-axes 3 reads red, "
                + "green and blue.";
        if (!isDeep)
            return new("gray", 1, ElementType.U8, note);
        return isGrey && stored.StartsWith("gray1", StringComparison.Ordinal) && !stored.Contains('f', StringComparison.Ordinal)
            ? new(stored.Replace("be", "le", StringComparison.Ordinal), 1, ElementType.U16, null)
            : new("gray16le", 1, ElementType.U16, note ?? $"the pixels ({stored}) are read as ffmpeg makes 16 bits of them.");
    }

    // Names of pixels of more than 8 bits: gray10le, yuv420p12be, p010le, rgb48le, rgba64be, grayf32le.
    [GeneratedRegex("(9|10|12|14|16|48|64|32)(le|be)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Deep();
}
