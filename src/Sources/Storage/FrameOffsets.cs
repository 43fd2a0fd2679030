namespace Ronchi.Sources.Storage;

/// <summary>Where the frames of each part begin, of parts that follow one another.</summary>
internal sealed class FrameOffsets
{
    private readonly long[] _first;

    /// <param name="counts">Frames of each part; at least one part.</param>
    public FrameOffsets(IEnumerable<long> counts)
    {
        var first = new List<long> { 0 };
        foreach (var count in counts)
            first.Add(first[^1] + count);
        _first = [.. first];
    }

    /// <summary>Frames of all.</summary>
    public long FrameCount => _first[^1];

    /// <summary>Number of the first frame of a part.</summary>
    public long FirstFrameOf(int part) => _first[part];

    /// <summary>Number of the part that holds a frame.</summary>
    public int NumberAt(long frame)
    {
        // The last one that begins there or before: empty parts begin where the next one does.
        int low = 0, high = _first.Length - 2;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_first[middle] <= frame)
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }
}
