using Ronchi.Frames;

namespace Ronchi.Sources;

/// <summary>Which of the arrays in a file is meant.</summary>
public sealed record DatasetOptions
{
    /// <summary>Path of the dataset inside an HDF5 file or Zarr store, name of the array in an <c>.npz</c> file, name or number of an
    /// image. Null: the one that holds the scan.</summary>
    [Parameter("Which of several data sets in a file: the path of an array in HDF5 or Zarr, the name of an array or image", Form = "PATH")]
    public string? Dataset { get; init; }

    internal static FormatOptions Kind { get; } =
        FormatOptions.Of<DatasetOptions>("--dataset names one of several data sets in a file (HDF5, .npz, Zarr, Gatan)");
}
