namespace Ronchi.Hdf5.Filters;

/// <summary>
/// The filters that can be undone: deflate, shuffle, fletcher32, n-bit, scale-offset and lzf, and those that the caller adds.
/// </summary>
public sealed class ChunkFilters
{
    private readonly Dictionary<int, IChunkFilter> _filters = [];

    /// <summary>The built-in filters and <paramref name="others"/>, which win where numbers agree.</summary>
    /// <param name="others">For instance bitshuffle and lz4.</param>
    public ChunkFilters(params ReadOnlySpan<IChunkFilter> others)
    {
        foreach (IChunkFilter filter in (ReadOnlySpan<IChunkFilter>)[
            new DeflateFilter(), new ShuffleFilter(), new Fletcher32Filter(), new NBitFilter(), new ScaleOffsetFilter(), new LzfFilter()])
            _filters[filter.Id] = filter;
        foreach (var filter in others)
            _filters[filter.Id] = filter;
    }

    /// <summary>The built-in filters alone.</summary>
    public static ChunkFilters BuiltIn { get; } = new();

    /// <summary>The filter with a number, or null.</summary>
    /// <param name="id">Registered number.</param>
    public IChunkFilter? Find(int id) => _filters.GetValueOrDefault(id);
}
