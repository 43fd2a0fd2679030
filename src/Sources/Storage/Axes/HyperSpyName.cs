using Ronchi.Frames;

namespace Ronchi.Sources.Storage;

/// <summary>Names of axes as users of HyperSpy know them.</summary>
internal static class HyperSpyName
{
    /// <summary>The name of an axis: <c>y</c>, <c>x</c> of the scan, <c>ky</c>, <c>kx</c> of the detector, others their own.</summary>
    /// <param name="name">Its name here.</param>
    /// <param name="index">Its place.</param>
    /// <param name="shape">The data.</param>
    public static string Of(string name, int index, DataShape shape) => (shape.Scan.Rank - index, index - shape.Scan.Rank) switch
    {
        (2, _) when shape.Scan.Rank >= 2 => "y",
        (1, _) when shape.Scan.Rank >= 2 => "x",
        (_, 0) when shape.Detector.Rank >= 2 => "ky",
        (_, 1) => "kx",
        _ => name,
    };
}
