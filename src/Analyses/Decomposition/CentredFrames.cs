using System.Numerics;
using Ronchi.Analyses.Statistics;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Analyses.Decomposition;

/// <summary>
/// Frames less their mean in double precision: one worker's scratch memory. Masked pixels and "no data" values are at the mean; so are all
/// values of a frame that is not finite, which is left out.
/// </summary>
internal sealed class CentredFrames(double[] mean, DataDescription data)
{
    private double[] _values = [];
    private double[] _products = [];
    private int _count;
    private bool[] _isLeftOut = [];

    /// <summary>The values of the last tile, frame after frame.</summary>
    public ReadOnlySpan<double> Values => _values.AsSpan(0, _count);

    /// <summary>Frames of the last tile that are left out.</summary>
    public int LeftOut { get; private set; }

    /// <summary>Frames of the tile without any measurement: they are zeros here and count as no frame.</summary>
    public int Unmeasured { get; private set; }

    /// <summary>Whether a frame of the last tile is left out.</summary>
    public bool IsLeftOut(int frame) => _isLeftOut[frame];

    /// <summary>Zeros to add products to.</summary>
    public Span<double> Products(int count)
    {
        if (_products.Length < count)
            _products = new double[count];
        var products = _products.AsSpan(0, count);
        products.Clear();
        return products;
    }

    /// <summary>Takes a tile.</summary>
    public void Read(in Tile tile)
    {
        _count = tile.Frames.Count * mean.Length;
        if (_values.Length < _count)
            _values = new double[_count];
        if (_isLeftOut.Length < tile.Frames.Count)
            _isLeftOut = new bool[tile.Frames.Count];
        LeftOut = Unmeasured = 0;
        data.ElementType.Dispatch<ReadAction, bool>(new(this, tile));
    }

    private readonly ref struct ReadAction(CentredFrames owner, Tile tile) : IElementTypeAction<bool>
    {
        private readonly Tile _tile = tile;

        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            owner.Read<T>(_tile);
            return true;
        }
    }

    private void Read<T>(in Tile tile)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var masked = data.Validity.MaskedPixels;
        var hasNoData = data.Validity.MaximumIsNoData;
        for (var frame = 0; frame < tile.Frames.Count; frame++)
        {
            var pixels = tile.Frame<T>(frame);
            var values = _values.AsSpan(frame * mean.Length, mean.Length);
            _isLeftOut[frame] = !FiniteFrames.IsFinite(pixels, masked);
            if (_isLeftOut[frame])
            {
                values.Clear();
                LeftOut++;
                continue;
            }

            for (var i = 0; i < values.Length; i++)
                values[i] = double.CreateTruncating(pixels[i]) - mean[i];
            if (!hasNoData && masked is null)
                continue;
            var isMeasured = false;
            for (var i = 0; i < values.Length; i++)
            {
                if (masked?[i] == true || (hasNoData && pixels[i] == T.MaxValue))
                    values[i] = 0;
                else
                    isMeasured = true;
            }

            Unmeasured += isMeasured ? 0 : 1;
        }
    }
}
