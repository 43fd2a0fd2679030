using System.Numerics;
using Ronchi.Frames;
using Ronchi.Kernels.Blocked;

namespace Ronchi.Store;

/// <summary>Cumulative sums over rings for each scan position: [ring][position].</summary>
internal sealed unsafe class CubeRings
{
    private readonly nint _sums;
    private readonly long _stride;
    private readonly bool _isShort;

    private CubeRings(RingGeometry geometry, nint sums, long stride, bool isShort)
    {
        Geometry = geometry;
        (_sums, _stride, _isShort) = (sums, stride, isShort);
    }

    public RingGeometry Geometry { get; }

    public int Pixels => Geometry.Order.Length;

    public nint Address => _sums;

    public long Bytes => Geometry.Ends.Length * _stride * (_isShort ? sizeof(uint) : sizeof(ulong));

    /// <summary>Makes room for the sums of a cube; null when its detector has no two axes, or sums would not be exact.</summary>
    public static CubeRings? For(ScanBlockedCube cube, (double Row, double Column) center)
    {
        if (cube.Shape.Detector.Rank != 2 || cube.Pixels == 0 || cube.ElementType.IsFloat()
            || !double.IsFinite(center.Row) || !double.IsFinite(center.Column))
            return null;
        int rows = (int)cube.Shape.Detector[0], columns = (int)cube.Shape.Detector[1];
        // Fine rings leave few pixels between them and a detector's edge, and cost memory: up to a tenth of that of the data.
        bool isShort = cube.ElementType is ElementType.U8 or ElementType.U16 && cube.Pixels <= BlockedRings.ShortPixels;
        long bytes = isShort ? sizeof(uint) : sizeof(ulong);
        center = (Math.Clamp(center.Row, -rows, 2 * rows), Math.Clamp(center.Column, -columns, 2 * columns));
        var geometry = new RingGeometry(rows, columns, center, 1);
        foreach (double step in (ReadOnlySpan<double>)[0.25, 0.5])
        {
            var finer = new RingGeometry(rows, columns, center, step);
            if (finer.Ends.Length * bytes * 10 > cube.StoredFrameBytes)
                continue;
            geometry = finer;
            break;
        }

        long stride = (long)cube.BlockCount * BlockLayout.Frames;
        return new(geometry, (nint)cube.Slabs.Allocate(geometry.Ends.Length * stride * bytes), stride, isShort);
    }

    /// <summary>Fills in some frames of a block.</summary>
    public void Put<T>(ReadOnlySpan<T> block, long number, int first, int count)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        long position = (number * BlockLayout.Frames) + first;
        if (_isShort)
            BlockedRings.Prefix(block, first, count, Geometry.Order, Geometry.Ends, (uint*)_sums + position, (nint)_stride);
        else if (T.IsZero(T.MinValue))
            BlockedRings.Prefix(block, first, count, Geometry.Order, Geometry.Ends, (ulong*)_sums + position, (nint)_stride);
        else
            BlockedRings.Prefix(block, first, count, Geometry.Order, Geometry.Ends, (long*)_sums + position, (nint)_stride);
    }

    /// <summary>Nothing was recorded in a block.</summary>
    public void Clear(long number) => Clear(number, 0, BlockLayout.Frames);

    /// <summary>Nothing was recorded in some frames of a block.</summary>
    public void Clear(long number, int first, int count)
    {
        int bytes = _isShort ? sizeof(uint) : sizeof(ulong);
        for (int ring = 0; ring < Geometry.Ends.Length; ring++)
            new Span<byte>((byte*)_sums + (((ring * _stride) + (number * BlockLayout.Frames) + first) * bytes), count * bytes).Clear();
    }

    /// <summary>The sums over some rings, for each frame of a block.</summary>
    public void Sum<TSum>(long number, (int First, int End) rings, Span<TSum> sums)
        where TSum : unmanaged, INumber<TSum>
    {
        long last = ((rings.End - 1) * _stride) + (number * BlockLayout.Frames),
            before = ((rings.First - 1) * _stride) + (number * BlockLayout.Frames);
        for (int frame = 0; frame < sums.Length; frame++)
        {
            sums[frame] = _isShort
                ? TSum.CreateTruncating(((uint*)_sums)[last + frame] - (rings.First == 0 ? 0 : ((uint*)_sums)[before + frame]))
                : ((TSum*)_sums)[last + frame] - (rings.First == 0 ? TSum.Zero : ((TSum*)_sums)[before + frame]);
        }
    }
}
