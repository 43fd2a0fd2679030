using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>
/// A buffer of one task while a partition is processed on an accelerator: it takes the values there and brings them back.
/// </summary>
/// <remarks>Of a scan buffer, which all workers share, only the partition's entries are taken.</remarks>
internal sealed class PlacedBuffer(ResultBuffer buffer, Accelerator accelerator) : IDisposable
{
    private DeviceMemory? _memory;
    private IReadOnlyList<FrameRange> _runs = [];
    private bool _isThere;

    private int ItemBytes => (int)buffer.Declaration.Extra.Count * buffer.Declaration.ElementType.Size();

    /// <summary>Uploads the values of a partition.</summary>
    public void Place(IReadOnlyList<FrameRange> runs)
    {
        _runs = runs;
        var bytes = Parts().Sum(static part => part.Bytes);
        if (_memory is null || _memory.ByteCount < bytes)
        {
            _memory?.Dispose();
            _memory = accelerator.Allocate(Math.Max(bytes, 1));
        }

        long offset = 0;
        foreach (var (start, count) in Parts())
        {
            _memory.Upload(buffer.Bytes(start, count), offset);
            offset += count;
        }

        _isThere = true;
    }

    /// <summary>Downloads them.</summary>
    public void Fetch()
    {
        if (!_isThere)
            return;
        long offset = 0;
        foreach (var (start, count) in Parts())
        {
            _memory!.Download(buffer.Bytes(start, count), offset);
            offset += count;
        }

        _isThere = false;
    }

    /// <summary>What belongs to the current tile.</summary>
    public DeviceView View(UdfTask task)
    {
        if (!_isThere)
            throw NotThere(buffer);
        var item = buffer.Declaration.Extra.Count;
        if (buffer.Declaration.Kind != ResultKind.Scan)
            return new(_memory!, 0, buffer.Values.Length);
        long before = 0;
        foreach (var run in _runs)
        {
            if (run.Start <= task.Frames.Start && task.Frames.Start < run.End)
                return new(_memory!, (before + task.Frames.Start - run.Start) * ItemBytes, task.Frames.Count * item);
            before += run.Count;
        }

        throw NotThere(buffer);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _memory?.Dispose();
        _memory = null;
        _isThere = false;
    }

    /// <summary>What to say of a buffer that was asked for on an accelerator in vain.</summary>
    public static InvalidOperationException NotThere(ResultBuffer buffer) =>
        new($"Buffer '{buffer.Declaration.Name}' is not on an accelerator now: only buffers with {nameof(BufferDeclaration.Placement)} = "
            + $"{nameof(DeviceClass.Accelerator)} go there, while tiles are processed on a worker that has one.");

    private IEnumerable<(long Start, int Bytes)> Parts()
    {
        if (buffer.Declaration.Kind != ResultKind.Scan)
            return [(0, buffer.Values.Length * buffer.Declaration.ElementType.Size())];
        return _runs.Select(run => (run.Start * ItemBytes, run.Count * ItemBytes));
    }
}
