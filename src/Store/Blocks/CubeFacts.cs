using System.Numerics;
using Ronchi.Frames;
using Ronchi.Kernels.Blocked;

namespace Ronchi.Store;

/// <summary>What is known of each frame of a cube since it was loaded.</summary>
internal abstract class CubeFacts
{
    /// <summary>Intensity and first moments over the whole detector, as <see cref="CubeMoments{TSum}"/>; null: they are not kept.</summary>
    public abstract object? Moments { get; }
}

/// <inheritdoc/>
internal sealed class CubeFacts<T> : CubeFacts
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    private const int Strip = 1024;

    private readonly PixelRun[] _rows = [];
    private readonly int _columns;
    private readonly CubeMoments<ulong>? _unsigned;
    private readonly CubeMoments<long>? _signed;
    private readonly CubeMoments<double>? _real;

    public CubeFacts(DataShape shape, bool keepsMoments)
    {
        Minima = new T[shape.FrameCount];
        Maxima = new T[shape.FrameCount];
        if (!keepsMoments || shape.Detector.Rank != 2)
            return;
        _columns = (int)shape.Detector[1];
        _rows = PixelRun.Of(PixelSet.All((int)shape.FrameElements).Bits, (int)shape.FrameElements, Math.Max(_columns, 1));
        if (typeof(T) == typeof(float) || typeof(T) == typeof(double))
            _real = CubeMoments<double>.Of(shape.FrameCount);
        else if (T.IsZero(T.MinValue))
            _unsigned = CubeMoments<ulong>.Of(shape.FrameCount);
        else
            _signed = CubeMoments<long>.Of(shape.FrameCount);
    }

    public T[] Minima { get; }

    public T[] Maxima { get; }

    public override object? Moments => (object?)_unsigned ?? (object?)_signed ?? _real;

    /// <summary>Pixels that are worked on at a time while they are in the cache: whole rows of the detector.</summary>
    public int StripPixels => Math.Max(Strip / Math.Max(_columns, 1), 1) * Math.Max(_columns, 1);

    /// <summary>
    /// Takes a strip of some frames of a block; sums of floats are taken from the whole block, in the order in which an analysis adds them.
    /// </summary>
    public void PutStrip(ReadOnlySpan<T> strip, long number, int first, int firstPixel)
    {
        if (_rows.Length == 0)
            return;
        var runs = _rows.AsSpan(0, strip.Length / BlockLayout.Frames / _columns);
        _unsigned?.PutRows(strip, number, first, runs, _columns, firstPixel / _columns);
        _signed?.PutRows(strip, number, first, runs, _columns, firstPixel / _columns);
    }

    public void Put(ReadOnlySpan<T> block, long number, int first, ReadOnlySpan<T> minima, ReadOnlySpan<T> maxima)
    {
        long position = (number * BlockLayout.Frames) + first;
        int count = (int)Math.Clamp(Minima.Length - position, 0, minima.Length);
        if (count == 0)
            return;
        minima[..count].CopyTo(Minima.AsSpan((int)position));
        maxima[..count].CopyTo(Maxima.AsSpan((int)position));
        _real?.Put(block, number, first, _rows, _columns);
    }
}
