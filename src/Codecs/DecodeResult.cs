namespace Ronchi.Codecs;

/// <summary>Outcome of a decoder that throws nothing: the caller knows the file or the message and puts it into words.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="BytesRead">Bytes of input used; after a failure, the offset of the block (or header) that failed.</param>
/// <param name="BytesWritten">Bytes of output that are valid; 0 after a failure in the first block.</param>
public readonly record struct DecodeResult(DecodeStatus Status, int BytesRead, int BytesWritten)
{
    /// <summary>Whether everything was decoded.</summary>
    public bool IsDone => Status == DecodeStatus.Done;
}
