namespace Ronchi.Sources.Zarr;

/// <summary>One step between the bytes of a chunk and what is stored.</summary>
/// <param name="Name">What it is called: <c>blosc-lz4</c>, <c>gzip</c>, …</param>
/// <param name="Decode">Decodes: what is stored, and where the bytes go, which may be more; returns how many there are, negative when what
/// is stored is damaged.</param>
internal sealed record ZarrCodec(string Name, ZarrCodec.Decoder Decode)
{
    /// <summary>See <see cref="ZarrCodec.Decode"/>.</summary>
    public delegate int Decoder(ReadOnlySpan<byte> stored, Span<byte> bytes);
}
