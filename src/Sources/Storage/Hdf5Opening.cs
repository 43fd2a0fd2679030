using Ronchi.Frames;
using Ronchi.Hdf5;
using Ronchi.Hdf5.Storage;

namespace Ronchi.Sources.Storage;

/// <summary>Opens HDF5 files for the formats that are kept in them, and turns their faults into ours.</summary>
internal static class Hdf5Opening
{
    /// <summary>Whether the file has an HDF5 signature.</summary>
    public static bool IsHdf5(string path)
    {
        using var bytes = new FileByteSource(path);
        return Hdf5File.IsHdf5(bytes);
    }

    /// <summary>Whether one of the files says that a program has it open for writing; null: not all of them say anything.</summary>
    public static bool? IsBeingWritten(IReadOnlyCollection<Hdf5File> files) =>
        files.Any(static file => file.IsBeingWritten == true)
            ? true : files.All(static file => file.IsBeingWritten == false) ? false : null;

    /// <summary>Runs something that reads an HDF5 file.</summary>
    /// <exception cref="SourceException">The file, or one that it links to, is damaged, missing, or holds what is not
    /// supported.</exception>
    /// <param name="path">The file.</param>
    /// <param name="read">What reads it.</param>
    /// <param name="cure">What helps with a file that was cut off; null: what helps with those of most formats.</param>
    public static T Guard<T>(string path, Func<T> read, string? cure = null)
    {
        try
        {
            return read();
        }
        catch (Hdf5Exception e)
        {
            if (!e.IsTruncation)
                throw Translate(e);
            cure ??= "Use --leave-out to read the frames that are present, or --follow if it is still being written.";
            throw new SourceException(e.FilePath, $"{e.Problem}. {cure}", e.Offset, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceException(path, $"the file cannot be read: {RegularFile.Reason(e)}.", innerException: e);
        }
    }

    public static SourceException Translate(Hdf5Exception fault) =>
        new(fault.FilePath, fault.Problem + ".", fault.Offset >= 0 ? fault.Offset : null, fault);

    /// <summary>A fault in the values of frames, with what can be done about it.</summary>
    public static SourceException Damage(Hdf5Exception fault) =>
        new(
            fault.FilePath,
            fault.Problem + ". The file is damaged there; copy it again, or leave its frames out with --roi.",
            fault.Offset >= 0 ? fault.Offset : null,
            fault);
}
