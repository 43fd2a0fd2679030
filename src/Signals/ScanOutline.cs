using System.Collections.Immutable;
using Ronchi.Engine.Stages;
using Ronchi.Frames;
using Ronchi.Store;

namespace Ronchi.Signals;

/// <summary>Description of a scan, obtained without reading its frames.</summary>
/// <param name="Info">Format, axes, facts and notes.</param>
/// <param name="Shape">Scan and detector axes.</param>
/// <param name="ElementType">Type of the values.</param>
public sealed record ScanOutline(SourceInfo Info, DataShape Shape, ElementType ElementType)
{
    private const int MostSuggestions = 12;

    /// <summary>Uncompressed size in bytes, without binning.</summary>
    public long Bytes => Shape.FrameCount * Shape.FrameElements * ElementType.Size();

    /// <summary>Memory limit for data in bytes, at present.</summary>
    public static long Budget => MemoryBudget.ForData();

    /// <summary>Size in memory in bytes for detectors binned by 1, 2, 4 and 8.</summary>
    public IReadOnlyList<(int Binning, long Bytes)> Binned() =>
        ElementType.IsComplex()
            ? [(1, Bytes)]
            : [.. new[] { 1, 2, 4, 8 }
                .Where(bin => bin <= Math.Max(BinDetector.Largest(Shape.Detector), 1))
                .Select(bin => (bin, ResidenceEstimate.BytesBinned(Shape, bin, 1, BinDetector.TypeOf(ElementType, bin))))];

    /// <summary>The smallest binning at which the data fit; the largest when none does.</summary>
    /// <param name="budget">Bytes that they may take.</param>
    public int FittingBinning(long budget)
    {
        var forms = Binned();
        foreach (var (binning, bytes) in forms)
        {
            if (bytes <= budget)
                return binning;
        }

        return forms[^1].Binning;
    }

    /// <summary>Shapes of rows and columns that the frames fill, the squarest first.</summary>
    public ImmutableArray<(long Rows, long Columns)> ScanShapes()
    {
        long frames = Shape.FrameCount;
        var shapes = new List<(long, long)>();
        for (long rows = (long)Math.Sqrt(frames); rows >= 1 && shapes.Count < MostSuggestions; rows--)
        {
            if (frames % rows != 0)
                continue;
            shapes.Add((rows, frames / rows));
            if (rows * rows != frames)
                shapes.Add((frames / rows, rows));
        }

        return [.. shapes];
    }
}
