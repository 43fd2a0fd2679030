using System.Numerics;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Kernels.Pixels;

namespace Ronchi.Analyses.Statistics;

/// <summary>Frames without NaN and infinities, for analyses that leave the others out: one value would spoil all that is found.</summary>
internal static class FiniteFrames
{
    /// <summary>Name of the report: frames that were left out.</summary>
    public const string LeftOutResult = "frames_left_out_as_not_finite";

    /// <summary>The report; none where all values are finite.</summary>
    public static IEnumerable<BufferDeclaration> Declare(DataDescription data) =>
        data.ElementType.IsFloat() ? [new(LeftOutResult, ResultKind.Single, ElementType.U64, Use: BufferUse.Report)] : [];

    /// <summary>Whether all values of a frame are finite; masked pixels may hold anything.</summary>
    public static bool IsFinite<T>(ReadOnlySpan<T> frame, PixelSet? masked)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        if (FinitePixels.All(frame))
            return true;
        for (var pixel = 0; pixel < frame.Length; pixel++)
        {
            if (!T.IsFinite(frame[pixel]) && masked?[pixel] != true)
                return false;
        }

        return true;
    }

    /// <summary>Whether all values of a frame of a dense or sparse tile are finite.</summary>
    public static bool IsFinite(in Tile tile, int frame, DataDescription data) => data.ElementType switch
    {
        ElementType.F32 => IsFinite<float>(tile, frame, data.Validity.MaskedPixels),
        ElementType.F64 => IsFinite<double>(tile, frame, data.Validity.MaskedPixels),
        _ => true,
    };

    /// <summary>Some frames of a dense or sparse tile.</summary>
    public static Tile Part(in Tile tile, int first, int count)
    {
        var frames = new FrameRange(tile.Frames.Start + first, count);
        if (tile.Form != TileForm.Sparse)
            return new(frames, tile.Bytes().Slice(first * tile.FrameBytes, count * tile.FrameBytes), tile.FrameBytes)
            {
                ElementType = tile.ElementType,
            };
        var sparse = tile.Sparse;
        return new(
            frames,
            new SparseFrames(sparse.Pixels, sparse.RowStarts.Slice(first, count + 1), sparse.Columns, sparse.Bytes),
            tile.FrameBytes)
        {
            ElementType = tile.ElementType,
        };
    }

    private static bool IsFinite<T>(in Tile tile, int frame, PixelSet? masked)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        if (tile.Form != TileForm.Sparse)
            return IsFinite(tile.Frame<T>(frame), masked);
        var sparse = tile.Sparse;
        var row = sparse.Row(frame);
        var values = sparse.Values<T>()[row];
        if (FinitePixels.All(values))
            return true;
        var pixels = sparse.Columns[row];
        for (var i = 0; i < values.Length; i++)
        {
            if (!T.IsFinite(values[i]) && masked?[pixels[i]] != true)
                return false;
        }

        return true;
    }
}
