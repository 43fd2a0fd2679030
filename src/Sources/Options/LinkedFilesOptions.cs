using Ronchi.Frames;

namespace Ronchi.Sources;

/// <summary>Where the files are that a file links to.</summary>
public sealed record LinkedFilesOptions
{
    /// <summary>Folder in which they are looked for first: the data files of a master file that was moved. Null: beside it.</summary>
    [Parameter("Folder of the data files of a master file, if they are not next to it", Form = "FOLDER")]
    public FilePath? DataFolder { get; init; }

    internal static FormatOptions Kind { get; } =
        FormatOptions.Of<LinkedFilesOptions>("--data-folder gives the folder of the files that an HDF5 file links to");
}
