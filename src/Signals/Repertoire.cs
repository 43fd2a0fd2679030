using Ronchi.Analyses;
using Ronchi.Engine.Operations;
using Ronchi.Sources;

namespace Ronchi.Signals;

/// <summary>What there is to work with: the formats that are read and the analyses that are offered by name.</summary>
public sealed record Repertoire
{
    /// <summary>What Ronchi brings itself.</summary>
    public static Repertoire Known { get; } = new();

    /// <summary>The formats, in the order in which a file is offered to them.</summary>
    public IReadOnlyList<SourceFormat> Formats { get; init; } = KnownFormats.All;

    /// <summary>The analyses.</summary>
    public IReadOnlyList<Analysis> Analyses { get; init; } = KnownAnalyses.All;
}
