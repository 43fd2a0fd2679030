namespace Ronchi.Store;

/// <summary>How the image of a virtual detector was computed; the result is the same.</summary>
public enum ImagePath
{
    /// <summary>All pixels of the detector were added.</summary>
    Full,

    /// <summary>Pixels that entered the detector were added to the image before, those that left it subtracted.</summary>
    Difference,

    /// <summary>
    /// Cumulative sums by radius were subtracted, and the pixels between them and the detector's edge added or subtracted.
    /// </summary>
    Rings,
}
