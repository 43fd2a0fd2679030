namespace Ronchi.Hdf5;

/// <summary>Copies boxes between row-major arrays of any rank.</summary>
internal static class Hyperslab
{
    public static void Copy(
        ReadOnlySpan<byte> source, ReadOnlySpan<long> sourceShape, ReadOnlySpan<long> sourceOrigin,
        Span<byte> destination, ReadOnlySpan<long> destinationShape, ReadOnlySpan<long> destinationOrigin,
        ReadOnlySpan<long> extent, int elementSize)
    {
        var walk = new RunWalk(sourceShape, sourceOrigin, destinationShape, destinationOrigin, extent);
        int bytes = (int)(walk.Length * elementSize), runs = (int)walk.GroupRuns;
        int sourceStep = (int)(walk.SourceStep * elementSize), destinationStep = (int)(walk.DestinationStep * elementSize);
        while (walk.NextGroup(out long from, out long to))
        {
            int read = (int)(from * elementSize), written = (int)(to * elementSize);
            for (int run = 0; run < runs; run++, read += sourceStep, written += destinationStep)
                source.Slice(read, bytes).CopyTo(destination[written..]);
        }
    }

    /// <summary>True when a box of this extent is one run of an array of this shape.</summary>
    public static bool IsRun(ReadOnlySpan<long> extent, ReadOnlySpan<long> shape)
    {
        int axis = 0;
        while (axis < extent.Length && extent[axis] == 1)
            axis++;
        for (axis++; axis < extent.Length; axis++)
        {
            if (extent[axis] != shape[axis])
                return false;
        }
        return true;
    }
}
