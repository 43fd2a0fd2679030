using Ronchi.Analyses.Steps;
using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Signals;

namespace Ronchi.Cli.Commands;

/// <summary>The option <c>--roi</c> of commands.</summary>
internal static class RegionOption
{
    private const string Name = "roi";

    /// <summary>The positions that were asked for.</summary>
    /// <exception cref="ParameterException">The text does not follow the grammar.</exception>
    /// <exception cref="ArgumentException">The region does not fit the scan.</exception>
    public static ScanSelection Select(Session session, Scan scan, string text)
    {
        ScanRegion region;
        try
        {
            region = ScanRegion.Parse(text);
        }
        catch (FormatException e)
        {
            throw new ParameterException(Name, e.Message, e);
        }

        return region.Select(session.ContextOf(scan), Name);
    }
}
