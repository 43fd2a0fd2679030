using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>
/// Entries of a scan buffer for frames with gaps between them, in one piece: one worker's view of them until the partition ends.
/// </summary>
internal abstract class EntryCopy(IReadOnlyList<FrameRange> runs)
{
    /// <summary>The frames.</summary>
    public IReadOnlyList<FrameRange> Runs => runs;

    /// <summary>Copies the entries.</summary>
    public static EntryCopy<T> Of<T>(ResultBuffer buffer, IReadOnlyList<FrameRange> runs)
        where T : unmanaged
        => new(buffer, runs);

    /// <summary>Writes them back.</summary>
    public abstract void Flush();
}

/// <inheritdoc cref="EntryCopy"/>
internal sealed class EntryCopy<T> : EntryCopy
    where T : unmanaged
{
    private readonly ResultBuffer _buffer;

    public EntryCopy(ResultBuffer buffer, IReadOnlyList<FrameRange> runs)
        : base(runs)
    {
        _buffer = buffer;
        Values = new T[runs.Sum(static run => run.Count) * (int)buffer.Declaration.Extra.Count];
        var at = 0;
        foreach (var run in runs)
        {
            var entries = buffer.Span<T>(run);
            entries.CopyTo(Values.AsSpan(at));
            at += entries.Length;
        }
    }

    public T[] Values { get; }

    public override void Flush()
    {
        var at = 0;
        foreach (var run in Runs)
        {
            var entries = _buffer.Span<T>(run);
            Values.AsSpan(at, entries.Length).CopyTo(entries);
            at += entries.Length;
        }
    }
}
