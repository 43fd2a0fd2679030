using Ronchi.Codecs;
using Ronchi.Frames;
using Ronchi.Hdf5;
using Ronchi.Hdf5.Chunks;
using Ronchi.Hdf5.Storage;

namespace Ronchi.Sources.Storage;

/// <summary>Frames that are chunks of HDF5 datasets, one chunk each, in one or more files.</summary>
/// <param name="parts">The datasets, in scan order.</param>
/// <param name="encoding">How chunks are compressed.</param>
/// <param name="elementBytes">Bytes of a value; stored little-endian.</param>
/// <param name="frameElements">Values of one frame.</param>
internal sealed class ChunkedFrames(IReadOnlyList<ChunkedFrames.Part> parts, FrameEncoding encoding, int elementBytes, int frameElements)
{
    private long[]? _heldOffsets;

    /// <summary>One dataset.</summary>
    /// <param name="Dataset">The dataset; its elements are values as they are stored.</param>
    /// <param name="Index">Where its chunks are.</param>
    /// <param name="FirstFrame">Number of its first frame.</param>
    public sealed record Part(Hdf5Dataset Dataset, ChunkIndex Index, long FirstFrame)
    {
        /// <summary>The file that holds its chunks.</summary>
        public ByteSource File => Dataset.File.Bytes;

        /// <summary>Number behind its last frame.</summary>
        public long EndFrame => FirstFrame + Index.Count;
    }

    public FrameEncoding Encoding => encoding;

    public int ElementBytes => elementBytes;

    public int FrameElements => frameElements;

    public int FrameBytes => frameElements * elementBytes;

    public long FrameCount => parts.Count == 0 ? 0 : parts[^1].EndFrame;

    /// <summary>Where each frame begins when all are held one after another, and last where they end.</summary>
    public long[] HeldOffsets => LazyInitializer.EnsureInitialized(ref _heldOffsets, () =>
    {
        var offsets = new long[FrameCount + 1];
        var frame = 0L;
        foreach (var part in parts)
        {
            for (var i = 0L; i < part.Index.Count; i++, frame++)
                offsets[frame + 1] = offsets[frame] + (part.Index[i] is { IsStored: true } entry ? entry.Size : 0);
        }

        return offsets;
    });

    /// <summary>Reads stored frames to where they are held; neighbours in the file by one read.</summary>
    public void Hold(FrameRange range, IFrameMemory memory)
    {
        const int Longest = 8 << 20;
        for (var frame = range.Start; frame < range.End;)
        {
            var part = PartOf(frame);
            var entry = part.Index[frame - part.FirstFrame];
            var (start, length) = (HeldOffsets[frame], (long)(entry.IsStored ? entry.Size : 0));
            frame++;
            for (; entry.IsStored && frame < Math.Min(range.End, part.EndFrame); frame++)
            {
                var next = part.Index[frame - part.FirstFrame];
                if (!next.IsStored || next.Offset != entry.Offset + length || length + next.Size > Longest)
                    break;
                length += next.Size;
            }

            try
            {
                if (length > 0)
                    part.File.ReadExactly(entry.Offset, memory.Bytes(start, (int)length), "a run of frames");
            }
            catch (Hdf5Exception e)
            {
                throw Hdf5Opening.Translate(e);
            }
        }
    }

    /// <summary>Bytes of a block in the first frame that was stored compressed; 0 when there is none.</summary>
    public int FirstBlockBytes()
    {
        Span<byte> header = stackalloc byte[BitshuffleLz4Header.Length];
        foreach (var part in parts)
        {
            for (var i = 0L; i < part.Index.Count; i++)
            {
                var entry = part.Index[i];
                if (!entry.IsStored || entry.FilterMask != 0 || entry.Size < header.Length)
                    continue;
                part.File.ReadExactly(entry.Offset, header, "the header of a frame");
                return BitshuffleLz4Header.TryRead(header, out var read) == DecodeStatus.Done ? read.BlockBytes : 0;
            }
        }

        return 0;
    }

    /// <summary>The dataset that holds a frame.</summary>
    public Part PartOf(long frame)
    {
        int low = 0, high = parts.Count - 1;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (frame < parts[middle].EndFrame)
                high = middle;
            else
                low = middle + 1;
        }

        return parts[low];
    }
}
