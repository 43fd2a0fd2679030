using Microsoft.Win32.SafeHandles;
using Ronchi.Frames;
using Ronchi.Hdf5.Storage;

namespace Ronchi.Sources;

/// <summary>
/// Opens files that can be read from beginning to end at any position, and refuses pipes, sockets, devices and folders at once: opening a
/// pipe would wait for ever.
/// </summary>
public static class RegularFile
{
    /// <summary>Refuses everything else.</summary>
    /// <exception cref="SourceException">There is no such file, or it is a folder, a pipe, a socket or a device.</exception>
    public static void Require(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0)
            throw new ArgumentException("The name of a file is empty: give a name.", nameof(path));
        if (IsLoop(path))
            throw new SourceException(path, "this is a symbolic link that leads back to itself; replace it by one that leads to the file.");
        if (Directory.Exists(path))
            throw new SourceException(path, "this is a folder; give a file in it.");
        if (FileKind.NotAFile(path) is { } kind)
            throw new SourceException(path, $"this is {kind}, not a file; save its output to a file and open that.");
        if (!File.Exists(path))
            throw new SourceException(path, "there is no such file.");
    }

    /// <summary>Whether a symbolic link leads to no end: the system gives up after some dozens.</summary>
    public static bool IsLoop(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return file.LinkTarget is not null && file.ResolveLinkTarget(returnFinalTarget: true) is null;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>The file itself, to which symbolic links lead: a link has a length and a time of its own.</summary>
    public static FileInfo Behind(string path)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
    }

    /// <summary>Opens a file for reads at any position, by several threads at once.</summary>
    /// <exception cref="SourceException">There is none, it is none, or it may not be read.</exception>
    internal static SafeFileHandle OpenHandle(string path)
    {
        Require(path);
        try
        {
            return File.OpenHandle(path, options: FileOptions.RandomAccess);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceException(path, $"the file cannot be read: {Reason(e)}.", offset: null, e);
        }
    }

    /// <summary>Why a file cannot be read, in the system's words without its repetition of the path.</summary>
    internal static string Reason(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception is UnauthorizedAccessException ? "you have no permission" : exception.Message.Split(" : '")[0].TrimEnd('.');
    }

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="SourceException">There is no such file, it is none, or it may not be read.</exception>
    public static FileStream OpenRead(string path)
    {
        Require(path);
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceException(path, $"the file cannot be read: {Reason(e)}.", offset: null, e);
        }
    }
}
