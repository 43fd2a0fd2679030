using Ronchi.Frames;
using Ronchi.Sources.Dectris;
using Ronchi.Sources.Empad;
using Ronchi.Sources.Following;
using Ronchi.Sources.Gatan;
using Ronchi.Sources.Images;
using Ronchi.Sources.Jeol;
using Ronchi.Sources.K2InSitu;
using Ronchi.Sources.Merlin;
using Ronchi.Sources.Mrc;
using Ronchi.Sources.Nanomegas;
using Ronchi.Sources.NeXus;
using Ronchi.Sources.Norpix;
using Ronchi.Sources.Numpy;
using Ronchi.Sources.PnDetector;
using Ronchi.Sources.Raw;
using Ronchi.Sources.Ripple;
using Ronchi.Sources.Series;
using Ronchi.Sources.SparseCsr;
using Ronchi.Sources.Tables;
using Ronchi.Sources.Tia;
using Ronchi.Sources.Tiff;
using Ronchi.Sources.Timepix;
using Ronchi.Sources.Tvips;
using Ronchi.Sources.Velox;
using Ronchi.Sources.Video;
using Ronchi.Sources.Zarr;

namespace Ronchi.Sources;

/// <summary>Every file format of this assembly, the more particular before the more general: one line each.</summary>
public static class KnownFormats
{
    /// <summary>All formats in the order in which files are tried.</summary>
    public static IReadOnlyList<SourceFormat> All { get; } =
    [
        new EigerFileFormat(),
        new VeloxFormat(),
        new Hdf5DatasetFormat(),
        new K2Format(),
        new DmFormat(),
        new SerFormat(),
        new EmiFormat(),
        new SeqFormat(),
        new TpxFormat(),
        new TvipsFormat(),
        new NpyFormat(),
        new NpzFormat(),
        new ZarrFormat(),
        new SparseCsrFormat(),
        new TiffFormat(),
        new BloFormat(),
        new MibFormat(),
        new PngFormat(),
        new JpegFormat(),
        new BmpFormat(),
        new VideoFormat(),
        new JeolFormat(),
        new RippleFormat(),
        new MrcFormat(),
        new Frms6Format(),
        new RawFormat(),
        new EmpadFormat(),
        new LogFormat(),
        new MatrixFormat(),
    ];

    /// <summary>What can be said about files of some formats alone, and about series of any: each record once, those of other
    /// assemblies last.</summary>
    /// <param name="formats">The formats.</param>
    public static IReadOnlyList<FormatOptions> OptionsOf(IReadOnlyList<SourceFormat> formats)
    {
        ArgumentNullException.ThrowIfNull(formats);
        return [.. formats.OrderBy(static format => !All.Contains(format)).SelectMany(static format => format.Options)
            .Prepend(SeriesOptions.Kind)
            .DistinctBy(static options => options.Record)];
    }

    /// <summary>Whether a path names several files: a folder, or a pattern.</summary>
    public static bool IsSeries(string path) => SeriesFiles.Is(path);

    /// <summary>Opens data that another program is still writing: a file, or a folder that fills; see <see cref="FollowedSource"/> and
    /// <see cref="FollowedFolder"/>.</summary>
    /// <param name="path">A file, a folder or a pattern.</param>
    /// <param name="options">What the data do not say, and how long is waited.</param>
    /// <param name="open">Opens a file as it is.</param>
    /// <exception cref="SourceException">Nothing that can be opened came in time.</exception>
    public static IFrameSource OpenGrowing(string path, OpenOptions options, Func<string, OpenOptions, IFrameSource> open) =>
        FirstFrames.WaitFor(
            path,
            options.Follow ?? new(),
            () => IsSeries(path) ? FollowedFolder.Open(path, options, open) : FollowedSource.Open(path, options, open));

    /// <summary>Opens the files that a path names as one data set; see <see cref="SeriesSource.Open"/>.</summary>
    /// <param name="path">A folder or a pattern.</param>
    /// <param name="options">What the data do not say.</param>
    /// <param name="open">Opens one of them.</param>
    /// <exception cref="SourceException">There are none, or they do not belong together.</exception>
    public static IFrameSource OpenSeries(string path, OpenOptions options, Func<string, OpenOptions, IFrameSource> open) =>
        SeriesSource.Open(path, options, open);
}
