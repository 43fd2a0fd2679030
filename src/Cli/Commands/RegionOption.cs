using Ronchi.Analyses.Steps;
using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Signals;

namespace Ronchi.Cli.Commands;

/// <summary>The option <c>--roi</c> of commands.</summary>
internal static class RegionOption
{
    private const string Name = "roi";

    /// <summary>The region that was asked for; null: all positions.</summary>
    /// <exception cref="ParameterException">The text does not follow the grammar.</exception>
    public static ScanRegion? Parse(string? text)
    {
        try
        {
            return text is null ? null : ScanRegion.Parse(text);
        }
        catch (FormatException e)
        {
            throw new ParameterException(Name, e.Message, e);
        }
    }

    /// <summary>The positions of a region; null: all.</summary>
    /// <exception cref="ArgumentException">The region does not fit the scan.</exception>
    public static ScanSelection? Select(Session session, Scan scan, ScanRegion? region) => region?.Select(session.ContextOf(scan), Name);
}
