using Ronchi.Frames;

namespace Ronchi.Sources.Timepix;

/// <summary>
/// Where pixels lie: one chip, or four as two rows of two, of which the upper ones are turned by 180°: chip 3 at the origin, 0 beside it,
/// 2 and 1 in the row behind.
/// </summary>
/// <param name="Chips">1 or 4.</param>
internal sealed record TpxDetector(int Chips)
{
    private const int Side = TpxPacket.ChipSide;

    /// <summary>Rows × columns.</summary>
    public Extent Shape => Chips == 1 ? new(Side, Side) : new(2 * Side, 2 * Side);

    /// <summary>Number of pixels.</summary>
    public int Pixels => Chips * Side * Side;

    /// <summary>The pixel of a hit.</summary>
    public int PixelOf(int chip, ulong word)
    {
        var (row, column) = TpxPacket.Pixel(word);
        if (Chips == 1)
            return (row * Side) + column;
        (row, column) = (chip & 3) switch
        {
            0 => (row, column + Side),
            1 => ((2 * Side) - 1 - row, (2 * Side) - 1 - column),
            2 => ((2 * Side) - 1 - row, Side - 1 - column),
            _ => (row, column),
        };
        return (row * 2 * Side) + column;
    }
}
