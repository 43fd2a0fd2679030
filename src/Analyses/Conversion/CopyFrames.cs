using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Frames;

namespace Ronchi.Analyses.Conversion;

/// <summary>
/// Writes every selected frame to a sink, as it is stored or as <see cref="FrameRewriting"/> changes it: the engine reads and the workers
/// encode.
/// </summary>
/// <param name="sink">Takes the frames; stays the caller's, and is completed when all frames are in it.</param>
/// <param name="selection">The positions that are visited; they are numbered in the sink without gaps.</param>
/// <param name="rewriting">What becomes of values that are no measurement. Null: frames are written as they are stored.</param>
public sealed class CopyFrames(IFrameSink sink, ScanSelection selection, FrameRewriting? rewriting = null) : Udf, IStackUdf, ICompletedUdf
{
    /// <inheritdoc/>
    public override string Name => "record";

    /// <inheritdoc/>
    public override UnmeasuredValues Unmeasured => UnmeasuredValues.Kept;

    /// <inheritdoc/>
    public override ElementType? PreferredType => rewriting?.ElementType;

    /// <inheritdoc/>
    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (rewriting is not null && data.ElementType != rewriting.ElementType)
            throw new ArgumentException($"Values of {data.ElementType.Name()} cannot be written as {rewriting.ElementType.Name()}.");
        return [];
    }

    /// <inheritdoc/>
    public override object? CreateTaskData(DataDescription data, TileForm form) => rewriting?.CreateBuffer();

    /// <inheritdoc/>
    public void ProcessStack(in Tile tile, UdfTask task)
    {
        var first = selection.NumberOf(tile.Frames.Start);
        for (var frame = 0; frame < tile.Frames.Count; frame++)
        {
            var values = tile.Bytes(frame);
            sink.Write(first + frame, rewriting is null ? values : rewriting.Rewrite(values, (byte[])task.TaskData!));
        }
    }

    /// <summary>Writes blank frames where none was recorded, and completes the sink.</summary>
    public void Complete()
    {
        // Frames that are not written are 0.
        if (rewriting is { Blank.Count: > 0, BlankFrame: var blank } && blank.Span.ContainsAnyExcept((byte)0))
        {
            foreach (var frame in rewriting.Blank)
                sink.Write(frame, blank.Span);
        }

        sink.Complete();
    }
}
