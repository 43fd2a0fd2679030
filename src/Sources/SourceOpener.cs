using Ronchi.Frames;

namespace Ronchi.Sources;

/// <summary>Opens any file of one of the <see cref="OpenOptions.Formats"/>, told by its content, and series of such files.</summary>
public static class SourceOpener
{
    /// <summary>
    /// Opens a file with the first format that recognizes it and uses all options that are given; a folder or a pattern as a series.
    /// </summary>
    /// <exception cref="SourceException">No format recognizes the file (the message names what it is, if that is known), or the one that
    /// does cannot open it.</exception>
    /// <exception cref="ArgumentException">The options do not fit the data, or one is given that the format does not use.</exception>
    public static IFrameSource Open(string path, OpenOptions? options = null)
    {
        options ??= OpenOptions.None;
        if (options.Of<LinkedFilesOptions>().DataFolder is { Path: var folder } && !Directory.Exists(folder))
            throw new ArgumentException($"--data-folder: there is no folder {folder}.");
        if (FormatOfFolder(path, options.Formats) is { } format)
            return Bounded(OpenFolder(format, Path.GetFullPath(path), options));
        if (options.Follow is not null)
            return Bounded(KnownFormats.OpenGrowing(path, options, OpenMember));
        return Bounded(KnownFormats.IsSeries(path) ? KnownFormats.OpenSeries(path, options, OpenMember) : OpenFile(path, options));
    }

    /// <summary>The format of which a folder is one data set; null: it is none, or no folder.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="formats">The formats.</param>
    public static SourceFormat? FormatOfFolder(string path, IReadOnlyList<SourceFormat> formats)
    {
        ArgumentNullException.ThrowIfNull(formats);
        return Directory.Exists(path)
            ? formats.FirstOrDefault(format => Guarded(format, path, () => format.RecognizesFolder(path)))
            : null;
    }

    /// <summary>What the name of a file says about it: the word of the first format that has one.</summary>
    /// <param name="name">The name, without its folder.</param>
    /// <param name="formats">The formats.</param>
    public static FileRole RoleOf(string name, IReadOnlyList<SourceFormat> formats)
    {
        ArgumentNullException.ThrowIfNull(formats);
        foreach (var format in formats)
        {
            if (format.RoleOf(name) is not FileRole.Unknown and var role)
                return role;
        }

        return FileRole.Unknown;
    }

    /// <summary>Whether all files are there of the scan that is opened with a file, or that is a folder.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="options">What it would be opened with. Null: nothing.</param>
    public static FileSetState StateOf(string path, OpenOptions? options = null)
    {
        options ??= OpenOptions.None;
        try
        {
            if (FormatOfFolder(path, options.Formats) is { } whole)
                return Guarded(whole, path, () => whole.StateOf(Path.GetFullPath(path), options));
            var head = FileHead.Read(path);
            return head.Length > 0 && options.Formats.FirstOrDefault(format => Recognizes(format, head)) is { } format
                ? Guarded(format, head.Path, () => format.StateOf(head.Path, options))
                : FileSetState.Unreadable;
        }
        catch (SourceException)
        {
            return FileSetState.Unreadable;
        }
    }

    // A scan image is one array, whatever a header promises.
    private static IFrameSource Bounded(IFrameSource source)
    {
        if (source.Shape.FrameCount <= Array.MaxLength)
            return source;
        var (file, scan) = (source.Info.Path, source.Shape.Scan);
        source.Dispose();
        throw new SourceException(
            file,
            $"a scan of {scan} positions is declared; up to {Array.MaxLength:N0} positions are read. Choose another dataset with "
            + "--dataset, or cut the file into parts.");
    }

    // Of a series, or of data that grow.
    private static IFrameSource OpenMember(string path, OpenOptions options) =>
        FormatOfFolder(path, options.Formats) is { } format
            ? OpenFolder(format, Path.GetFullPath(path), options)
            : OpenFile(path, options);

    private static IFrameSource OpenFolder(SourceFormat format, string path, OpenOptions options)
    {
        Require(format, path, "folder", options);
        return Open(format, path, options);
    }

