using System.Collections.Immutable;
using Ronchi.Frames;

namespace Ronchi.Engine.Stages;

/// <summary>
/// Puts other axes in the place of those that the data say; frames stay as they are, also those that are held compressed.
/// </summary>
public sealed class CalibrateAxes : SourceStage, ICompressedSource
{
    /// <summary>Calibrates a source.</summary>
    /// <param name="inner">The source; disposed with the stage.</param>
    /// <param name="axes">One axis for each of the shape, scan first.</param>
    /// <param name="note">Where they come from, in a sentence.</param>
    /// <exception cref="ArgumentException">There are more or fewer axes than the shape has.</exception>
    public CalibrateAxes(IFrameSource inner, ImmutableArray<Axis> axes, string note)
        : base(inner)
    {
        if (axes.Length != inner.Shape.Full.Rank)
            throw new ArgumentException($"{axes.Length} axes do not fit data of {inner.Shape}.", nameof(axes));
        Info = Noting(note) with { Axes = axes };
    }

    /// <inheritdoc/>
    public override SourceInfo Info { get; }

    /// <inheritdoc/>
    public override bool GivesViews => Inner.GivesViews;

    /// <inheritdoc/>
    public long? CompressedBytes => (Inner as ICompressedSource)?.CompressedBytes;

    /// <inheritdoc/>
    public IReadOnlyList<TileForm> ConvertsTo(TileForm form) => Inner.ConvertsTo(form);

    /// <inheritdoc/>
    public override ITileReader OpenReader(TileRequest request) => Inner.OpenReader(request);

    /// <inheritdoc/>
    public void Hold(FrameRange frames, IFrameMemory memory) => Compressed.Hold(frames, memory);

    /// <inheritdoc/>
    public ITileReader OpenReader(TileRequest request, IFrameMemory memory) => Compressed.OpenReader(request, memory);

    private ICompressedSource Compressed =>
        Inner as ICompressedSource
            ?? throw new InvalidOperationException($"{Info.Path}: frames are not stored as one compressed chunk each.");
}
