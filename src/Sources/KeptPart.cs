namespace Ronchi.Sources;

/// <summary>What a kind of file does with a part of a scan.</summary>
/// <param name="Part">The part.</param>
/// <param name="Keeping">Where it is kept.</param>
/// <param name="Where">The place, or why there is none: a phrase for people.</param>
public sealed record KeptPart(ScanPart Part, Keeping Keeping, string Where)
{
    /// <summary>Name of the part for programs: <c>masked_pixels</c>.</summary>
    public string Key => Part switch
    {
        ScanPart.Shape => "shape",
        ScanPart.MaskedPixels => "masked_pixels",
        ScanPart.NoData => "no_data",
        ScanPart.Axes => "axes",
        ScanPart.Facts => "facts",
        ScanPart.SourceObjects => "source_objects",
        ScanPart.Recorded => "recorded",
        _ => "notes",
    };

    /// <summary>Name of the part for people.</summary>
    public string Name => Part switch
    {
        ScanPart.Shape => "shape of the scan",
        ScanPart.MaskedPixels => "masked pixels",
        ScanPart.NoData => "no-data values",
        ScanPart.Axes => "axes with units",
        ScanPart.Facts => "metadata of the experiment",
        ScanPart.SourceObjects => "other objects of an HDF5 source",
        ScanPart.Recorded => "positions that were recorded",
        _ => "notes",
    };
}
