using System.Numerics;
using Ronchi.Analyses.Statistics;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Kernels.Pixels;
using Ronchi.Kernels.Planes;

namespace Ronchi.Analyses.Deflection;

/// <summary>One worker's computation of the total and first moments of a frame, for one tile form.</summary>
internal abstract partial class FrameMoments
{
    private long _excluded;

    public static FrameMoments Create(DataDescription data, TileForm form, PixelSet? region) => form == TileForm.BitPlanes
        ? new OfPlanes(data, region)
        : form == TileForm.Blocked ? new OfBlocks(data, region)
        : data.ElementType.IsComplex() ? new OfComplex(data, region)
        : data.ElementType.Dispatch<PixelWay, FrameMoments>(new(data, region, form));


    /// <summary>Moments of one frame of the tile.</summary>
    public abstract RealMoments Of(in Tile tile, int frame);

    /// <summary>"No data" values left out since the last call.</summary>
    public long TakeExcluded()
    {
        var excluded = _excluded;
        _excluded = 0;
        return excluded;
    }

    private RealMoments Real(Moments moments, bool isSigned)
    {
        _excluded += moments.Excluded;
        return isSigned
            ? new((long)moments.Total, (long)moments.Row, (long)moments.Column)
            : new(moments.Total, moments.Row, moments.Column);
    }

    // Whether Σ row · value and Σ column · value of every frame stay below 2⁶³.
    private static bool AreExact(DataDescription data) => data.ElementType.Size() < sizeof(ulong)
        && (UInt128)data.Shape.FrameElements * (UInt128)Math.Max(data.Shape.Detector[0], data.Shape.Detector[1])
            <= 1UL << (63 - (8 * data.ElementType.Size()));

    private readonly struct PixelWay(DataDescription data, PixelSet? region, TileForm form) : IElementTypeAction<FrameMoments>
    {
        public FrameMoments Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => form == TileForm.Sparse ? new OfSparse<T>(data, region)
                : data.ElementType.IsFloat() || AreExact(data) ? new OfPixels<T>(data, region) : new OfLarge<T>(data, region);
    }

    private sealed class OfPixels<T> : FrameMoments
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        private readonly int _columns;
        private readonly bool _maximumIsNoData;
        private readonly T[] _mask;
        private readonly T[] _cleaned;
        private readonly PixelSet? _region;

        public OfPixels(DataDescription data, PixelSet? region)
        {
            _columns = (int)data.Shape.Detector[1];
            _maximumIsNoData = data.Validity.MaximumIsNoData;
            _mask = new T[region is null ? 0 : data.Shape.FrameElements];
            if (region is not null)
                PixelMoments.ExpandMask<T>(region.Bits, _mask);
            _cleaned = new T[_maximumIsNoData && data.ElementType.IsFloat() ? data.Shape.FrameElements : 0];
            _region = region;
        }

        public override RealMoments Of(in Tile tile, int frame)
        {
            var pixels = tile.Frame<T>(frame);
            if (typeof(T) == typeof(float) || typeof(T) == typeof(double))
                return PixelMoments.OfReal(_maximumIsNoData ? Cleaned(pixels) : pixels, _mask, _columns);
            var moments = default(Moments);
            if (_maximumIsNoData)
                PixelMoments.AddValid(pixels, _mask, _columns, T.MaxValue, ref moments);
            else
                PixelMoments.Add(pixels, _mask, _columns, ref moments);
            return Real(moments, isSigned: !T.IsZero(T.MinValue));
        }

