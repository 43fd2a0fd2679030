using Ronchi.Frames;
using Ronchi.Sources.Dectris;
using Ronchi.Sources.NeXus;
using Ronchi.Sources.Numpy;
using Ronchi.Sources.Raw;
using Ronchi.Sources.Series;
using Ronchi.Sources.SparseCsr;

namespace Ronchi.Sources;

/// <summary>Every file format of this assembly, the more particular before the more general: one line each.</summary>
public static class KnownFormats
{
    /// <summary>All formats in the order in which files are tried.</summary>
    public static IReadOnlyList<SourceFormat> All { get; } =
    [
        new EigerFileFormat(),
        new Hdf5DatasetFormat(),
        new NpyFormat(),
        new NpzFormat(),
        new SparseCsrFormat(),
        new RawFormat(),
    ];

    /// <summary>Whether a path names several files: a folder, or a pattern.</summary>
    public static bool IsSeries(string path) => SeriesFiles.Is(path);

    /// <summary>Opens the files that a path names as one data set; see <see cref="SeriesSource.Open"/>.</summary>
    /// <param name="path">A folder or a pattern.</param>
    /// <param name="options">What the data do not say.</param>
    /// <param name="open">Opens one of them.</param>
    /// <exception cref="SourceException">There are none, or they do not belong together.</exception>
    public static IFrameSource OpenSeries(string path, OpenOptions options, Func<string, OpenOptions, IFrameSource> open) => SeriesSource.Open(path, options, open);
}
