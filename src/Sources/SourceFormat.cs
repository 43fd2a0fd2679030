using Ronchi.Frames;

namespace Ronchi.Sources;

/// <summary>One way in which frames are stored in files. A new one is a folder and a line in <see cref="KnownFormats"/>.</summary>
public abstract class SourceFormat
{
    /// <summary>What users call it.</summary>
    public abstract string Name { get; }

    /// <summary>Looks at a file's content, not its name.</summary>
    /// <returns>Null when the file is of this format; else why not, as the end of a sentence.</returns>
    public abstract string? WhyNot(FileHead file);

    /// <summary>Whether the options say that the file is of this format, whatever its content.</summary>
    public virtual bool IsAskedFor(OpenOptions options) => false;

    /// <summary>Opens a file that <see cref="WhyNot"/> did not refuse.</summary>
    /// <exception cref="SourceException">The file is damaged, incomplete, or holds what this format does not read.</exception>
    /// <exception cref="ArgumentException">The options do not fit the data.</exception>
    public abstract IFrameSource Open(string path, OpenOptions options);
}
