using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>A UDF that takes some frames of a rectangular region of the detector at a time.</summary>
public interface ITileUdf
{
    /// <summary>Adds a tile to the results.</summary>
    /// <param name="tile">Frames × region; region row-major. The region is <see cref="UdfTask.Region"/>.</param>
    /// <param name="task">The worker's buffers. Scan entries of a frame are visited once for each region: add to them.</param>
    void ProcessTile(in Tile tile, UdfTask task);
}
