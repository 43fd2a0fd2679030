using Ronchi.Codecs;
using Ronchi.Frames;

namespace Ronchi.Sources.Storage;

/// <summary>Decodes one stored frame, and says in words what is wrong with one that cannot be decoded.</summary>
internal static class StoredFrame
{
    /// <summary>Decodes to dense values.</summary>
    /// <param name="stored">The stored bytes; empty for a frame that was never written, which has the dataset's fill value.</param>
    /// <param name="reader">Where they came from.</param>
    /// <param name="frames">How they are stored.</param>
    /// <param name="pixels">One frame; filled.</param>
    /// <exception cref="SourceException">The bytes are no such frame.</exception>
    public static void Decode(ReadOnlySpan<byte> stored, StoredFrameReader reader, ChunkedFrames frames, Span<byte> pixels)
    {
        if (!reader.Entry.IsStored)
        {
            reader.FillUnwritten(pixels);
            return;
        }

        if (frames.Encoding == FrameEncoding.None || reader.Entry.FilterMask != 0)
        {
            if (stored.Length != pixels.Length)
                throw Fault(reader, $"has {stored.Length} bytes, not {pixels.Length}");
            stored.CopyTo(pixels);
            return;
        }

        var result = frames.Encoding == FrameEncoding.BitshuffleLz4
            ? BitshuffleLz4.Decode(stored, frames.ElementBytes, pixels)
            : Lz4Container.Decode(stored, pixels);
        Check(result.Status, reader);
        if (result.BytesWritten != pixels.Length)
            throw Fault(reader, $"holds {result.BytesWritten} bytes, not {pixels.Length}");
    }

    /// <exception cref="SourceException">The frame was not decoded.</exception>
    public static void Check(DecodeStatus status, StoredFrameReader reader)
    {
        if (status != DecodeStatus.Done)
            throw Fault(reader, $"cannot be decoded: its compressed data are {Words(status)}");
    }

    public static SourceException Fault(StoredFrameReader reader, string what) =>
        new(
            reader.FileName,
            $"frame {reader.Frame} {what}. The file is damaged there; copy it again, or leave the frame out with --roi.",
            reader.Entry.Offset);

    private static string Words(DecodeStatus status) => status switch
    {
        DecodeStatus.Truncated => "truncated",
        DecodeStatus.DestinationTooSmall => "larger than a frame",
        DecodeStatus.Mismatch => "those of another frame size",
        _ => "corrupt",
    };
}
