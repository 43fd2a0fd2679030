namespace Ronchi.Engine;

/// <summary>Where the rows of <see cref="Vectors"/> lie: memory, or a file.</summary>
public interface IRowStorage
{
    /// <summary>Memory that it takes; 0 for a file that is read, or mapped, when somebody looks.</summary>
    long HeldBytes { get; }

    /// <summary>Some of the bytes, in the byte order of the machine.</summary>
    /// <param name="offset">Where they begin.</param>
    /// <param name="count">How many there are.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    ReadOnlySpan<byte> Bytes(long offset, int count);
}
