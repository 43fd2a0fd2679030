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
    private readonly int[] _masked = cube.Validity.MaskedPixels is { } masked ? [.. Enumerable.Range(0, cube.Pixels).Where(pixel => masked[pixel])] : [];
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
            BlockTranspose.ToBlock(tile.Pixels<T>().Slice(frame * _pixels, count * _pixels), count, Block, first);
            _filled.AsSpan(first, count).Fill(true);
            if (count == Lanes)
                Finish(first);
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
                Finish(first);
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

    // Some frames are complete, and still in the cache: everything that is known of them is computed now.
    private void Finish(int first)
    {
        _finished |= 1 << (first / Lanes);
        foreach (int pixel in _masked)
            Block.Slice((pixel * Frames) + first, Lanes).Clear();   // a masked pixel holds no measurement
        Span<T> minima = stackalloc T[Lanes], maxima = stackalloc T[Lanes];
        BlockedExtremes.Of(Block, first, minima, maxima);
        if (cube.Validity.MaximumIsNoData && maxima.Contains(T.MaxValue))
        {
            TakeNoData(first);
            BlockedExtremes.Of(Block, first, minima, maxima);
        }

        foreach (var maximum in maxima)
            _maximum = maximum > _maximum ? maximum : _maximum;
        cube.Describe<T>(Block, _number, first, minima, maxima);
    }

    private void TakeNoData(int first)
    {
        for (int pixel = 0; pixel < _pixels; pixel++)
        {
            var lanes = Block.Slice((pixel * Frames) + first, Lanes);
            for (int lane; (lane = lanes.IndexOf(T.MaxValue)) >= 0;)
            {
                lanes[lane] = T.Zero;
                _noData.Add((pixel * Frames) + first + lane);
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
