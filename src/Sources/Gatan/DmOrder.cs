using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Gatan;

/// <summary>Which axes of an image are the scan's and which the detector's, and how they are stored.</summary>
/// <param name="DetectorAxes">Axes of the detector, without colours: 1 of spectra, 2 of frames.</param>
/// <param name="IsPixelMajor">Whether the axes of the scan vary fastest, so that no frame lies in one piece.</param>
internal sealed record DmOrder(int DetectorAxes, bool IsPixelMajor)
{
    /// <summary>Decides by what the user says, the tag <c>Data Order Swapped</c>, the units of the axes, and usage.</summary>
    /// <remarks>
    /// DigitalMicrograph keeps spectra of a scan with the energy as the slowest axis, and frames of a scan as it was first made the same
    /// way. Files of GMS 3 have the frames in one piece and say so by the tag. Stacks of images always lie in one piece each.
    /// </remarks>
    /// <param name="image">The image.</param>
    /// <param name="asked">What the user says.</param>
    public static DmOrder Of(DmImage image, DmStoredOrder? asked)
    {
        var rank = image.Lengths.Rank;
        var about = image.Tags.Group("ImageTags");
        var format = about.Text("Meta Data", "Format") ?? "";
        var isSpectrum = rank == 1 || (rank < 4 && image.Pixels.Colors == 0
            && (format.StartsWith("Spectrum", StringComparison.OrdinalIgnoreCase) || about.Find("spim") is not null));
        var detector = isSpectrum ? 1 : 2;
        if (rank <= detector || image.Pixels.Colors > 0)
            return new(detector, IsPixelMajor: false);
        var isScan = isSpectrum || rank >= 4 || format.StartsWith("Diffraction", StringComparison.OrdinalIgnoreCase);
        var isSwapped = asked is { } order
            ? order == DmStoredOrder.Frames
            : isScan ? about.Switch("Meta Data", "Data Order Swapped") : true;
        return new(detector, !(isSwapped ?? ByUnits(image, detector) ?? (rank == 2 || (rank == 3 && !isSpectrum))));
    }

    // Whether the detector's axes are the fast ones: of spectra those of energy, of frames those of an angle or of reciprocal length.
    private static bool? ByUnits(DmImage image, int detector)
    {
        var isDetector = Enumerable.Range(0, image.Lengths.Rank)
            .Select(axis => DmCalibration.UnitOf(image, axis) is { } unit
                ? detector == 1 ? unit is "eV" or "keV" : unit.StartsWith("1/", StringComparison.Ordinal) || unit is "mrad" or "rad"
                : (bool?)null)
            .ToList();
        var (fast, slow) = (isDetector[0], isDetector[^1]);
        return fast == slow ? null : fast ?? !slow;
    }
}
