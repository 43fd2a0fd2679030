using Ronchi.Frames;

namespace Ronchi.Pictures;

/// <summary>A file that appears under its name only when it is complete, with what can be in the way in words.</summary>
/// <remarks>
/// What is written goes into a temporary file in the same folder (<see cref="PartFile"/>). <see cref="Complete"/> gives it its name;
/// <see cref="Dispose"/> without it removes it: a failed or cancelled run leaves nothing, and what was there stays.
/// </remarks>
public sealed class AtomicFile : IDisposable
{
    private readonly PartFile _part;

    /// <summary>Creates the temporary file.</summary>
    /// <param name="path">Name that the file will have.</param>
    /// <param name="overwrite">Whether a file of that name is replaced.</param>
    /// <param name="isPrivate">Whether only its owner may read it, from the moment it is there; Windows leaves that to its folder.</param>
    /// <exception cref="IOException">The file exists and is not to be replaced, its folder does not exist, or it cannot be
    /// written.</exception>
    public AtomicFile(string path, bool overwrite = false, bool isPrivate = false)
        : this(path, overwrite, static stream => stream, isPrivate)
    {
    }

    /// <summary>Creates the temporary file; what is written goes through the stream that <paramref name="wrap"/> returns.</summary>
    internal AtomicFile(string path, bool overwrite, Func<Stream, Stream> wrap, bool isPrivate = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        Refuse(path, overwrite);
        try
        {
            _part = new(path, overwrite, isPrivate: isPrivate);
        }
        catch (IOException e)
        {
            throw Failed(path, e);
        }

        Stream = wrap(_part.Stream);
    }

    /// <summary>Where to write.</summary>
    public Stream Stream { get; }

    /// <summary>Checks, without creating anything, that a file may be written: before a long run, not after it.</summary>
    /// <exception cref="IOException">The file exists and is not to be replaced, its folder does not exist, or the name is a
    /// folder's.</exception>
    public static void Refuse(string path, bool overwrite)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (Directory.Exists(path))
            throw new IOException($"{path}: this is a folder; give a file name.");
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (folder is null || !Directory.Exists(folder))
            throw new IOException($"{path}: its folder does not exist; create it first.");
        RefuseLoop(path);
        if (!overwrite && Path.Exists(path))
            throw new IOException($"{path}: already exists; choose another name, or replace it with --force.");
    }

    private static void RefuseLoop(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.LinkTarget is not null)
                file.ResolveLinkTarget(returnFinalTarget: true);
        }
        catch (IOException e)
        {
            throw new IOException($"{path}: this is a symbolic link that leads back to itself; choose another name.", e);
        }
    }

    /// <summary>Says in a sentence why a file could not be written.</summary>
    /// <param name="path">The file that was asked for, not the temporary one that the system names.</param>
    /// <param name="exception">What the system said.</param>
    public static IOException Failed(string path, IOException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        if (exception.Message.StartsWith($"{path}: ", StringComparison.Ordinal))
            return exception;   // it is a sentence already
        const int noSpace = 28;
        const int quotaExceeded = 122;
        var reason = (exception.HResult & 0xFFFF) is noSpace or quotaExceeded ? "the disk is full" : Reason(exception.Message);
        return new IOException($"{path}: not written, {reason}; nothing was left behind.", exception);
    }

    // The system names the temporary file behind its reason: Read-only file system : '/data/.x.npy.k2j.part'.
    private static string Reason(string message) => message.Split(" : '")[0].TrimEnd('.');

    /// <summary>Gives the file its name.</summary>
    /// <exception cref="IOException">The disk is full, or a file of that name has appeared meanwhile.</exception>
    public void Complete()
    {
        Stream.Flush();
        _part.Complete();
    }

    /// <summary>Closes the file; removes it unless it is complete.</summary>
    public void Dispose() => _part.Dispose();
}
