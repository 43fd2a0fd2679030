using System.Diagnostics;

namespace Ronchi.Engine.Run;

/// <summary>Where traces of runs come from; listen to the source <c>Ronchi.Engine</c>.</summary>
internal static class Telemetry
{
    public static readonly ActivitySource Activities = new("Ronchi.Engine");
}
