namespace Ronchi.Hdf5.Filters;

/// <summary>One filter of a dataset's pipeline.</summary>
/// <param name="Id">Registered number.</param>
/// <param name="StoredName">Name that the writer stored; may be empty.</param>
/// <param name="IsOptional">True when a chunk may lack it.</param>
/// <param name="Parameters">The filter's client data values.</param>
public sealed record Hdf5Filter(int Id, string StoredName, bool IsOptional, IReadOnlyList<uint> Parameters)
{
    /// <summary>The usual name of the filter, for messages.</summary>
    public string Name => Id switch
    {
        1 => "deflate",
        2 => "shuffle",
        3 => "fletcher32",
        4 => "szip",
        5 => "n-bit",
        6 => "scale-offset",
        305 => "lzo",
        307 => "bzip2",
        32000 => "lzf",
        32001 => "blosc",
        32004 => "lz4",
        32008 => "bitshuffle",
        32013 => "zfp",
        32015 => "zstd",
        32017 => "sz",
        32024 => "sz3",
        32026 => "blosc2",
        _ => StoredName.Length > 0 ? StoredName : "unknown",
    };

    /// <summary>Name and number: bitshuffle (32008).</summary>
    public override string ToString() => $"{Name} ({Id})";
}
