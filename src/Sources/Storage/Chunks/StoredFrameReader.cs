using System.Buffers;
using Ronchi.Frames;
using Ronchi.Hdf5.Chunks;
using Ronchi.Hdf5.Storage;

namespace Ronchi.Sources.Storage;

/// <summary>Hands out stored frames one by one; neighbours in the file are read together by one positioned read.</summary>
/// <param name="frames">Where they are.</param>
/// <param name="memory">Where they are held; null: they are read from their files.</param>
internal sealed class StoredFrameReader(ChunkedFrames frames, IFrameMemory? memory) : IDisposable
{
    // One read of this size costs little beside decoding it and keeps the bytes in a core's own cache.
    private const int WindowBytes = 512 << 10;
    private const int GapBytes = 16 << 10;

    private byte[] _window = ArrayPool<byte>.Shared.Rent(memory is null ? WindowBytes : 0);
    private long _windowOffset;
    private int _windowLength;
    private ChunkedFrames.Part? _part;
    private long _next;
    private long _end;

    /// <summary>Number of the frame that was handed out last.</summary>
    public long Frame => _next - 1;

    /// <summary>Where it is stored.</summary>
    public ChunkEntry Entry { get; private set; }

    /// <summary>The file that holds it.</summary>
    public string FileName => _part?.File.Name ?? "";

    /// <summary>Gives pixels the value that the frame has when it was never written.</summary>
    public void FillUnwritten(Span<byte> pixels) => _part!.Dataset.FillUnwritten(pixels);

    public void Seek(FrameRange range)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(range.Start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(range.End, frames.FrameCount);
        _next = range.Start;
        _end = range.End;
    }

    /// <summary>The next stored frame; empty for one that was never written.</summary>
    /// <returns>False at the end of the range.</returns>
    public bool TryNext(out ReadOnlySpan<byte> stored)
    {
        stored = default;
        if (_next >= _end)
            return false;
        if (_part is null || _next < _part.FirstFrame || _next >= _part.EndFrame)
        {
            _part = frames.PartOf(_next);
            _windowLength = 0;
        }

        Entry = _part.Index[_next - _part.FirstFrame];
        _next++;
        if (!Entry.IsStored)
            return true;
        if (memory is not null)
        {
            stored = memory.Bytes(frames.HeldOffsets[_next - 1], Entry.Size);
            return true;
        }

        if (Entry.Offset < _windowOffset || Entry.Offset + Entry.Size > _windowOffset + _windowLength)
            Fill(_part);
        stored = _window.AsSpan((int)(Entry.Offset - _windowOffset), Entry.Size);
        return true;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_window);

    private void Fill(ChunkedFrames.Part part)
    {
        var end = Entry.Offset + Entry.Size;
        for (var frame = _next; frame < Math.Min(_end, part.EndFrame); frame++)
        {
            var entry = part.Index[frame - part.FirstFrame];
            if (!entry.IsStored || entry.Offset < end || entry.Offset > end + GapBytes
                || entry.Offset + entry.Size - Entry.Offset > WindowBytes)
                break;
            end = entry.Offset + entry.Size;
        }

        var length = (int)(end - Entry.Offset);
        if (length > _window.Length)
        {
            ArrayPool<byte>.Shared.Return(_window);
            _window = ArrayPool<byte>.Shared.Rent(length);
        }

        _windowLength = 0;
        long start = StageMeter.Now;
        try
        {
            part.File.ReadExactly(Entry.Offset, _window.AsSpan(0, length), "a run of frames");
        }
        catch (Hdf5Exception e)
        {
            throw Hdf5Opening.Translate(e);
        }

        StageMeter.WasRead(start);
        _windowOffset = Entry.Offset;
        _windowLength = length;
    }
}
