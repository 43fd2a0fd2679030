using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Analyses.VirtualImaging;

/// <summary>One worker's detectors, laid out for one tile form.</summary>
internal interface ITileDetectors
{
    void Process(in Tile tile, UdfTask task);
}
