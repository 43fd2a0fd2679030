namespace Ronchi.Analyses.Clustering;

/// <summary>Where <see cref="FeatureVectors"/> looks for features.</summary>
public sealed record FeatureSettings
{
    /// <summary>Row and column of the pattern's centre, in pixels.</summary>
    public required (double Row, double Column) Center { get; init; }

    /// <summary>Features lie at least so far from the centre, in pixels.</summary>
    public double InnerRadius { get; init; }

    /// <summary>Features lie at most so far from the centre, in pixels; null: anywhere further out.</summary>
    public double? OuterRadius { get; init; }

    /// <summary>How many features there are at most.</summary>
    public int Peaks { get; init; } = 32;

    /// <summary>Features lie further apart than this, in pixels.</summary>
    public double MinDistance { get; init; } = 1;
}
