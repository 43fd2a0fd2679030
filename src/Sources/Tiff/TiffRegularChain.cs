namespace Ronchi.Sources.Tiff;

/// <summary>Pages of one kind at equal distances, directories and pixels: found out by some of them, however many there are.</summary>
/// <param name="Count">How many.</param>
/// <param name="First">Where the first directory lies.</param>
/// <param name="Second">Where the second one lies.</param>
/// <param name="Step">From there to the third, and so on.</param>
/// <param name="FirstPixels">Where the pixels of the first page begin.</param>
/// <param name="PixelStep">From there to those of the second, and so on.</param>
internal sealed record TiffRegularChain(long Count, long First, long Second, long Step, long FirstPixels, long PixelStep)
{
    private const int Few = 24;
    private const int Samples = 12;

    /// <summary>Where the directory of a page lies.</summary>
    public long OffsetOf(long number) => number == 0 ? First : Second + ((number - 1) * Step);

    /// <summary>Looks whether pages lie so: at the first ones, at the last one, which ends the chain, and at some between.</summary>
    /// <returns>Null: they do not, or are so few that they are walked as fast.</returns>
    public static TiffRegularChain? Find(TiffPages pages)
    {
        if (!pages.Reaches(3) || pages.PageAt(0) is not { IsPlain: true } first)
            return null;
        TiffPage[] head = [first, pages.PageAt(1), pages.PageAt(2), pages.PageAt(3)];
        if (Array.Exists(head, page => !page.IsPlain || page.Pixels != first.Pixels))
            return null;
        var chain = new TiffRegularChain(
            long.MaxValue,
            head[0].DirectoryOffset,
            head[1].DirectoryOffset,
            head[2].DirectoryOffset - head[1].DirectoryOffset,
            first.Offsets[0],
            head[1].Offsets[0] - first.Offsets[0]);
        if (chain.Step <= 0 || chain.PixelStep < first.Pixels.FrameBytes || !chain.Holds(pages, first, 2) || !chain.Holds(pages, first, 3))
            return null;
        var most = Math.Min(
            (pages.Length - chain.Second) / chain.Step, (pages.Length - first.Pixels.FrameBytes - chain.FirstPixels) / chain.PixelStep) + 1;
        if (most < Few)
            return null;
        long known = 3, beyond = most + 1;
        while (beyond - known > 1)
        {
            var middle = known + ((beyond - known) / 2);
            (known, beyond) = chain.Holds(pages, first, middle) ? (middle, beyond) : (known, middle);
        }

        if (pages.TryRead(chain.OffsetOf(known))?.Next != 0)
            return null;
        for (var sample = 1; sample <= Samples; sample++)
        {
            if (!chain.Holds(pages, first, Math.Max(known * sample / (Samples + 1), 1)))
                return null;
        }

        return chain with { Count = known + 1 };
    }

    private bool Holds(TiffPages pages, TiffPage first, long number)
    {
        if (pages.TryRead(OffsetOf(number)) is not { } directory)
            return false;
        return directory.Number(TiffTag.ImageWidth) == first.Pixels.Columns && directory.Number(TiffTag.ImageLength) == first.Pixels.Rows
            && directory.Number(TiffTag.BitsPerSample) == first.Bits
            && directory.Number(TiffTag.Compression, 1) == (long)TiffCompression.None
            && directory.Number(TiffTag.StripOffsets) == FirstPixels + (number * PixelStep)
            && (directory.Next == 0 || directory.Next == OffsetOf(number + 1));
    }
}
