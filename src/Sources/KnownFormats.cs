using Ronchi.Sources.Dectris;
using Ronchi.Sources.NeXus;
using Ronchi.Sources.Numpy;
using Ronchi.Sources.Raw;
using Ronchi.Sources.SparseCsr;

namespace Ronchi.Sources;

/// <summary>Every file format, the more particular before the more general: one line each.</summary>
public static class KnownFormats
{
    /// <summary>All formats in the order in which files are tried.</summary>
    public static IReadOnlyList<SourceFormat> All { get; } =
    [
        new EigerFileFormat(),
        new Hdf5DatasetFormat(),
        new NpyFormat(),
        new SparseCsrFormat(),
        new RawFormat(),
    ];
}
