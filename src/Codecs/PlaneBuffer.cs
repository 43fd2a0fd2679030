using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ronchi.Codecs.Lz4;

namespace Ronchi.Codecs;

/// <summary>
/// Reusable memory for blocks that are decoded but not unshuffled: one slot a block, frame after frame. Each slot remembers where its zeros
/// begin, so high planes, nearly always empty, are neither cleared nor read.
/// </summary>
/// <remarks>
/// Slot <c>frame · BlocksPerFrame + i</c> holds the frame's <c>i</c>-th chosen block: plane <c>p</c> at <c>p · planeBytes</c>. Different
/// threads may decode into different frames.
/// </remarks>
public sealed unsafe class PlaneBuffer : IDisposable
{
    private const int Slack = Lz4Decoder.Slack;

    private byte[] _bytes = [];
    private byte* _slots;
    private Slot[] _states = [];
    private byte[] _livePlanes = [];
    private byte[] _tails = [];

    /// <summary>How the frames are cut.</summary>
    public PlaneGeometry Geometry { get; private set; }

    /// <summary>Frames that have slots.</summary>
    public int Frames { get; private set; }

    /// <summary>Slots of a frame: chosen blocks.</summary>
    public int BlocksPerFrame { get; private set; }

    /// <summary>Bytes from slot to slot: a multiple of 64, with at least 64 between the blocks.</summary>
    public int SlotStride { get; private set; }

    /// <summary>
    /// All slots; slot <c>s</c> begins at <c>s · SlotStride</c>, 64-byte aligned. Valid until <see cref="Prepare"/> or
    /// <see cref="Dispose"/>.
    /// </summary>
    public ReadOnlySpan<byte> Slab => new(_slots, Frames * BlocksPerFrame * SlotStride);

    /// <summary>For each slot: planes from this number on are all zero.</summary>
    public ReadOnlySpan<byte> LivePlanes => _livePlanes.AsSpan(0, Frames * BlocksPerFrame);

    /// <summary>The raw elements behind the last block, <see cref="PlaneGeometry.TailBytes"/> a frame.</summary>
    public ReadOnlySpan<byte> Tails => _tails.AsSpan(0, Frames * Geometry.TailBytes);

    /// <summary>Makes room; keeps the memory, and what is known of it, when nothing changes or less is needed.</summary>
    /// <param name="geometry">How the frames are cut.</param>
    /// <param name="frames">Frames to hold.</param>
    /// <param name="blocksPerFrame">Blocks of each frame to hold.</param>
    /// <exception cref="ArgumentException">The geometry is impossible, or the slots would take more than 2 GB.</exception>
    public void Prepare(PlaneGeometry geometry, int frames, int blocksPerFrame)
    {
        if (!geometry.IsValid)
            throw new ArgumentException($"No frame is cut like this: {geometry}.", nameof(geometry));
        ArgumentOutOfRangeException.ThrowIfNegative(frames);
        ArgumentOutOfRangeException.ThrowIfNegative(blocksPerFrame);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(blocksPerFrame, geometry.BlockCount);
        long blockBytes = (long)geometry.LargestBlockElements * geometry.ElementBytes;
        long stride = ((blockBytes + Slack - 1) & -Slack) + Slack;
        long slots = (long)frames * blocksPerFrame;
        long bytes = (slots * stride) + (2 * Slack);
        if (slots > Array.MaxLength || bytes > Array.MaxLength || (long)frames * geometry.TailBytes > Array.MaxLength)
            throw new ArgumentException(
                $"{frames} frames of {blocksPerFrame} blocks need {bytes} bytes; a buffer holds 2 GB. Ask for fewer frames.",
                nameof(frames));
        bool moved = bytes > _bytes.Length;
        if (moved)
        {
            _bytes = GC.AllocateUninitializedArray<byte>((int)bytes, pinned: true);
            byte* first = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_bytes));
            _slots = (byte*)(((nuint)first + (2 * Slack) - 1) & ~(nuint)(Slack - 1));
        }
        if (slots > _states.Length)
        {
            Array.Resize(ref _states, (int)slots);
            Array.Resize(ref _livePlanes, (int)slots);
        }
        // Other strides put other bytes below a slot: nothing is known of them. Slots that lay idle are as they were left.
        if (moved || stride != SlotStride)
            Array.Clear(_states);
        if (frames * geometry.TailBytes > _tails.Length)
            Array.Resize(ref _tails, frames * geometry.TailBytes);
        (Geometry, Frames, BlocksPerFrame, SlotStride) = (geometry, frames, blocksPerFrame, (int)stride);
    }

    /// <summary>The planes of one slot that are not known to be zero.</summary>
    /// <param name="frame">Frame slot.</param>
    /// <param name="index">Which of its chosen blocks.</param>
    /// <param name="planeBytes">Bytes of a plane of that block.</param>
    public ReadOnlySpan<byte> Live(int frame, int index, int planeBytes)
    {
        int slot = (frame * BlocksPerFrame) + index;
        return Slab.Slice(slot * SlotStride, LivePlanes[slot] * planeBytes);
    }

    /// <summary>Gives the memory back; <see cref="Prepare"/> makes the buffer usable again.</summary>
    public void Dispose()
    {
        _bytes = [];
        _slots = null;
        _states = [];
        _livePlanes = [];
        _tails = [];
        (Geometry, Frames, BlocksPerFrame, SlotStride) = (default, 0, 0, 0);
    }

    internal DecodeStatus DecodeSlot(int slot, byte* source, int length, byte* readEnd, int block)
    {
        byte* to = _slots + ((long)slot * SlotStride);
        int blockBytes = Geometry.BlockBytes(block);
        ref var state = ref _states[slot];
        int dirty = state.Decoded == blockBytes ? state.Dirty : blockBytes;
        // Should this decode fail, or not happen, the slot's contents are unknown.
        state = default;
        _livePlanes[slot] = (byte)Geometry.PlaneCount;
        int written = Lz4Decoder.Decode(source, source + length, readEnd, to, to + blockBytes, slack: true, ref dirty);
        if (written != blockBytes)
            return written < 0 && written != Lz4Failure.NoRoom ? Lz4Block.Status(written) : DecodeStatus.Corrupt;
        state = new Slot(blockBytes, dirty);
        int planeBytes = Geometry.PlaneBytes(block);
        int live = (dirty + planeBytes - 1) / planeBytes;
        while (live > 0 && !new ReadOnlySpan<byte>(to + ((long)(live - 1) * planeBytes), planeBytes).ContainsAnyExcept((byte)0))
            live--;
        _livePlanes[slot] = (byte)live;
        return DecodeStatus.Done;
    }

    internal Span<byte> TailOf(int frame) => _tails.AsSpan(frame * Geometry.TailBytes, Geometry.TailBytes);

    // Decoded bytes of a slot (0: unknown contents), and where their zeros begin.
    private readonly record struct Slot(int Decoded, int Dirty);
}
