using Ronchi.Engine;
using Ronchi.Frames;

namespace SamplePlugin;

/// <summary>Counts the pixels of each frame that have at least <paramref name="threshold"/> counts.</summary>
public sealed class BrightPixels(double threshold) : Udf, IFrameUdf
{
    public override string Name => "bright-pixels";

    // Values arrive as f64, whatever type is stored; masked pixels and "no data" as 0.
    public override ElementType? PreferredType => ElementType.F64;

    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) => [new("bright", ResultKind.Scan, ElementType.I32)];

    public void ProcessFrame(in Tile frame, UdfTask task)
    {
        var bright = 0;
        foreach (var value in frame.Pixels<double>())
            bright += value >= threshold ? 1 : 0;
        task.View<int>(0)[0] = bright;
    }
}
