namespace Ronchi.Frames;

/// <summary>Data cannot be read: says what was read, what is wrong, and what to do.</summary>
public sealed class SourceException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="path">The file or address.</param>
    /// <param name="message">One sentence: what is wrong and what to do. The path is put before it.</param>
    /// <param name="offset">Byte offset in the file, when known. It is put behind the message.</param>
    /// <param name="innerException">What happened below, if anything.</param>
    public SourceException(string path, string message, long? offset = null, Exception? innerException = null)
        : base(offset is { } at ? $"{path}: {message} (byte {at})" : $"{path}: {message}", innerException)
    {
        Path = path;
        Offset = offset;
    }

    /// <summary>The file or address.</summary>
    public string Path { get; }

    /// <summary>Byte offset in the file, when known.</summary>
    public long? Offset { get; }

    /// <summary>Whether more of the data does not help, as it does where something is missing yet: somebody has to say something else.
    /// Data that other programs write are then waited for no longer.</summary>
    public bool IsFinal { get; init; }
}
