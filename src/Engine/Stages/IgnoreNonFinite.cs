using System.Runtime.InteropServices;
using Ronchi.Frames;
using Ronchi.Kernels.Pixels;

namespace Ronchi.Engine.Stages;

/// <summary>Makes NaN and the infinities among floats values that are not there: "no data", as counting detectors have it.</summary>
/// <remarks>
/// They become the type's largest value, and <see cref="Validity.MaximumIsNoData"/> says so: every analysis leaves them out, of means with
/// the weight that is left. A value that holds the type's largest number in the data is left out too.
/// </remarks>
public sealed class IgnoreNonFinite : PixelStage
{
    /// <summary>Puts the stage behind a source.</summary>
    /// <param name="inner">The source, of f32 or f64; disposed with the stage.</param>
    /// <exception cref="ArgumentException">The values are no real floats.</exception>
    public IgnoreNonFinite(IFrameSource inner)
        : base(inner)
    {
        if (!inner.ElementType.IsFloat())
            throw new ArgumentException($"--nan ignore works on real floats; these are {inner.ElementType.Name()}.", nameof(inner));
        Validity = inner.Validity with { MaximumIsNoData = true };
    }

    /// <inheritdoc/>
    public override Validity Validity { get; }

    /// <inheritdoc/>
    public override SourceInfo Info => Noting("values that are not finite are left out.");

    /// <inheritdoc/>
    protected internal override void Make<TIn, TOut>(long position, ReadOnlySpan<TIn> frame, Span<TOut> result) =>
        FinitePixels.Replace(MemoryMarshal.Cast<TIn, TOut>(frame), result, TOut.MaxValue);
}
