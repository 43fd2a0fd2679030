using System.Buffers;
using System.Runtime.InteropServices;
using Ronchi.Codecs;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.K2InSitu;

/// <summary>Reads frames: of each sector the blocks of a frame in one piece, of which those are unpacked that hold pixels asked
/// for.</summary>
internal sealed class K2Reader : ITileReader
{
    private const int SectorBytes = K2Block.OfAFrame * K2Block.Bytes;
    private readonly IReadOnlyList<K2Sector> _sectors;
    private readonly long _frames;
    private readonly int _columns;
    private readonly int _frameBytes;
    private readonly int _maxFrames;
    private readonly bool[] _wanted;
    private readonly byte[] _stored = ArrayPool<byte>.Shared.Rent(SectorBytes);
    private byte[] _pixels = [];
    private RemainingFrames _rest;

    /// <param name="sectors">The files; stay the caller's.</param>
    /// <param name="frames">Frames that are read.</param>
    /// <param name="rows">Rows of a frame.</param>
    /// <param name="columns">Columns of a frame.</param>
    /// <param name="request">What is asked for.</param>
    public K2Reader(IReadOnlyList<K2Sector> sectors, long frames, int rows, int columns, TileRequest request)
    {
        (_sectors, _frames, _columns) = (sectors, frames, columns);
        _frameBytes = rows * columns * sizeof(ushort);
        _maxFrames = Math.Max(1, Math.Min(request.MaxFrames, Array.MaxLength / _frameBytes));
        _wanted = [.. Enumerable.Range(0, sectors.Count * K2Block.OfAFrame).Select(block => IsWanted(request.Support, block))];
    }

    public void Seek(FrameRange frames) => _rest.Begin(frames, _frames);

    public bool TryRead(out Tile tile)
    {
        tile = default;
        if (_rest.IsEmpty)
            return false;
        var frames = _rest.Take(_maxFrames);
        var bytes = frames.Count * _frameBytes;
        if (_pixels.Length < bytes)
        {
            Return(_pixels);
            _pixels = ArrayPool<byte>.Shared.Rent(bytes);
        }

        for (var frame = 0; frame < frames.Count; frame++)
        {
            var pixels = MemoryMarshal.Cast<byte, ushort>(_pixels.AsSpan(frame * _frameBytes, _frameBytes));
            for (var sector = 0; sector < _sectors.Count; sector++)
                Read(sector, frames.Start + frame, pixels);
        }

        tile = new(frames, _pixels.AsSpan(0, bytes), _frameBytes);
        return true;
    }

    public void Dispose()
    {
        Return(_stored);
        Return(_pixels);
        _pixels = [];
    }

    private void Read(int number, long frame, Span<ushort> pixels)
    {
        var wanted = _wanted.AsSpan(number * K2Block.OfAFrame, K2Block.OfAFrame);
        if (!wanted.Contains(true))
            return;
        var sector = _sectors[number];
        var block = sector.First + (frame * K2Block.OfAFrame);
        sector.Read(_stored.AsSpan(0, SectorBytes), block * K2Block.Bytes);
        var start = StageMeter.Now;
        for (var place = 0; place < K2Block.OfAFrame; place++)
        {
            if (!wanted[place])
                continue;
            var stored = _stored.AsSpan(place * K2Block.Bytes, K2Block.Bytes);
            if (K2Block.Read(stored) is not { } header || header.Place != place)
                throw sector.Damaged(block + place);
            Unpack(
                stored[K2Block.HeaderBytes..],
                pixels[((K2Block.RowOf(place) * _columns) + (number * K2Block.SectorColumns) + K2Block.ColumnOf(place))..]);
        }

        StageMeter.WasDecoded(start);
    }

    private void Unpack(ReadOnlySpan<byte> packed, Span<ushort> pixels)
    {
        const int RowBytes = K2Block.Columns * 3 / 2;
        for (var row = 0; row < K2Block.Rows; row++)
            Packed12.Unpack(packed.Slice(row * RowBytes, RowBytes), pixels.Slice(row * _columns, K2Block.Columns));
    }

    private bool IsWanted(PixelSet? support, int block)
    {
        if (support is null || support.Count == 0)
            return true;
        var (sector, place) = Math.DivRem(block, K2Block.OfAFrame);
        var first = (K2Block.RowOf(place) * _columns) + (sector * K2Block.SectorColumns) + K2Block.ColumnOf(place);
        for (var row = 0; row < K2Block.Rows; row++)
        {
            for (var column = 0; column < K2Block.Columns; column++)
            {
                if (support[first + (row * _columns) + column])
                    return true;
            }
        }

        return false;
    }

    private static void Return(byte[] buffer)
    {
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
    }
}
