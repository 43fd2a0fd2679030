using Ronchi.Frames;

namespace Ronchi.Sources;

/// <summary>Which of the arrays in a file is meant.</summary>
public sealed record DatasetOptions
{
    /// <summary>Path of the dataset inside an HDF5 file, or name of the array in an <c>.npz</c> file. Null: the one that holds the
    /// scan.</summary>
    [Parameter("The dataset inside an HDF5 file, or the array inside an .npz file, if there are several", Form = "PATH")]
    public string? Dataset { get; init; }

    internal static FormatOptions Kind { get; } =
        FormatOptions.Of<DatasetOptions>("--dataset names a dataset in an HDF5 file or an array in an .npz file");
}
