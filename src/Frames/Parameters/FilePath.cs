namespace Ronchi.Frames;

/// <summary>A file that a parameter names.</summary>
/// <param name="Path">Its path, as it was written.</param>
public readonly record struct FilePath(string Path) : IWrittenValue<FilePath>
{
    /// <inheritdoc/>
    public static ParameterKind Kind => ParameterKind.File;

    /// <inheritdoc/>
    public static string Form => "FILE";

    /// <summary>A path as a parameter.</summary>
    public static implicit operator FilePath(string path) => new(path);

    /// <inheritdoc cref="op_Implicit(string)"/>
    public static FilePath FromString(string path) => new(path);

    /// <inheritdoc/>
    public static FilePath Parse(string text) => text.Length > 0 ? new(text) : throw new FormatException("the name of the file is empty.");

    /// <inheritdoc/>
    public override string ToString() => Path;
}
