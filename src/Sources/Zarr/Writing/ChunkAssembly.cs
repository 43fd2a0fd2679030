using System.Buffers;
using Ronchi.Codecs;
using Ronchi.Frames;

namespace Ronchi.Sources.Zarr;

/// <summary>
/// Puts frames together to chunks, in any order and from any number of threads. A chunk is encoded by the thread that brings its last
/// frame; when too many are begun, the oldest is written as it is, and read again when more of it comes.
/// </summary>
/// <param name="writer">Where chunks go.</param>
/// <param name="shape">How frames lie in them.</param>
/// <param name="frameBytes">Bytes of a frame.</param>
/// <param name="settings">How chunks are encoded.</param>
internal sealed class ChunkAssembly(IChunkWriter writer, ChunkShape shape, int frameBytes, BloscSettings settings)
{
    private const long MostBytes = 160 << 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, Begun> _begun = [];
    private readonly LinkedList<Begun> _order = new();
    private readonly HashSet<long> _written = [];
    private readonly int _chunkBytes = checked((int)(shape.FramesOfFull * frameBytes));

    /// <summary>Takes a frame.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Write(long frame, ReadOnlySpan<byte> pixels)
    {
        var (number, slot) = shape.PlaceOf(frame);
        Begun chunk;
        lock (_gate)
        {
            if (!_begun.TryGetValue(number, out chunk!))
                chunk = Begin(number);
            chunk.Users++;
        }

        pixels.CopyTo(chunk.Pixels.AsSpan((int)slot * frameBytes));
        lock (_gate)
        {
            chunk.Users--;
            if (++chunk.Frames < chunk.AllFrames || chunk.Users > 0)
                return;
            Forget(chunk);
        }

        Encode(chunk);
        lock (_gate)
            _written.Add(number);
    }

    /// <summary>Writes what was begun.</summary>
    public void Complete()
    {
        Parallel.ForEach(_begun.Values, Encode);
        _begun.Clear();
        _order.Clear();
    }

    private Begun Begin(long number)
    {
        if ((_begun.Count + 1L) * _chunkBytes > MostBytes && _order.FirstOrDefault(static begun => begun.Users == 0) is { } oldest)
        {
            Forget(oldest);
            Encode(oldest);
            _written.Add(oldest.Number);
        }

        var pixels = ArrayPool<byte>.Shared.Rent(_chunkBytes);
        if (!_written.Contains(number))
            pixels.AsSpan(0, _chunkBytes).Clear();
        else if (BloscContainer.Decode(writer.Read(number), pixels) is var result && result.BytesWritten != _chunkBytes)
            throw new IOException($"chunk {number} was written and cannot be read again: {result.Status}.");
        var chunk = new Begun(number, pixels, shape.FramesOf(number));
        chunk.Place = _order.AddLast(chunk);
        _begun.Add(number, chunk);
        return chunk;
    }

    private void Forget(Begun chunk)
    {
        _begun.Remove(chunk.Number);
        _order.Remove(chunk.Place!);
    }

    private void Encode(Begun chunk)
    {
        var encoded = ArrayPool<byte>.Shared.Rent((int)BloscContainer.MaxEncodedLength(_chunkBytes));
        try
        {
            var length = BloscContainer.Encode(chunk.Pixels.AsSpan(0, _chunkBytes), settings, encoded);
            writer.Write(chunk.Number, encoded.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(encoded);
            ArrayPool<byte>.Shared.Return(chunk.Pixels);
        }
    }

    private sealed class Begun(long number, byte[] pixels, long allFrames)
    {
        public long Number => number;

        public byte[] Pixels => pixels;

        public long AllFrames => allFrames;

        public LinkedListNode<Begun>? Place { get; set; }

        public int Users { get; set; }

        public long Frames { get; set; }
    }
}
