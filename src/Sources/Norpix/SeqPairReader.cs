using System.Buffers;
using Microsoft.Win32.SafeHandles;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Norpix;

/// <summary>Puts frames together from two files: the rows of the top half, last one first, above those of the bottom half.</summary>
internal sealed class SeqPairReader : ITileReader
{
    private readonly SeqHalf _top;
    private readonly SeqHalf _bottom;
    private readonly long _frames;
    private readonly int _rowBytes;
    private readonly int _maxFrames;
    private readonly byte[] _halves;
    private readonly byte[] _pixels;
    private RemainingFrames _rest;

    /// <param name="top">Top halves.</param>
    /// <param name="bottom">Bottom halves of as many rows.</param>
    /// <param name="frames">Frames that both files hold.</param>
    /// <param name="maxFrames">Frames of a tile at most.</param>
    public SeqPairReader(SeqHalf top, SeqHalf bottom, long frames, int maxFrames)
    {
        (_top, _bottom, _frames) = (top, bottom, frames);
        _rowBytes = top.RowBytes;
        _maxFrames = Math.Clamp(maxFrames, 1, Math.Max(Math.Min(top.Prebuffer, Array.MaxLength / (2 * top.Bytes)), 1));
        _halves = ArrayPool<byte>.Shared.Rent(_maxFrames * top.Bytes);
        _pixels = ArrayPool<byte>.Shared.Rent(2 * _maxFrames * top.Bytes);
    }

    public void Seek(FrameRange frames) => _rest.Begin(frames, _frames);

    public bool TryRead(out Tile tile)
    {
        tile = default;
        if (_rest.IsEmpty)
            return false;
        // Half frames of one image lie together.
        var inImage = _top.Prebuffer - (int)(_rest.Start % _top.Prebuffer);
        var frames = _rest.Take(Math.Min(_maxFrames, inImage));
        var (half, rows) = (_top.Bytes, _top.Bytes / _rowBytes);
        var stored = _halves.AsSpan(0, frames.Count * half);
        _top.Fill(stored, frames.Start);
        for (var frame = 0; frame < frames.Count; frame++)
        {
            for (var row = 0; row < rows; row++)
                stored.Slice((frame * half) + ((rows - 1 - row) * _rowBytes), _rowBytes)
                    .CopyTo(_pixels.AsSpan((2 * frame * half) + (row * _rowBytes)));
        }

        _bottom.Fill(stored, frames.Start);
        for (var frame = 0; frame < frames.Count; frame++)
            stored.Slice(frame * half, half).CopyTo(_pixels.AsSpan(((2 * frame) + 1) * half));
        tile = new(frames, _pixels.AsSpan(0, 2 * frames.Count * half), 2 * half);
        return true;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_halves);
        ArrayPool<byte>.Shared.Return(_pixels);
    }
}

/// <summary>Half frames of one file: several in each image.</summary>
/// <param name="File">Open file; stays the caller's.</param>
/// <param name="Path">Its name, for messages.</param>
/// <param name="Header">Its header.</param>
/// <param name="Prebuffer">Half frames of an image.</param>
internal sealed record SeqHalf(SafeFileHandle File, string Path, SeqHeader Header, int Prebuffer)
{
    /// <summary>Bytes of a half frame.</summary>
    public int Bytes => (int)(Header.ImageBytes / Prebuffer);

    /// <summary>Bytes of one of its rows.</summary>
    public int RowBytes => (int)(Header.ImageBytes / Header.Rows);

    /// <summary>Reads half frames that lie in one image.</summary>
    public void Fill(Span<byte> halves, long first)
    {
        var (image, inside) = Math.DivRem(first, Prebuffer);
        PositionedRead.Fill(File, Path, halves, Header.Offset + (image * Header.Stride) + (inside * Bytes));
        NativeOrder.Of(halves, Header.Type.Size(), isBigEndian: false);
    }
}
