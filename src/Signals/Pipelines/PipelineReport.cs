using Ronchi.Frames;

namespace Ronchi.Signals.Pipelines;

/// <summary>What became of one data set in a pipeline.</summary>
/// <param name="Path">The data.</param>
/// <param name="Files">The files that were written, or were there.</param>
/// <param name="Frames">Frames of the data that are there.</param>
/// <param name="Passes">How often frames were gone over.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="IsKept">Whether everything was there from an earlier run of the same pipeline on the same data.</param>
public sealed record PipelineReport(string Path, IReadOnlyList<string> Files, long Frames, int Passes, TimeSpan Elapsed, bool IsKept)
{
    /// <summary>What came of data that another program writes, and how they ended; null: they were there from the beginning.</summary>
    public Arrivals? Arrivals { get; init; }

    /// <summary>Sentences on what was decided or looks wrong.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
