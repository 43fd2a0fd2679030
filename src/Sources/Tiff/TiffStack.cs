using System.Globalization;
using Ronchi.Frames;

namespace Ronchi.Sources.Tiff;

/// <summary>Finds which pages of a file are its frames: as few pages as can be are looked at.</summary>
internal static class TiffStack
{
    private const int KindsShown = 6;

    /// <summary>Finds them.</summary>
    /// <param name="pages">The pages.</param>
    /// <param name="words">What the file says of them.</param>
    /// <param name="dataset">Number of the kind of pages that is asked for; null: what takes most bytes.</param>
    /// <param name="notes">Receives what is unusual.</param>
    /// <exception cref="SourceException">There is no such kind, or a page is damaged.</exception>
    public static TiffPageList Find(TiffPages pages, TiffWords words, string? dataset, List<string> notes)
    {
        var first = pages.PageAt(0);
        if (dataset is null && (OnePiece(pages, first, words, notes) ?? Regular(pages, first, words)) is { } found)
            return found;
        if (dataset is null && words.Scan is { Count: > 1 } told && pages.Reaches(1) && pages.PageAt(1).Pixels == first.Pixels)
            return new(first.Pixels, told.Count);
        return Walked(pages, dataset, notes);
    }

    // ImageJ and tifffile put all frames behind the first page, whose directory may be the only one.
    private static TiffPageList? OnePiece(TiffPages pages, TiffPage first, TiffWords words, List<string> notes)
    {
        if (words.Scan is not { Count: > 1 } told || !words.IsInOnePiece || !first.IsPlain)
            return null;
        var (start, bytes) = (first.Offsets[0], first.Pixels.FrameBytes);
        var isAlone = !pages.Reaches(1) && pages.Break is null;
        if (!isAlone && !(pages.Reaches(1) && pages.PageAt(1) is { IsPlain: true } second && second.Pixels == first.Pixels
            && second.Offsets[0] == start + bytes))
            return null;
        var there = Math.Min((pages.Length - start) / bytes, told.Count);
        if (there < 1 || (isAlone && there == 1))
            return null;
        if (there < told.Count)
            notes.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the file is truncated: {there:N0} of {told.Count:N0} frames are present; the others are blank and invalid."));
        return new(first.Pixels, there, Equal: (start, bytes)) { IsCut = there < told.Count };
    }

    private static TiffPageList? Regular(TiffPages pages, TiffPage first, TiffWords words)
    {
        if (TiffRegularChain.Find(pages) is not { } chain || (words.Scan is { Count: > 1 } told && told.Count != chain.Count))
            return null;
        pages.Take(chain.OffsetOf, chain.Count);
        return new(first.Pixels, chain.Count, Equal: TiffPageList.Distance(
            first.Pixels, [chain.FirstPixels, chain.FirstPixels + chain.PixelStep]));
    }

    private static TiffPageList Walked(TiffPages pages, string? dataset, List<string> notes)
    {
        var kinds = new List<(TiffPixels Pixels, List<long> Numbers, List<long>? Places)>();
        var count = pages.WalkAll();
        for (var number = 0L; number < count; number++)
        {
            var page = pages.PageAt(number);
            var kind = kinds.FindIndex(known => known.Pixels == page.Pixels);
            if (kind < 0)
            {
                kind = kinds.Count;
                kinds.Add((page.Pixels, [], []));
            }

            var (pixels, numbers, places) = kinds[kind];
            numbers.Add(number);
            if (page.IsPlain)
                places?.Add(page.Offsets[0]);
            else
                kinds[kind] = (pixels, numbers, null);
        }

        if (pages.Break is { } broken)
            notes.Add(broken);
        var chosen = Choose(pages, kinds, dataset);
        if (kinds.Count > 1)
            notes.Add(
                $"the file holds pages of several kinds, of which kind {chosen} is opened: "
                + string.Join("; ", kinds.Take(KindsShown).Select(static (kind, i) => $"{i}: {kind.Numbers.Count} of {kind.Pixels}"))
                + (kinds.Count > KindsShown ? "; …" : "") + ". --dataset NUMBER opens another.");
        var (its, of, at) = kinds[chosen];
        return new(its, of.Count, [.. of], at is null ? null : TiffPageList.Distance(its, at));
    }

    private static int Choose(
        TiffPages pages, List<(TiffPixels Pixels, List<long> Numbers, List<long>? Places)> kinds, string? dataset)
    {
        if (dataset is null)
            return kinds.IndexOf(kinds.MaxBy(static kind => kind.Pixels.FrameBytes * (double)kind.Numbers.Count));
        return int.TryParse(dataset, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < kinds.Count
            ? number
            : throw new SourceException(
                pages.Path,
                $"--dataset {dataset}: the pages are of {Counted.Of(kinds.Count, "kind")}; give a number from 0 to {kinds.Count - 1}.");
    }
}
