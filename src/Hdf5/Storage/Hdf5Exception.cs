namespace Ronchi.Hdf5.Storage;

/// <summary>An HDF5 file that cannot be read: what was read, what is wrong with it, in which file and where.</summary>
// Every fault has a file: the parameterless constructors that the analyzer wants would make faults without one.
#pragma warning disable RCS1194
public sealed class Hdf5Exception : IOException
{
    /// <summary>A fault at a place in a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="offset">Bytes from the start of the file; -1 when the fault has no place.</param>
    /// <param name="problem">What was read and what is wrong, as one sentence without a full stop.</param>
    /// <param name="inner">The cause, if another exception was.</param>
    public Hdf5Exception(string path, long offset, string problem, Exception? inner = null)
        : base(offset >= 0 ? $"{path}, byte {offset}: {problem}." : $"{path}: {problem}.", inner)
    {
        FilePath = path;
        Offset = offset;
        Problem = problem;
    }

    /// <summary>The file that is at fault; with external links not always the one that was opened.</summary>
    public string FilePath { get; }

    /// <summary>Bytes from the start of the file, or -1.</summary>
    public long Offset { get; }

    /// <summary>
    /// Whether the file was cut off and is otherwise in order, as far as is known (<c>Hdf5OpenOptions.AllowsTruncated</c>).
    /// </summary>
    public bool IsTruncation { get; init; }

    /// <summary>Whether another file, to which an external link leads, is not there or may not be opened.</summary>
    public bool IsOutOfReach { get; init; }

    /// <summary>The message without the place.</summary>
    public string Problem { get; }
}
