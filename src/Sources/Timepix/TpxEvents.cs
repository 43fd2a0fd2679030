using System.Buffers;
using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Timepix;

/// <summary>Walks over the words of a file, chunk by chunk, and knows the time that goes on when the counters begin again.</summary>
internal sealed class TpxEvents : IDisposable
{
    private const int BlockBytes = 256 << 10;

    // Words come a little out of order, and nothing comes for a while.
    private const long MostBackwards = 1L << 30;   // 1.7 s
    private readonly SafeFileHandle _file;
    private readonly string _path;
    private readonly long _end;
    private readonly byte[] _block = ArrayPool<byte>.Shared.Rent(BlockBytes);
    private long _next;
    private int _at;
    private int _length;
    private int _left;
    private long? _time;

    /// <param name="file">Open file; stays the caller's.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="start">Where a chunk begins.</param>
    /// <param name="end">Where the last one ends.</param>
    /// <param name="time">A time near that of the first word; null: any.</param>
    public TpxEvents(SafeFileHandle file, string path, long start, long end, long? time)
    {
        (_file, _path, _end, _next, _time) = (file, path, end, start, time);
        (ChunkStart, ChunkEnd) = (start, start);
    }

    /// <summary>Where the chunk of the current word begins.</summary>
    public long ChunkStart { get; private set; }

    /// <summary>Where it ends.</summary>
    public long ChunkEnd { get; private set; }

    /// <summary>The time before the first word of the chunk; null: there was none.</summary>
    public long? TimeBefore { get; private set; }

    /// <summary>The first time; null: none came yet.</summary>
    public long? First { get; private set; }

    /// <summary>Chip of the current word.</summary>
    public int Chip { get; private set; }

    /// <summary>Whether the file ends within a chunk.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Gives the next word of a chunk.</summary>
    /// <exception cref="SourceException">Something else stands where a chunk should begin.</exception>
    public bool TryRead(out ulong word)
    {
        while (TryWord(out word))
        {
            if (_left > 0)
            {
                _left--;
                return true;
            }

            var at = _next - _length + _at - sizeof(ulong);
            if (!TpxPacket.IsChunk(word, out var chip, out var words))
                throw new SourceException(
                    _path, "a chunk of events should begin here, with 'TPX3'; the file is damaged: copy it again.", at);
            (Chip, _left, ChunkStart, TimeBefore) = (chip, words, at, _time);
            ChunkEnd = at + ((1L + words) * sizeof(ulong));
        }

        IsCut = _left > 0 || _next < _end;
        return false;
    }

    /// <summary>The time of a word that goes on where its counter begins again.</summary>
    /// <param name="counted">What the counter says.</param>
    public long Continue(long counted)
    {
        var last = _time ?? counted;
        var ahead = (counted - last + MostBackwards) & (TpxPacket.Period - 1);
        var time = last + ahead - MostBackwards;
        (_time, First) = (time, First ?? time);
        return time;
    }

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<byte>.Shared.Return(_block);

    private bool TryWord(out ulong word)
    {
        if (_at == _length)
        {
            var bytes = (int)Math.Min(BlockBytes, _end - _next) / sizeof(ulong) * sizeof(ulong);
            if (bytes <= 0)
            {
                word = 0;
                return false;
            }

            PositionedRead.Fill(_file, _path, _block.AsSpan(0, bytes), _next);
            (_next, _at, _length) = (_next + bytes, 0, bytes);
        }

        word = BinaryPrimitives.ReadUInt64LittleEndian(_block.AsSpan(_at));
        _at += sizeof(ulong);
        return true;
    }
}
