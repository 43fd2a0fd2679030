namespace Ronchi.Sources.Zarr;

/// <summary>Copies a box of elements between two arrays that lie in memory in different ways.</summary>
internal static class StridedBox
{
    /// <summary>Bytes from one element to the next along each axis, of an array in row-major order.</summary>
    /// <param name="shape">Its lengths.</param>
    /// <param name="elementBytes">Bytes of an element.</param>
    /// <param name="strides">As many.</param>
    public static void RowMajor(ReadOnlySpan<long> shape, int elementBytes, Span<long> strides)
    {
        long stride = elementBytes;
        for (var axis = shape.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }
    }

    /// <summary>Copies.</summary>
    /// <param name="from">Begins with the first element of the box.</param>
    /// <param name="fromStrides">Bytes to the next element along each axis; 0: the same again.</param>
    /// <param name="to">Begins with the first element of the box.</param>
    /// <param name="toStrides">Bytes to the next element along each axis.</param>
    /// <param name="count">Elements along each axis, at least one.</param>
    /// <param name="elementBytes">Bytes of an element.</param>
    public static void Copy(
        ReadOnlySpan<byte> from, ReadOnlySpan<long> fromStrides, Span<byte> to, ReadOnlySpan<long> toStrides, ReadOnlySpan<long> count,
        int elementBytes)
    {
        // Axes that lie one within the other on both sides are one run.
        var (run, axes) = ((long)elementBytes, count.Length);
        while (axes > 0 && fromStrides[axes - 1] == run && toStrides[axes - 1] == run)
            run *= count[--axes];
        CopyRuns(from, fromStrides[..axes], to, toStrides[..axes], count[..axes], (int)run);
    }

    private static void CopyRuns(
        ReadOnlySpan<byte> from, ReadOnlySpan<long> fromStrides, Span<byte> to, ReadOnlySpan<long> toStrides, ReadOnlySpan<long> count,
        int runBytes)
    {
        if (count.IsEmpty)
        {
            from[..runBytes].CopyTo(to);
            return;
        }

        for (long i = 0; i < count[0]; i++)
            CopyRuns(
                from[(int)(i * fromStrides[0])..], fromStrides[1..], to[(int)(i * toStrides[0])..], toStrides[1..], count[1..], runBytes);
    }
}
