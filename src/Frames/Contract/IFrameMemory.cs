namespace Ronchi.Frames;

/// <summary>Memory that holds stored frames one after another.</summary>
public interface IFrameMemory
{
    /// <summary>Bytes in all.</summary>
    long Length { get; }

    /// <summary>Some of them; valid until the memory is given back.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They lie outside.</exception>
    Span<byte> Bytes(long offset, int count);
}
