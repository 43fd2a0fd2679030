namespace Ronchi.Kernels.Blocked;

/// <summary>Pixels that follow one another.</summary>
/// <param name="Start">The first.</param>
/// <param name="Count">How many.</param>
public readonly record struct PixelRun(int Start, int Count)
{
    /// <summary>The runs of a bitmap, pixel i being bit i mod 8 of byte i∕8.</summary>
    public static PixelRun[] Of(ReadOnlySpan<byte> bits, int pixels)
    {
        var runs = new List<PixelRun>();
        int start = -1;
        for (int pixel = 0; pixel <= pixels; pixel++)
        {
            bool isIn = pixel < pixels && (bits[pixel >> 3] >> (pixel & 7) & 1) != 0;
            if (isIn && start < 0)
                start = pixel;
            if (isIn || start < 0)
                continue;
            runs.Add(new(start, pixel - start));
            start = -1;
        }

        return [.. runs];
    }
}
