using System.Runtime.InteropServices;
using Ronchi.Engine.Stages;
using Ronchi.Frames;

namespace SamplePlugin;

/// <summary>Frames in which no value is above a limit, made one by one when somebody reads them.</summary>
public sealed class LimitCounts(IFrameSource inner, double most) : PixelStage(inner)
{
    public override SourceInfo Info => Noting($"values above {most} are lowered to it.");

    // The type stays as it is.
    protected override void Make<TIn, TOut>(long position, ReadOnlySpan<TIn> frame, Span<TOut> result)
    {
        var limit = TOut.CreateSaturating(most);
        var values = MemoryMarshal.Cast<TIn, TOut>(frame);
        for (var i = 0; i < values.Length; i++)
            result[i] = values[i] > limit ? limit : values[i];
    }
}
