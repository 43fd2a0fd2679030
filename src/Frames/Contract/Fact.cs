namespace Ronchi.Frames;

/// <summary>One thing that a file says about its experiment.</summary>
/// <param name="Name">What it is, in snake case: <c>incident_energy</c>, <c>count_time</c>, …</param>
/// <param name="Value">The value as text, numbers in invariant notation.</param>
/// <param name="Unit">Its unit, or null.</param>
public sealed record Fact(string Name, string Value, string? Unit = null)
{
    /// <summary>Where it comes from.</summary>
    public CalibrationOrigin Origin { get; init; }
}
