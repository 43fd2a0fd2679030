using Ronchi.Frames;
using Ronchi.Hdf5.Storage;

namespace Ronchi.Sources;

/// <summary>Opens files that can be read from beginning to end at any position, and refuses pipes, sockets, devices and folders at once: opening a pipe would wait for ever.</summary>
public static class RegularFile
{
    /// <summary>Refuses everything else.</summary>
    /// <exception cref="SourceException">There is no such file, or it is a folder, a pipe, a socket or a device.</exception>
    public static void Require(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (Directory.Exists(path))
            throw new SourceException(path, "this is a folder; give a file in it.");
        if (FileKind.NotAFile(path) is { } kind)
            throw new SourceException(path, $"this is {kind}, not a file; save its output to a file and open that.");
        if (!File.Exists(path))
            throw new SourceException(path, "there is no such file.");
    }

    /// <summary>The file itself, to which symbolic links lead: a link has a length and a time of its own.</summary>
    public static FileInfo Behind(string path)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
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
            throw new SourceException(path, $"the file cannot be read: {e.Message}", offset: null, e);
        }
    }
}