        // "No data" among floats weighs nothing.
        private ReadOnlySpan<T> Cleaned(ReadOnlySpan<T> pixels)
        {
            if (!pixels.Contains(T.MaxValue))
                return pixels;
            for (var pixel = 0; pixel < pixels.Length; pixel++)
            {
                var isNoData = pixels[pixel] == T.MaxValue;
                _cleaned[pixel] = isNoData ? T.Zero : pixels[pixel];
                _excluded += isNoData && _region?[pixel] != false ? 1 : 0;
            }

            return _cleaned;
        }
    }

    // Integers whose moments could pass 64 bits: row by row in f64.
    private sealed class OfLarge<T>(DataDescription data, PixelSet? region) : FrameMoments
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        private readonly int _columns = (int)data.Shape.Detector[1];
        private readonly bool _maximumIsNoData = data.Validity.MaximumIsNoData;

        public override RealMoments Of(in Tile tile, int frame)
        {
            var pixels = tile.Frame<T>(frame);
            double total = 0, rows = 0, columns = 0;
            for (var row = 0; row < pixels.Length / _columns; row++)
            {
                double sum = 0, weighted = 0;
                for (var column = 0; column < _columns; column++)
                {
                    var pixel = (row * _columns) + column;
                    if (region is not null && !region[pixel])
                        continue;
                    if (_maximumIsNoData && pixels[pixel] == T.MaxValue)
                    {
                        _excluded++;
                        continue;
                    }

                    var value = double.CreateTruncating(pixels[pixel]);
                    sum += value;
                    weighted += value * column;
                }

                total += sum;
                rows += sum * row;
                columns += weighted;
            }

            return new(total, rows, columns);
        }
    }

    // The centre of complex weights is complex; its real part counts.
    private sealed class OfComplex(DataDescription data, PixelSet? region) : FrameMoments
    {
        private readonly int _columns = (int)data.Shape.Detector[1];
        private readonly bool _isDouble = data.ElementType == ElementType.C128;

        public override RealMoments Of(in Tile tile, int frame)
        {
            Complex total = default, row = default, column = default;
            var pixels = (int)data.Shape.FrameElements;
            for (var pixel = 0; pixel < pixels; pixel++)
            {
                if (region is not null && !region[pixel])
                    continue;
                var value = _isDouble ? tile.Frame<Complex>(frame)[pixel] : tile.Frame<Complex64>(frame)[pixel];
                total += value;
                row += value * (pixel / _columns);
                column += value * (pixel % _columns);
            }

            return total == 0 ? default : new(1, (row / total).Real, (column / total).Real);
        }
    }

    private sealed class OfSparse<T>(DataDescription data, PixelSet? region) : FrameMoments
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        private readonly int _columns = (int)data.Shape.Detector[1];

        public override RealMoments Of(in Tile tile, int frame)
        {
            var rows = SparseRows.Of<T>(tile, data);
            double total = 0, row = 0, column = 0;
            for (var i = (int)rows.RowStarts[frame]; i < rows.RowStarts[frame + 1]; i++)
            {
                var pixel = rows.Columns[i];
                if (region is not null && !region[pixel])
                    continue;
                var value = double.CreateTruncating(rows.Values[i]);
                total += value;
                row += value * (pixel / _columns);
                column += value * (pixel % _columns);
            }

            return new(total, row, column);
        }
    }

    private sealed class OfPlanes(DataDescription data, PixelSet? region) : FrameMoments
    {
        private readonly int _columns = (int)data.Shape.Detector[1];
        private readonly bool _maximumIsNoData = data.Validity.MaximumIsNoData;
        private readonly bool _isExact = AreExact(data);
        private readonly byte[] _mask = region is null ? [] : region.Bits.ToArray();

        public override RealMoments Of(in Tile tile, int frame)
        {
            var planes = tile.Planes;
            var layout = planes.Layout;
            var moments = default(Moments);
            var before = default(RealMoments);
            for (var i = 0; i < planes.Blocks.Length; i++)
            {
                var number = planes.Blocks[i];
                var offset = layout.BitmapOffset(number);
                var block = new PlaneBlock(
                    planes.Block(frame, i), layout.PlaneBytes(number), layout.PlaneCount, planes.LivePlanes(frame, i));
                var mask = _mask.Length == 0 ? default : _mask.AsSpan(offset);
                if (_maximumIsNoData)
                    PlaneMoments.AddValid(block, mask, offset * 8L, _columns, ref moments);
                else
                    PlaneMoments.Add(block, mask, offset * 8L, _columns, ref moments);
                if (!_isExact)
                {
                    // A block is too small to pass 64 bits.
                    before = Sum(before, Real(moments, isSigned: false));
                    moments = default;
                }
            }

            AddTail(planes.Tail(frame), layout, ref moments);
            return Sum(before, Real(moments, isSigned: false));
        }

        private static RealMoments Sum(RealMoments first, RealMoments second) =>
            new(first.Total + second.Total, first.Row + second.Row, first.Column + second.Column);

        // At most seven pixels behind the last block, little-endian.
        private void AddTail(ReadOnlySpan<byte> tail, PlaneLayout layout, ref Moments moments)
        {
            for (var i = 0; i < layout.TailElements; i++)
            {
                var pixel = layout.FrameElements - layout.TailElements + i;
                if (_mask.Length > 0 && (_mask[pixel >> 3] >> (pixel & 7) & 1) == 0)
                    continue;
                var value = 0UL;
                for (var b = layout.ElementBytes - 1; b >= 0; b--)
                    value = (value << 8) | tail[(i * layout.ElementBytes) + b];
                if (_maximumIsNoData && value == ulong.MaxValue >> (64 - layout.PlaneCount))
                {
                    moments.Excluded++;
                    continue;
                }

                moments.Total += value;
                moments.Row += value * (ulong)(pixel / _columns);
                moments.Column += value * (ulong)(pixel % _columns);
            }
        }
    }
}
