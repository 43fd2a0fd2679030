using Ronchi.Frames;

namespace Ronchi.Engine.Stages;

/// <summary>Marks more pixels as bad: they are left out of everything, as those that the detector masks.</summary>
public sealed class MaskPixels : SourceStage
{
    /// <summary>Marks pixels of a source.</summary>
    /// <param name="inner">The source; disposed with the stage.</param>
    /// <param name="pixels">Pixels to leave out.</param>
    /// <exception cref="ArgumentException">The set belongs to frames of another size.</exception>
    public MaskPixels(IFrameSource inner, PixelSet pixels)
        : base(inner)
    {
        if (pixels.Pixels != inner.Shape.FrameElements)
            throw new ArgumentException($"A mask of {pixels.Pixels} pixels does not fit frames of {inner.Shape.Detector}.", nameof(pixels));
        Validity = inner.Validity with { MaskedPixels = inner.Validity.MaskedPixels?.Union(pixels) ?? pixels };
    }

    /// <inheritdoc/>
    public override Validity Validity { get; }

    /// <inheritdoc/>
    public override bool GivesViews => Inner.GivesViews;

    /// <inheritdoc/>
    public override ITileReader OpenReader(TileRequest request) => Inner.OpenReader(request);
}
