namespace Ronchi.Pictures;

/// <summary>How a field of vectors is shown.</summary>
public sealed record VectorPictureOptions
{
    /// <summary>The length that has full lightness; null: that of <see cref="Percentile"/>.</summary>
    public double? Largest { get; init; }

    /// <summary>This share of the finite lengths, in percent, is below full lightness.</summary>
    public double Percentile { get; init; } = 99.5;

    /// <summary>Distance of arrows in pixels of the data; 0: none.</summary>
    public int ArrowSpacing { get; init; }

    /// <summary>Whether a wheel in the upper right corner shows which colour is which direction.</summary>
    public bool HasWheel { get; init; } = true;

    /// <summary>Smaller fields are enlarged by a whole factor until their longer side has this many pixels.</summary>
    public int MinimumSide { get; init; } = 256;
}
