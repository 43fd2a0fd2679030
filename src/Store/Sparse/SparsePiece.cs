using Ronchi.Frames;

namespace Ronchi.Store;

/// <summary>Some frames of which only the pixels that are not 0 are kept.</summary>
/// <param name="First">Flat scan index of the first.</param>
/// <param name="RowStarts">Where each frame begins among the values, and last where all end.</param>
/// <param name="Columns">Where the pixel of each value stands.</param>
/// <param name="Values">Where the values stand.</param>
/// <param name="ValueBytes">Bytes of a value.</param>
internal sealed unsafe record SparsePiece(long First, int[] RowStarts, nint Columns, nint Values, int ValueBytes)
{
    public FrameRange Frames => new(First, RowStarts.Length - 1);

    /// <summary>Pixels of the values in some frames.</summary>
    public ReadOnlySpan<int> ColumnsOf(int start, int end) => new((int*)Columns + start, end - start);

    /// <summary>Values in some frames.</summary>
    public ReadOnlySpan<byte> ValuesOf(int start, int end) => new((byte*)Values + ((nint)start * ValueBytes), (end - start) * ValueBytes);
}
