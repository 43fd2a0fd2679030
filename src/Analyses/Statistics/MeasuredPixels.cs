using System.Numerics;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Analyses.Statistics;

/// <summary>Which detector pixels hold a measurement: neither masked, nor "no data" in every frame that went in.</summary>
/// <remarks>
/// One worker's part of it: only pixels without a measurement so far are looked at, which are few from the second frame on.
/// </remarks>
internal sealed class MeasuredPixels(DataDescription data)
{
    private readonly PixelSet? _masked = data.Validity.MaskedPixels;
    private readonly List<int> _open = [];
    private int[] _missing = [];

    /// <summary>A private buffer with a mark for each pixel that held a measurement; empty where no value means "no data".</summary>
    public static BufferDeclaration Declare(DataDescription data) =>
        new(
            "measured", ResultKind.Detector, ElementType.Bool,
            data.Validity.MaximumIsNoData ? default : new Extent(0), Use: BufferUse.Private);

    /// <summary>The pixels of a run with a measurement, for <see cref="ResultArray.Valid"/>; null: all.</summary>
    /// <param name="merged">The merged buffers.</param>
    /// <param name="isMeasured">Whether a pixel that is not masked held a measurement. Null: all did.</param>
    public static bool[]? Of(UdfTask merged, Func<int, bool>? isMeasured = null)
    {
        var hasFrames = merged.MeasuredScan.IsEmpty || merged.MeasuredScan.Contains(true);
        var masked = merged.Data.Validity.MaskedPixels;
        var measured = new bool[merged.Data.Shape.FrameElements];
        for (var pixel = 0; pixel < measured.Length; pixel++)
            measured[pixel] = hasFrames && masked?[pixel] != true && isMeasured?.Invoke(pixel) != false;
        return Array.TrueForAll(measured, static isThere => isThere) ? null : measured;
    }

    /// <summary>The same, from the buffer that workers marked.</summary>
    /// <param name="merged">The merged buffers.</param>
    /// <param name="marks">The buffer that <see cref="Declare"/> declared.</param>
    public static bool[]? Of(UdfTask merged, ResultBuffer marks)
    {
        var marked = marks.Values as bool[];
        return Of(merged, merged.Data.Validity.MaximumIsNoData ? pixel => marked![pixel] : null);
    }

    /// <summary>Marks the pixels that hold a measurement in some frames.</summary>
    public void Mark(in Tile tile, ResultBuffer marks)
    {
        if (!data.Validity.MaximumIsNoData)
            return;
        var measured = marks.Span<bool>();
        if (tile.Form == TileForm.Blocked)
            MarkBlock(tile.Blocked, tile.Frames.Count, measured);
        else
            data.ElementType.Dispatch<MarkAction, bool>(new(this, tile, measured));
    }

    // Where something is missing stands in a list.
    private void MarkBlock(BlockedFrames block, int frames, Span<bool> measured)
    {
        if (block.IsEmpty)
            return;
        if (block.NoData.IsEmpty)
        {
            measured.Fill(true);
            return;
        }

        if (_missing.Length != measured.Length)
            _missing = new int[measured.Length];
        Array.Clear(_missing);
        foreach (var place in block.NoData)
        {
            var (pixel, frame) = Math.DivRem(place, BlockedFrames.Frames);
            if (frame >= block.First && frame < block.First + frames)
                _missing[pixel]++;
        }

        for (var pixel = 0; pixel < measured.Length; pixel++)
            measured[pixel] |= _missing[pixel] < frames;
    }

    private void Mark<T>(in Tile tile, Span<bool> measured)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        // The buffer starts again whenever it was merged.
        var first = 0;
        if (!measured.Contains(true) && tile.Frames.Count > 0)
        {
            _open.Clear();
            var frame = tile.Frame<T>(first++);
            for (var pixel = 0; pixel < frame.Length; pixel++)
            {
                measured[pixel] = frame[pixel] != T.MaxValue;
                if (!measured[pixel] && _masked?[pixel] != true)
                    _open.Add(pixel);
            }
        }

        var frames = tile.Pixels<T>();
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            for (var at = _open[i] + (first * measured.Length); at < frames.Length; at += measured.Length)
            {
                if (frames[at] == T.MaxValue)
                    continue;
                measured[_open[i]] = true;
                _open.RemoveAt(i);
                break;
            }
        }
    }

    private readonly ref struct MarkAction(MeasuredPixels owner, Tile tile, Span<bool> measured) : IElementTypeAction<bool>
    {
        private readonly Tile _tile = tile;
        private readonly Span<bool> _measured = measured;

        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            owner.Mark<T>(_tile, _measured);
            return true;
        }
    }
}
