using System.Numerics;
using System.Runtime.InteropServices;
using Ronchi.Frames;
using Ronchi.Kernels.Blocked;

namespace Ronchi.Store;

/// <summary>Where one worker fills a block.</summary>
internal abstract class CubeStaging
{
    /// <summary>Takes the frames of a tile.</summary>
    public abstract void Add(in Tile tile);

    /// <summary>The partition has ended: whatever is there is a block.</summary>
    public abstract void End();
}

/// <inheritdoc/>
internal sealed unsafe class CubeStaging<T>(ScanBlockedCube cube) : CubeStaging
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    private const int Frames = BlockLayout.Frames;
    private const int Lanes = BlockLayout.Lanes;
    private readonly int _pixels = cube.Pixels;
    private readonly int[] _masked = cube.Validity.MaskedPixels is { } masked
        ? [.. Enumerable.Range(0, cube.Pixels).Where(pixel => masked[pixel])]
        : [];
    private readonly bool[] _filled = new bool[Frames];
    private readonly List<int> _noData = [];
    private nint _spare;
    private int _finished;
    private long _number = -1;
    private T _maximum = T.MinValue;

    private Span<T> Block => new((void*)_spare, _pixels * Frames);

    /// <inheritdoc/>
    public override void Add(in Tile tile)
    {
        for (int frame = 0; frame < tile.Frames.Count && _pixels > 0;)
        {
            var (number, inBlock) = Math.DivRem(tile.Frames.Start + frame, Frames);
            int first = (int)inBlock, count = Math.Min(Lanes - (first % Lanes), tile.Frames.Count - frame);
            if (number != _number)
                Begin(number);
            var frames = tile.Pixels<T>().Slice(frame * _pixels, count * _pixels);
            _filled.AsSpan(first, count).Fill(true);
            if (count == Lanes)
                Finish(first, frames);
            else
                BlockTranspose.ToBlock(frames, count, Block, first);
            frame += count;
        }
    }

    /// <inheritdoc/>
    public override void End()
    {
        if (_number < 0)
            return;
        ClearMissing();
        for (int first = 0; first < Frames; first += Lanes)
        {
            if ((_finished >> (first / Lanes) & 1) != 0)
                continue;
            if (_filled.AsSpan(first, Lanes).Contains(true))
                Finish(first, []);
            else
                cube.DescribeMissing(_number, first);
        }

        int[]? noData = _noData.Count == 0 ? null : [.. _noData];
        if (typeof(T) == typeof(ushort) && Fits<byte>())
            cube.Put(_number, new(Narrow<ushort, byte>(), ElementType.U8, noData));
        else if (typeof(T) == typeof(uint) && Fits<byte>())
            cube.Put(_number, new(Narrow<uint, byte>(), ElementType.U8, noData));
        else if (typeof(T) == typeof(uint) && Fits<ushort>())
            cube.Put(_number, new(Narrow<uint, ushort>(), ElementType.U16, noData));
        else
            cube.Put(_number, new(Keep(), cube.ElementType, noData));
        _number = -1;
    }

    // Frames that were not recorded, or do not exist behind the last of the scan: one pass over the block, in stretches.
    private void ClearMissing()
    {
        List<(int First, int Count)> stretches = [];
        for (int first = 0, end; first < Frames; first = end)
        {
            for (end = first + 1; end < Frames && _filled[end] == _filled[first];)
                end++;
            if (!_filled[first])
                stretches.Add((first, end - first));
        }

        var block = Block;
        for (int pixel = 0; pixel < _pixels && stretches.Count > 0; pixel++)
        {
            foreach (var (first, count) in stretches)
                block.Slice((pixel * Frames) + first, count).Clear();
        }
    }

    private void Begin(long number)
    {
        End();
        _number = number;
        _finished = 0;
        _maximum = T.MinValue;
        _noData.Clear();
        Array.Clear(_filled);
        if (_spare == 0)
            _spare = (nint)cube.Slabs.Allocate((long)_pixels * Frames * sizeof(T));
    }

    // Strip by strip, everything that is known of some frames is computed while their pixels are in the cache.
    private void Finish(int first, ReadOnlySpan<T> frames)
    {
        _finished |= 1 << (first / Lanes);
        Span<T> minima = stackalloc T[Lanes], maxima = stackalloc T[Lanes], smallest = stackalloc T[Lanes], largest = stackalloc T[Lanes];
        minima.Fill(T.MaxValue);
        maxima.Fill(T.MinValue);
        int masked = 0, strip = cube.StripPixels<T>();
        for (int from = 0; from < _pixels; from += strip)
        {
            int count = Math.Min(strip, _pixels - from);
            var values = Block.Slice(from * Frames, count * Frames);
            if (!frames.IsEmpty)
                BlockTranspose.ToBlock(frames, Lanes, _pixels, from, values, first);
            for (; masked < _masked.Length && _masked[masked] < from + count; masked++)
                values.Slice(((_masked[masked] - from) * Frames) + first, Lanes).Clear();   // a masked pixel holds no measurement
            BlockedExtremes.Of(values, first, smallest, largest);
            if (cube.Validity.MaximumIsNoData && largest.Contains(T.MaxValue))
            {
                TakeNoData(values, first, from);
                BlockedExtremes.Of(values, first, smallest, largest);
            }

            for (int lane = 0; lane < Lanes; lane++)
            {
                minima[lane] = smallest[lane] < minima[lane] ? smallest[lane] : minima[lane];
                maxima[lane] = largest[lane] > maxima[lane] ? largest[lane] : maxima[lane];
            }

            cube.DescribeStrip<T>(values, _number, first, from);
        }

        foreach (var maximum in maxima)
            _maximum = maximum > _maximum ? maximum : _maximum;
        cube.Describe<T>(Block, _number, first, minima, maxima);
    }

    private void TakeNoData(Span<T> values, int first, int firstPixel)
    {
        for (int pixel = 0; pixel < values.Length / Frames; pixel++)
        {
            var lanes = values.Slice((pixel * Frames) + first, Lanes);
            for (int lane; (lane = lanes.IndexOf(T.MaxValue)) >= 0;)
            {
                lanes[lane] = T.Zero;
                _noData.Add(((firstPixel + pixel) * Frames) + first + lane);
            }
        }
    }

    private bool Fits<TNarrow>()
        where TNarrow : unmanaged, IMinMaxValue<TNarrow>, INumber<TNarrow>
        => _maximum <= T.CreateTruncating(TNarrow.MaxValue);

    private nint Narrow<TFrom, TTo>()
        where TFrom : unmanaged, IUnsignedNumber<TFrom>
        where TTo : unmanaged, IUnsignedNumber<TTo>
    {
        byte* narrow = cube.Slabs.Allocate((long)_pixels * Frames * sizeof(TTo));
        BlockNarrowing.Narrow<TFrom, TTo>(MemoryMarshal.Cast<T, TFrom>(Block), new Span<TTo>(narrow, _pixels * Frames));
        return (nint)narrow;
    }

    private nint Keep()
    {
        nint block = _spare;
        _spare = 0;
        return block;
    }
}
