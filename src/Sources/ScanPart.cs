namespace Ronchi.Sources;

/// <summary>What belongs to a scan besides the values of its frames.</summary>
public enum ScanPart
{
    /// <summary>Lengths of the scan and detector axes, the series axis included.</summary>
    Shape,

    /// <summary>Pixels that are bad in every frame.</summary>
    MaskedPixels,

    /// <summary>That the largest value of the type means "no data".</summary>
    NoData,

    /// <summary>Names, steps, offsets and units of the axes.</summary>
    Axes,

    /// <summary>What is known of the experiment: energies, times, instrument.</summary>
    Facts,

    /// <summary>Groups, datasets and attributes of an HDF5 source that are no frames.</summary>
    SourceObjects,

    /// <summary>Which positions of the scan were recorded.</summary>
    Recorded,

    /// <summary>Sentences on what is unusual and on what was done.</summary>
    Notes,
}
