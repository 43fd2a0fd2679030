using Ronchi.Frames;

namespace Ronchi.Sources;

/// <summary>
/// One way in which frames are stored in files. A new one is a folder and a line in <see cref="KnownFormats"/>, or lives in an assembly of
/// its own.
/// </summary>
public abstract class SourceFormat
{
    /// <summary>What users call it.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// Which of the options that hold for most formats change what <see cref="Open"/> does; others are refused when they are given. The
    /// scan's shape is always used.
    /// </summary>
    public abstract SourceOptions Uses { get; }

    /// <summary>What can be said about its files, and about no file of every format.</summary>
    public virtual IReadOnlyList<FormatOptions> Options => [];

    /// <summary>
    /// Whether a file is of this format, by its content, not its name. What is damaged behind its beginning does not matter here: opening
    /// it says so.
    /// </summary>
    public abstract bool Recognizes(FileHead file);

    /// <summary>Whether a folder is one data set of this format, not a series of files.</summary>
    /// <param name="path">The folder, which is there.</param>
    public virtual bool RecognizesFolder(string path) => false;

    /// <summary>
    /// What the name of a file, without its folder, says about it. Asked for each file and folder of a folder: by the name alone, at once.
    /// </summary>
    public virtual FileRole RoleOf(string name) => FileRole.Unknown;

    /// <summary>
    /// Whether all files are there of a scan that is opened with a file that the format recognizes. By default it is opened, and a fault in
    /// another file leaves it incomplete.
    /// </summary>
    /// <param name="path">Full path of the file.</param>
    /// <param name="options">What it would be opened with.</param>
    public virtual FileSetState StateOf(string path, OpenOptions options)
    {
        try
        {
            Open(path, options).Dispose();
            return FileSetState.Complete;
        }
        catch (SourceException e)
        {
            return e.Path == path ? FileSetState.Unreadable : FileSetState.Incomplete;
        }
    }

    /// <summary>Whether the options say that the file is of this format, whatever its content.</summary>
    public virtual bool IsAskedFor(OpenOptions options) => false;

    /// <summary>Opens a file or folder that the format recognizes, with options that it uses.</summary>
    /// <exception cref="SourceException">The file is damaged, incomplete, or holds what this format does not read.</exception>
    /// <exception cref="ArgumentException">The options do not fit the data.</exception>
    public abstract IFrameSource Open(string path, OpenOptions options);
}
