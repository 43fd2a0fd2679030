using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Pictures;

/// <summary>
/// The masks that an .npz carries beside the results, where something was not measured: true is no measurement, as in NumPy's masked
/// arrays.
/// </summary>
public static class MeasurementMasks
{
    /// <summary>
    /// <c>detector_mask</c>, with the detector's axes, and <c>scan_mask</c>, with the scan's, for what is measured in no result;
    /// <c>NAME.mask</c> where a result lacks more, or, with all its axes, single entries of it; results that follow neither have one with
    /// all their axes. Each only if something is masked.
    /// </summary>
    public static IEnumerable<NamedArray> Of(IEnumerable<ResultArray> results, DataDescription data)
    {
        var pixels = new bool[data.Shape.FrameElements];
        var positions = new bool[data.Shape.FrameCount];
        for (var pixel = 0; pixel < pixels.Length; pixel++)
            pixels[pixel] = data.Validity.MaskedPixels?[pixel] == true;
        for (var position = 0; position < positions.Length; position++)
            positions[position] = !data.Validity.IsRecorded(position);
        var kinds = results.ToLookup(static result => result.Kind);
        AddCommon(pixels, kinds[ResultKind.Detector]);
        AddCommon(positions, kinds[ResultKind.Scan]);

        if (pixels.Contains(true))
            yield return new("detector_mask", ElementType.Bool, data.Shape.Detector.Lengths, pixels);
        if (positions.Contains(true))
            yield return new("scan_mask", ElementType.Bool, data.Shape.Scan.Lengths, positions);
        foreach (var result in kinds[ResultKind.Single].Where(static result => result.ValidMask().AsSpan().Contains(false)))
            yield return new($"{result.Name}.mask", ElementType.Bool, result.Shape.Lengths, Array.ConvertAll(result.ValidMask(), Not));
        foreach (var result in kinds[ResultKind.Detector].Concat(kinds[ResultKind.Scan]))
        {
            var common = result.Kind == ResultKind.Detector ? pixels : positions;
            if (EntriesOf(result, common) is { } entries)
            {
                yield return entries;
                continue;
            }

            var own = (bool[])common.Clone();
            for (var entry = 0; entry < own.Length; entry++)
                own[entry] |= !result.IsMeasured(entry);
            if (!own.AsSpan().SequenceEqual(common))
                yield return new(
                    $"{result.Name}.mask",
                    ElementType.Bool,
                    (result.Kind == ResultKind.Detector ? data.Shape.Detector : data.Shape.Scan).Lengths,
                    own);
        }
    }

    // Null: entries that are measured have all their values.
    private static NamedArray? EntriesOf(ResultArray result, bool[] common)
    {
        if (result.OwnMask is not { } own || common.Length == 0)
            return null;
        var mask = Array.ConvertAll(own, Not);
        var width = mask.Length / common.Length;
        return Enumerable.Range(0, mask.Length).Any(i => mask[i] != common[i / width])
            ? new($"{result.Name}.mask", ElementType.Bool, result.Shape.Lengths, mask)
            : null;
    }

    private static bool Not(bool isValid) => !isValid;

    // What is measured in none of the results.
    private static void AddCommon(bool[] mask, IEnumerable<ResultArray> results)
    {
        var all = results.ToList();
        for (var entry = 0; entry < mask.Length; entry++)
            mask[entry] |= all.Count > 0 && all.TrueForAll(result => !result.IsMeasured(entry));
    }
}
