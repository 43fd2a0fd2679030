using Ronchi.Frames;

namespace Ronchi.Sources;

/// <summary>One way in which frames are stored in files. A new one is a folder and a line in <see cref="KnownFormats"/>, or lives in an assembly of its own.</summary>
public abstract class SourceFormat
{
    /// <summary>What users call it.</summary>
    public abstract string Name { get; }

    /// <summary>The options that change what <see cref="Open"/> does; others are refused when they are given. The scan's shape is always used.</summary>
    public abstract SourceOptions Uses { get; }

    /// <summary>Whether a file is of this format, by its content, not its name. What is damaged behind its beginning does not matter here: opening it says so.</summary>
    public abstract bool Recognizes(FileHead file);

    /// <summary>Whether the options say that the file is of this format, whatever its content.</summary>
    public virtual bool IsAskedFor(OpenOptions options) => false;

    /// <summary>Opens a file that the format recognizes, with options that it uses.</summary>
    /// <exception cref="SourceException">The file is damaged, incomplete, or holds what this format does not read.</exception>
    /// <exception cref="ArgumentException">The options do not fit the data.</exception>
    public abstract IFrameSource Open(string path, OpenOptions options);
}
