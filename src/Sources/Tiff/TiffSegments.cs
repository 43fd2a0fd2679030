using System.Buffers;
using Microsoft.Win32.SafeHandles;
using Ronchi.Codecs;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Tiff;

/// <summary>Reads strips and tiles and puts their values where they belong in a frame. One for each thread; owns its buffers.</summary>
internal sealed class TiffSegments(string path, SafeFileHandle file, bool isBigEndian) : IDisposable
{
    private byte[] _stored = [];
    private byte[] _decoded = [];
    private TiffLibrary? _library;

    /// <summary>Reads a strip or tile into its place.</summary>
    /// <param name="page">The page.</param>
    /// <param name="segment">Number of the strip or tile.</param>
    /// <param name="frame">The pixels of the page in native byte order.</param>
    /// <exception cref="SourceException">It cannot be read or decoded.</exception>
    public void Read(TiffPage page, int segment, Span<byte> frame)
    {
        if (page.IsPlain)
        {
            PositionedRead.Fill(file, path, frame, page.Offsets[segment]);
            NativeOrder.Of(frame, page.Bits / 8, isBigEndian);
            return;
        }

        var rows = page.RowsOf(segment);
        var bytes = checked((int)(page.RowBytes * rows));
        // Some writers fill up the last strip.
        Require(ref _decoded, checked((int)(page.RowBytes * page.SegmentRows)));
        var decoded = _decoded.AsSpan(0, bytes);
        if (page.Offsets[segment] == 0 && page.ByteCounts[segment] == 0)
        {
            decoded.Clear();
        }
        else if (TiffLibrary.Reads(page.Compression))
        {
            _library ??= new(path);
            _library.Read(page, segment, _decoded, bytes);
        }
        else
        {
            Decode(page, segment, _decoded.AsSpan(0, (int)(page.RowBytes * page.SegmentRows)), bytes);
            TiffPredictor.Undo(page, decoded, isBigEndian);
        }

        TiffPlacement.Put(page, segment, decoded, frame);
    }

    public void Dispose()
    {
        _library?.Dispose();
        Return(_stored);
        Return(_decoded);
        (_stored, _decoded) = ([], []);
    }

    private void Decode(TiffPage page, int segment, Span<byte> decoded, int bytes)
    {
        var (offset, count) = (page.Offsets[segment], (int)page.ByteCounts[segment]);
        Require(ref _stored, count);
        var stored = _stored.AsSpan(0, count);
        var start = StageMeter.Now;
        PositionedRead.Fill(file, path, stored, offset);
        StageMeter.WasRead(start);
        if (page.IsLowestBitFirst)
            TurnBits(stored);
        start = StageMeter.Now;
        var written = page.Compression switch
        {
            TiffCompression.None => Copy(stored, decoded),
            TiffCompression.Lzw => TiffLzw.Decode(stored, decoded),
            TiffCompression.PackBits => PackBits.Decode(stored, decoded),
            TiffCompression.Deflate or TiffCompression.OldDeflate => Written(Inflation.Zlib(stored, decoded)),
            TiffCompression.Zstd => Written(ZstdFrame.Decode(stored, decoded)),
            var other => throw new SourceException(
                path,
                $"the pages are compressed with method {(int)other}, which is not read; save them with LZW, deflate or uncompressed."),
        };
        StageMeter.WasDecoded(start);
        if (written < bytes)
            throw new SourceException(
                path,
                $"a strip or tile does not give the {bytes} bytes that belong to it (coded as {page.Compression}): the file is "
                + "damaged here; copy it again.",
                offset);
    }

    private static int Written(DecodeResult result) => result.Status == DecodeStatus.Done ? result.BytesWritten : -1;

    private static int Copy(ReadOnlySpan<byte> stored, Span<byte> decoded)
    {
        var bytes = Math.Min(stored.Length, decoded.Length);
        stored[..bytes].CopyTo(decoded);
        return bytes;
    }

    private static void TurnBits(Span<byte> bytes)
    {
        foreach (ref var value in bytes)
            value = (byte)(((value * 0x0202020202UL) & 0x010884422010UL) % 1023);
    }

    private static void Require(ref byte[] buffer, int bytes)
    {
        if (buffer.Length >= bytes)
            return;
        Return(buffer);
        buffer = [];
        buffer = ArrayPool<byte>.Shared.Rent(bytes);
    }

    private static void Return(byte[] buffer)
    {
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
    }
}
