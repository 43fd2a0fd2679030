using System.Numerics;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Kernels.Blocked;
using Ronchi.Kernels.Pixels;

namespace Ronchi.Analyses.Deflection;

internal abstract partial class FrameMoments
{
    // Frames side by side are summed together, and handed out one by one.
    private sealed class OfBlocks : FrameMoments
    {
        private readonly int _columns;
        private readonly bool _isExact;
        private readonly PixelSet? _region;
        private readonly PixelSet? _masked;
        private readonly PixelRun[] _runs;
        private readonly RealMoments[] _moments = new RealMoments[BlockedFrames.Frames];
        private FrameRange _frames = new(-1, 0);

        public OfBlocks(DataDescription data, PixelSet? region)
        {
            _columns = (int)data.Shape.Detector[1];
            _isExact = data.ElementType.IsFloat() || AreExact(data);
            (_region, _masked) = (region, data.Validity.MaskedPixels);
            var all = region ?? PixelSet.All((int)data.Shape.FrameElements);
            _runs = PixelRun.Of((_masked is null ? all : all.Except(_masked)).Bits, all.Pixels, _columns);
        }

        public override RealMoments Of(in Tile tile, int frame)
        {
            if (tile.Frames != _frames)
            {
                Array.Clear(_moments);
                if (!tile.Blocked.IsEmpty)
                    tile.Blocked.Type.Dispatch<MomentsAction, bool>(new(this, tile.Blocked, tile.Frames.Count));
                _frames = tile.Frames;
                foreach (var place in tile.Blocked.NoData)
                {
                    var (pixel, inBlock) = Math.DivRem(place, BlockedFrames.Frames);
                    if (inBlock >= tile.Blocked.First && inBlock < tile.Blocked.First + tile.Frames.Count && _region?[pixel] != false)
                        _excluded++;
                }
            }

            return _moments[frame];
        }

        private void Move<T, TSum>(BlockedFrames block, int count)
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            where TSum : unmanaged, INumber<TSum>
        {
            Span<TSum> sums = stackalloc TSum[3 * BlockLayout.Lanes];
            for (var done = 0; done < count; done += BlockLayout.Lanes)
            {
                // Groups of lanes are complete wherever the block has them.
                int first = Math.Min(block.First + done, BlockedFrames.Frames - BlockLayout.Lanes), skipped = block.First + done - first;
                sums.Clear();
                var (totals, rows, columns) = (0, BlockLayout.Lanes, 2 * BlockLayout.Lanes);
                BlockedMoments.Add(
                    block.Values<T>(), first, _runs, _columns, sums.Slice(totals, BlockLayout.Lanes),
                    sums.Slice(rows, BlockLayout.Lanes), sums.Slice(columns, BlockLayout.Lanes));
                for (var lane = skipped; lane < BlockLayout.Lanes && done + lane - skipped < count; lane++)
                    _moments[done + lane - skipped] = new(
                        double.CreateTruncating(sums[totals + lane]),
                        double.CreateTruncating(sums[rows + lane]),
                        double.CreateTruncating(sums[columns + lane]));
            }
        }

        // Integers whose moments could pass 64 bits.
        private void MoveLarge<T>(BlockedFrames block, int count)
            where T : unmanaged, INumber<T>
        {
            var values = block.Values<T>();
            foreach (var (start, length) in _runs)
            {
                for (var pixel = start; pixel < start + length; pixel++)
                {
                    var (row, column) = Math.DivRem(pixel, _columns);
                    for (var frame = 0; frame < count; frame++)
                    {
                        var value = double.CreateTruncating(values[(pixel * BlockedFrames.Frames) + block.First + frame]);
                        var (total, rows, columns) = _moments[frame];
                        _moments[frame] = new(total + value, rows + (value * row), columns + (value * column));
                    }
                }
            }
        }

        private readonly ref struct MomentsAction(OfBlocks owner, BlockedFrames block, int count) : IElementTypeAction<bool>
        {
            private readonly BlockedFrames _block = block;

            public bool Run<T>()
                where T : unmanaged, INumber<T>, IMinMaxValue<T>
            {
                if (!owner._isExact)
                    owner.MoveLarge<T>(_block, count);
                else if (typeof(T) == typeof(float) || typeof(T) == typeof(double))
                    owner.Move<T, double>(_block, count);
                else if (T.IsZero(T.MinValue))
                    owner.Move<T, ulong>(_block, count);
                else
                    owner.Move<T, long>(_block, count);
                return true;
            }
        }
    }
}
