namespace Ronchi.Codecs.Lz4;

/// <summary>Negative results of the block decoders; everything else is the number of bytes written.</summary>
internal static class Lz4Failure
{
    public const int Truncated = -1;
    public const int Corrupt = -2;
    public const int NoRoom = -3;
}
