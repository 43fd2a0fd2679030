namespace Ronchi.Kernels.Blocked;

/// <summary>Pixels that follow one another.</summary>
/// <param name="Start">The first.</param>
/// <param name="Count">How many.</param>
public readonly record struct PixelRun(int Start, int Count)
{
    /// <summary>The runs of a bitmap, pixel i being bit i mod 8 of byte i∕8.</summary>
    /// <param name="bits">The bitmap.</param>
    /// <param name="pixels">Pixels of it.</param>
    /// <param name="columns">No run goes on from one line of so many pixels to the next. 0: they may.</param>
    public static PixelRun[] Of(ReadOnlySpan<byte> bits, int pixels, int columns = 0)
    {
        var runs = new List<PixelRun>();
        int start = -1;
        for (int pixel = 0; pixel <= pixels; pixel++)
        {
            bool isIn = pixel < pixels && (bits[pixel >> 3] >> (pixel & 7) & 1) != 0;
            if (start >= 0 && (!isIn || (columns > 0 && pixel % columns == 0)))
            {
                runs.Add(new(start, pixel - start));
                start = -1;
            }

            if (isIn && start < 0)
                start = pixel;
        }

        return [.. runs];
    }

    internal static void Check(ReadOnlySpan<PixelRun> runs, int pixels)
    {
        foreach (var run in runs)
        {
            if (run.Start < 0 || run.Count < 0 || run.Start > pixels - run.Count)
                throw new ArgumentException(
                    $"Pixels {run.Start} to {run.Start + run.Count} lie outside a block of {pixels}.", nameof(runs));
        }
    }
}
