using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Frames;

namespace Ronchi.Analyses.Conversion;

/// <summary>Writes every selected frame to a sink, as it is stored: the engine reads and the workers encode.</summary>
/// <param name="sink">Takes the frames; stays the caller's, and is completed when all frames are in it.</param>
/// <param name="selection">The positions that are visited; they are numbered in the sink without gaps.</param>
public sealed class CopyFrames(IFrameSink sink, ScanSelection selection) : Udf, IStackUdf, ICompletedUdf
{
    /// <inheritdoc/>
    public override string Name => "record";

    /// <inheritdoc/>
    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.ElementType.IsFloat() && data.Validity.MaximumIsNoData
            ? throw new ArgumentException("Frames are written as they are stored, NaN included: leave --nan ignore out.")
            : [];
    }

    /// <inheritdoc/>
    public void ProcessStack(in Tile tile, UdfTask task)
    {
        var first = selection.NumberOf(tile.Frames.Start);
        for (var frame = 0; frame < tile.Frames.Count; frame++)
            sink.Write(first + frame, tile.Frame<byte>(frame));
    }

    /// <inheritdoc/>
    public void Complete() => sink.Complete();
}
