using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Pictures;

namespace Ronchi.Cli.Commands;

/// <summary>The masks that an .npz carries beside the results, where something was not measured: true is no measurement, as in NumPy's masked arrays.</summary>
internal static class MeasurementMasks
{
    /// <summary><c>detector_mask</c>, with the detector's axes, and <c>scan_mask</c>, with the scan's; each only if something is masked.</summary>
    public static IEnumerable<NamedArray> Of(IEnumerable<ResultArray> results, DataDescription data)
    {
        var pixels = new bool[data.Shape.FrameElements];
        var positions = new bool[data.Shape.FrameCount];
        for (var pixel = 0; pixel < pixels.Length; pixel++)
            pixels[pixel] = data.Validity.MaskedPixels?[pixel] == true;
        for (var position = 0; position < positions.Length; position++)
            positions[position] = !data.Validity.IsRecorded(position);
        foreach (var result in results.Where(static result => result.Valid is not null))
        {
            var mask = result.Kind == ResultKind.Detector ? pixels : positions;
            for (var entry = 0; entry < mask.Length; entry++)
                mask[entry] |= !result.IsMeasured(entry);
        }

        if (pixels.Contains(true))
            yield return new("detector_mask", ElementType.Bool, data.Shape.Detector.Lengths, pixels);
        if (positions.Contains(true))
            yield return new("scan_mask", ElementType.Bool, data.Shape.Scan.Lengths, positions);
    }
}
