namespace Ronchi.Sources.Timepix;

/// <summary>What one word of the raw data of a Timepix3 says.</summary>
/// <remarks>The layout is that of Amsterdam Scientific Instruments, "SERVAL manual"; words are little-endian.</remarks>
internal static class TpxPacket
{
    /// <summary>Rows and columns of a chip.</summary>
    public const int ChipSide = 256;

    /// <summary>Seconds of a unit of time: 25 ns / 16.</summary>
    public const double UnitSeconds = 25e-9 / 16;

    /// <summary>Units after which the time of a hit begins again: 26.8 s.</summary>
    public const long Period = 1L << 34;

    private const uint Magic = 0x33585054;   // "TPX3"

    /// <summary>Whether a word begins a chunk, of which chip, and how many words follow.</summary>
    public static bool IsChunk(ulong word, out int chip, out int words)
    {
        (chip, words) = ((int)(word >> 32) & 0xFF, (int)(word >> 48) / sizeof(ulong));
        return (uint)word == Magic;
    }

    /// <summary>Whether a word is a hit with the time of its arrival.</summary>
    public static bool IsHit(ulong word) => word >> 60 == 0xB;

    /// <summary>Whether a word is a sum of hits without time.</summary>
    public static bool IsIntegrated(ulong word) => word >> 60 == 0xA;

    /// <summary>Row and column of a hit on its chip.</summary>
    public static (int Row, int Column) Pixel(ulong word)
    {
        var doubleColumn = (int)(word >> 52) & 0xFE;
        var superPixel = (int)(word >> 45) & 0xFC;
        var pixel = (int)(word >> 44) & 7;
        return (superPixel + (pixel & 3), doubleColumn + (pixel >> 2));
    }

    /// <summary>Time of a hit, which begins again after <see cref="Period"/>.</summary>
    public static long TimeOfHit(ulong word)
    {
        var coarse = ((long)(word & 0xFFFF) << 14) | ((long)(word >> 30) & 0x3FFF);
        return ((coarse << 4) - ((long)(word >> 16) & 0xF)) & (Period - 1);
    }

    /// <summary>Whether a word is a pulse of a kind.</summary>
    public static bool IsTrigger(ulong word, TpxTrigger trigger) => word >> 60 == 6 && ((word >> 56) & 0xF) == (ulong)trigger;

    /// <summary>Time of a pulse, which begins again after <see cref="Period"/>: its own counter goes on longer, but from the same
    /// beginning.</summary>
    public static long TimeOfTrigger(ulong word) => (long)(((word >> 9) & 0x7_FFFF_FFFF) << 1) & (Period - 1);
}
