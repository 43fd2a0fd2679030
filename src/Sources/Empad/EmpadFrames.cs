using System.Runtime.InteropServices;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Empad;

/// <summary>How frames lie in a file: 128×128 floats each; behind those of the first detector are two rows that are no image.</summary>
internal static class EmpadFrames
{
    /// <summary>Rows, and columns, of a frame.</summary>
    public const int Side = 128;

    /// <summary>Bytes of an image: the distance of frames of the second detector (EMPAD-G2).</summary>
    public const int PlainBytes = Side * Side * sizeof(float);

    /// <summary>Distance of frames of the first detector: 130 rows.</summary>
    public const int FooterBytes = (Side + 2) * Side * sizeof(float);

    // A counter in bits 14 to 29 of a word, an analogue value below, a flag above: as floats such words are at least 2, or next to nothing.
    private const uint Flag = 1u << 30;
    private const uint Tiny = 64u << 23;
    private const uint Magnitude = 0x7FFF_FFFF;

    /// <summary>Distance of frames that makes so many of them the whole file, or else all but a part of the last; null: there is
    /// none.</summary>
    public static int? Fitting(long bytes, long frames)
    {
        foreach (var missing in (int[])[0, 1])
        {
            foreach (var stride in (int[])[FooterBytes, PlainBytes])
            {
                var whole = (Int128)frames * stride;
                if (missing == 0 ? bytes == whole : bytes < whole && bytes > whole - stride)
                    return stride;
            }
        }

        return null;
    }

    /// <summary>Distance of frames in a file of which nothing is said; null: its length fits neither.</summary>
    public static int? Fitting(long bytes) => bytes % FooterBytes == 0 ? FooterBytes : bytes % PlainBytes == 0 ? PlainBytes : null;

    /// <summary>Refuses words of the second detector that were never made into numbers.</summary>
    /// <exception cref="SourceException">The first frame is made of them.</exception>
    public static void RequireNumbers(HeaderReader file)
    {
        int words = 0, encoded = 0;
        foreach (var word in MemoryMarshal.Cast<byte, uint>(file.Bytes(0, (int)Math.Min(PlainBytes, file.Length))))
        {
            var magnitude = word & Magnitude;
            words += magnitude > 0 ? 1 : 0;
            encoded += (word & Flag) != 0 || (magnitude is > 0 and < Tiny) ? 1 : 0;
        }

        if (words > 0 && encoded > words * 0.99)
            throw file.Fault(
                0,
                "the file seems to hold encoded words of an EMPAD-G2 (bit 30 of each is set), not numbers: have the program of the "
                + "detector combine and save them. If they are numbers, none below 2, open it with --frame-shape 128x128 --dtype f32.");
    }
}
