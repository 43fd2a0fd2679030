namespace Ronchi.Hdf5.Filters;

/// <summary>Undoes one filter of a chunk. Implementations are stateless and called from many threads.</summary>
public interface IChunkFilter
{
    /// <summary>Registered number of the filter, for instance 32008 for bitshuffle.</summary>
    int Id { get; }

    /// <summary>
    /// The most that one stored byte can stand for; chunks that declare more are refused before memory is taken for them.
    /// </summary>
    int LargestExpansion => 1100;

    /// <summary>
    /// Why data that were written with these parameters cannot be decoded, as a name: "bitshuffle with Zstandard". Null: they can.
    /// </summary>
    /// <param name="parameters">The filter's client data values.</param>
    string? Obstacle(ReadOnlySpan<uint> parameters) => null;

    /// <summary>Decodes one chunk, whatever its bytes: never throws for their sake, never reads or writes outside the spans.</summary>
    /// <param name="source">What the filter wrote.</param>
    /// <param name="parameters">The filter's client data values.</param>
    /// <param name="destination">Filled from its start.</param>
    /// <returns>Bytes written, or -1 when the source is malformed or does not fit.</returns>
    int Decode(ReadOnlySpan<byte> source, ReadOnlySpan<uint> parameters, Span<byte> destination);
}
