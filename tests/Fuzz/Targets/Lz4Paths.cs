using Ronchi.Codecs.Lz4;

namespace Ronchi.Fuzz.Targets;

/// <summary>One LZ4 block through every decoder that this processor has: all must say the same, and decode the same.</summary>
internal sealed unsafe class Lz4Paths : IDisposable
{
    private const int Slack = Lz4Decoder.Slack;

    private readonly int _capacity;
    private readonly GuardedMemory _plain;
    private readonly GuardedMemory _window;
    private readonly GuardedMemory _vector;
    private int _windowDirty;
    private int _vectorDirty;
    private int _ignored;

    /// <param name="capacity">The longest destination.</param>
    public Lz4Paths(int capacity)
    {
        _capacity = capacity;
        _plain = new(capacity);
        _window = new(capacity + (2 * Slack));
        _vector = new(capacity + (2 * Slack));
        _windowDirty = _vectorDirty = capacity;
    }

    /// <summary>Decodes between guard pages; with slack into memory that is used again and again, as the planes of frames are.</summary>
    /// <param name="block">Flush against a guard page itself.</param>
    /// <param name="length">Bytes of the destination, unless <paramref name="reuse"/>.</param>
    /// <param name="atEnd">Which end of the destination lies against the guard page.</param>
    /// <param name="reuse">Whether to decode into the full, reused destination with slack.</param>
    /// <exception cref="InvalidOperationException">Two decoders differ.</exception>
    public void Run(ReadOnlySpan<byte> block, int length, bool atEnd, bool reuse)
    {
        if (reuse)
            length = _capacity;
        var plain = atEnd ? _plain.AtEnd(length) : _plain.AtStart(length);
        fixed (byte* from = block, expected = plain)
        {
            byte* end = from + block.Length;
            var written = Lz4ScalarDecoder.Decode(from, end, expected, expected + length);
            var room = reuse ? length + (2 * Slack) : length;
            if (Lz4WindowDecoder.IsSupported)
            {
                fixed (byte* to = Room(_window, room, atEnd))
                    Compare(
                        "window",
                        written,
                        plain,
                        Lz4WindowDecoder.Decode(
                            from, end, end, First(to, reuse), First(to, reuse) + length, reuse, ref Dirty(ref _windowDirty, reuse, length)),
                        First(to, reuse),
                        ref _windowDirty,
                        reuse);
            }

            if (Lz4VectorDecoder.IsSupported)
            {
                fixed (byte* to = Room(_vector, room, atEnd))
                    Compare(
                        "vector",
                        written,
                        plain,
                        Lz4VectorDecoder.Decode(
                            from, end, end, First(to, reuse), First(to, reuse) + length, reuse, ref Dirty(ref _vectorDirty, reuse, length)),
                        First(to, reuse),
                        ref _vectorDirty,
                        reuse);
            }
        }
    }

    public void Dispose()
    {
        _plain.Dispose();
        _window.Dispose();
        _vector.Dispose();
    }

    private static byte* First(byte* room, bool reuse) => reuse ? room + Slack : room;

    // The reused destination lies at one end always, or its contents would not be its own.
    private Span<byte> Room(GuardedMemory memory, int length, bool atEnd) =>
        length > _capacity || atEnd ? memory.AtEnd(length) : memory.AtStart(length);

    private ref int Dirty(ref int reused, bool reuse, int length)
    {
        if (reuse)
            return ref reused;
        // A plain destination shares the memory: nothing is known of the reused one any more.
        reused = _capacity;
        _ignored = length;
        return ref _ignored;
    }

    private void Compare(string path, int expected, ReadOnlySpan<byte> plain, int written, byte* to, ref int dirty, bool reuse)
    {
        if (written != expected)
            throw new InvalidOperationException($"The {path} decoder returned {written}, the scalar one {expected}.");
        if (written >= 0 && !new ReadOnlySpan<byte>(to, written).SequenceEqual(plain[..written]))
            throw new InvalidOperationException($"The {path} decoder wrote other bytes than the scalar one.");
        if (!reuse)
            return;
        // Only a block of the full length leaves a destination whose zeros are known.
        if (written != _capacity)
            dirty = _capacity;
        else if (new ReadOnlySpan<byte>(to + dirty, _capacity - dirty).ContainsAnyExcept((byte)0))
            throw new InvalidOperationException($"The {path} decoder promised zeros from {dirty} on.");
    }
}