    private static IFrameSource OpenFile(string path, OpenOptions options)
    {
        var head = FileHead.Read(path);
        if (options.Formats.FirstOrDefault(format => format.IsAskedFor(options)) is { } asked)
        {
            Require(asked, head.Path, "file", options);
            var other = options.Formats.FirstOrDefault(format => format != asked && head.Length > 0 && Recognizes(format, head));
            var known = other?.Name ?? KnownUnreadFiles.NameOf(head);
            return Open(
                asked,
                head.Path,
                known is null
                    ? options
                    : options with
                    {
                        Remark = $"the file is recognised as {known}, but read as plain values, header included, because "
                            + "--frame-shape and --dtype were given.",
                    });
        }

        if (head.Length == 0)
            throw new SourceException(path, "the file is empty.");
        var fitting = options.Formats.Where(format => Recognizes(format, head)).ToList();
        // A format from elsewhere may read what those of this assembly only recognise.
        if (fitting.TrueForAll(KnownFormats.All.Contains) && KnownUnreadFiles.NameOf(head) is { } unread)
            throw Unread(path, unread);
        if (fitting.Count == 0)
            throw new SourceException(
                path,
                $"unsupported file format. Supported: {string.Join(", ", options.Formats.Select(static format => format.Name))}; for raw "
                + $"binary give --frame-shape and --dtype{(KnownUnreadFiles.Advice(head) is { } advice ? $" ({advice})" : "")}.");
        // A dataset that is named is not the scan of a DECTRIS file: a more general format reads it.
        var format = options.Of<DatasetOptions>().Dataset is null
            ? fitting[0]
            : fitting.Find(format => (options.Given & ~format.Uses) == SourceOptions.None && Unfit(format, options) is null) ?? fitting[^1];
        Require(format, head.Path, "file", options);
        return Open(
            format,
            head.Path,
            format == fitting[0]
                ? options
                : options with
                {
                    Remark = $"this is a {fitting[0].Name} file, read as plain {format.Name} because --dataset was given: its scan shape, "
                        + "pixel mask and \"no data\" rule are not used.",
                });
    }

    private static bool Recognizes(SourceFormat format, FileHead head) => Guarded(format, head.Path, () => format.Recognizes(head));

    private static IFrameSource Open(SourceFormat format, string path, OpenOptions options) =>
        Guarded(format, path, () => format.Open(path, options));

    // A format from elsewhere may fail in ways of its own.
    private static T Guarded<T>(SourceFormat format, string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (!KnownFormats.All.Contains(format)
            && e is not (SourceException or OperationCanceledException or OutOfMemoryException) && e.GetType() != typeof(ArgumentException))
        {
            throw new SourceException(
                path,
                $"the format '{format.Name}' failed on this file: {e.GetType().Name}: {e.Message.TrimEnd('.')}. Leave "
                + "its plug-in out, or tell its author.",
                innerException: e);
        }
    }

    private static SourceException Unread(string path, string kind) =>
        new(path, $"this is {kind}; reading it is not built yet.") { IsFinal = true };

    // What is said for other formats; null: nothing.
    private static object? Unfit(SourceFormat format, OpenOptions options)
    {
        var known = KnownFormats.OptionsOf(options.Formats);
        return options.OfFormats.FirstOrDefault(record => !format.Options.Any(own => own.Record == record.GetType())
            && known.FirstOrDefault(other => other.Record == record.GetType())?.IsIn(record) != false);
    }

    private static void Require(SourceFormat format, string path, string kind, OpenOptions options)
    {
        if (Unfit(format, options) is { } record)
            throw Unused(KnownFormats.OptionsOf(options.Formats).FirstOrDefault(known => known.IsIn(record))?.Purpose ?? OptionOf(record));
        var unused = options.Given & ~format.Uses;
        var why = unused switch
        {
            _ when unused.HasFlag(SourceOptions.LeaveOut) => "--leave-out is for series, HDF5 and .npy files",
            _ when unused.HasFlag(SourceOptions.DetectorAxes) =>
                "--detector-axes is for arrays in HDF5, .npy, .npz and Zarr data, for PNG pictures and videos",
            _ when unused.HasFlag(SourceOptions.Follow) => "--follow is for HDF5, .npy and raw files and for folders",
            _ => null,
        };
        if (why is not null)
            throw Unused(why);

        ArgumentException Unused(string what) =>
            new($"{what}, but {path} is a single {format.Name} {kind}, which does not use it: leave the option out.");

        string OptionOf(object record)
        {
            var others = options.Formats.Where(other => other.Options.Any(known => known.Record == record.GetType()))
                .Select(static other => $"'{other.Name}'");
            return $"an option of the format {string.Join(" or ", others.DefaultIfEmpty($"with {record.GetType().Name}"))} is given";
        }
    }
}
