using System.Collections.Immutable;
using Ronchi.Frames;

namespace Ronchi.Sources.Series;

/// <summary>A series of scans as one data set: its first scan axis counts the members. They have one shape and one type.</summary>
public sealed class SeriesSource : ICompressedSource
{
    private readonly ImmutableArray<IFrameSource> _members;
    private readonly long _memberFrames;

    private SeriesSource(
        string path, IReadOnlyList<IFrameSource> members, IReadOnlyList<string> files, SeriesValues? values, IReadOnlyList<string> leftOut)
    {
        _members = [.. members];
        var first = members[0];
        _memberFrames = first.Shape.FrameCount;
        Shape = new(new Extent([members.Count, .. first.Shape.Scan.Lengths]), first.Shape.Detector);
        ElementType = first.ElementType;
        PixelSet? masked = null;
        foreach (var member in members)
            masked = member.Validity.MaskedPixels is { } own ? masked?.Union(own) ?? own : masked;
        Validity = first.Validity with { MaskedPixels = masked };
        Forms = [.. first.Forms.Where(form => members.All(member => member.Forms.Contains(form)))];
        StoredFrameBytes = (long)members.Average(static member => member.StoredFrameBytes);
        Values = values?.Values;
        Members = [.. files];
        Info = first.Info with
        {
            Path = path,
            StoredBytes = members.All(static member => member.Info.StoredBytes is not null)
                ? members.Sum(static member => member.Info.StoredBytes)
                : null,
            Files = [.. members.SelectMany(static member => member.Info.Files)],
            FilesBeside = [.. members.SelectMany(static member => member.Info.FilesBeside)],
            Axes = first.Info.Axes.IsEmpty && values is null ? [] : [values?.Axis ?? new Axis("member"), .. AxesOf(first)],
            Notes = [
                .. first.Info.Notes,
                $"a series of {members.Count} {(first.Shape.Scan.Rank == 0 ? "frames" : "scans")}, from {Path.GetFileName(files[0])} to "
                + $"{Path.GetFileName(files[^1])}{(values is null ? "" : $", by {values.Name}")}",
                .. leftOut],
        };
    }

    /// <inheritdoc/>
    public SourceInfo Info { get; }

    /// <inheritdoc/>
    public DataShape Shape { get; }

    /// <inheritdoc/>
    public ElementType ElementType { get; }

    /// <inheritdoc/>
    public Validity Validity { get; }

    /// <inheritdoc/>
    public IReadOnlyList<TileForm> Forms { get; }

    /// <inheritdoc/>
    public long StoredFrameBytes { get; }

    /// <summary>Files of the members, in order.</summary>
    public ImmutableArray<string> Members { get; }

    /// <summary>What distinguishes the members, in the unit of the first axis; null: nothing is known.</summary>
    public IReadOnlyList<double>? Values { get; }

    /// <inheritdoc/>
    public long? CompressedBytes =>
        _members.All(static member => member is ICompressedSource { CompressedBytes: not null })
            ? _members.Sum(static member => ((ICompressedSource)member).CompressedBytes)
            : null;

    /// <summary>Opens a series.</summary>
    /// <param name="path">A folder or a pattern; see <see cref="SeriesFiles.Find"/>.</param>
    /// <param name="options">What the data do not say; holds for every member.</param>
    /// <param name="open">Opens one member.</param>
    /// <returns>The series; when there is one file only, that scan.</returns>
    /// <exception cref="SourceException">There are no files, one cannot be opened, or one has another shape or type and is not to be left
    /// out; the message names them.</exception>
    public static IFrameSource Open(string path, OpenOptions options, Func<string, OpenOptions, IFrameSource> open)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(open);
        var files = SeriesFiles.Find(path, options.Formats);
        if (files.Count == 1)
            return open(files[0], options);
        // What is missing in a member leaves out the member.
        var ofMembers = options.OfMember with { LeavesOutMisfits = false };
        var members = new List<IFrameSource>();
        try
        {
            var kept = new List<string>();
            var misfits = new List<string>();
            foreach (string file in files)
            {
                var (member, why) = Member(file, ofMembers, options.LeavesOutMisfits, open, members.FirstOrDefault());
                if (member is null)
                {
                    misfits.Add($"{file}: {why}");
                    continue;
                }

                members.Add(member);
                kept.Add(file);
            }

            if (misfits.Count > 0 && (!options.LeavesOutMisfits || members.Count == 0))
                throw new SourceException(
                    path,
                    $"{misfits.Count} of {files.Count} files do not fit the series: "
                    + $"{string.Join("; ", misfits.Take(5))}{(misfits.Count > 5 ? "; …" : "")}. Leave them out with --leave-out, or "
                    + "name the files that belong together.");
            var values = options.Of<SeriesOptions>().SeriesValues is { Path: var table }
                ? SeriesValues.FromTable(table, kept)
                : SeriesValues.FromFacts([.. members.Select(static member => member.Info)]);
            return new SeriesSource(path, members, kept, values, [.. misfits.Select(static misfit => $"left out {misfit}")]);
        }
        catch
        {
            foreach (var member in members)
                member.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ITileReader OpenReader(TileRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Forms.Contains(request.Form)
            ? new SeriesReader(_memberFrames, _members.Length, member => _members[member].OpenReader(request))
            : throw new ArgumentException($"These data are read as {string.Join(" or ", Forms)}, not {request.Form}.", nameof(request));
    }

    /// <inheritdoc/>
    public void Hold(FrameRange frames, IFrameMemory memory)
    {
        for (long start = frames.Start; start < frames.End;)
        {
            var (member, first) = Math.DivRem(start, _memberFrames);
            var part = new FrameRange(first, (int)Math.Min(frames.End - start, _memberFrames - first));
            ((ICompressedSource)_members[(int)member]).Hold(part, Slice((int)member, memory));
            start += part.Count;
        }
    }

    /// <inheritdoc/>
    public ITileReader OpenReader(TileRequest request, IFrameMemory memory) =>
        new SeriesReader(
            _memberFrames, _members.Length, member => ((ICompressedSource)_members[member]).OpenReader(request, Slice(member, memory)));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var member in _members)
            member.Dispose();
    }

    // Of members that say nothing of their axes, they have names only.
    private static IEnumerable<Axis> AxesOf(IFrameSource member) => member.Info.Axes.IsEmpty
        ? Named("scan", member.Shape.Scan.Rank).Concat(Named("detector", member.Shape.Detector.Rank))
        : member.Info.Axes;

    private static IEnumerable<Axis> Named(string place, int rank) =>
        Enumerable.Range(0, rank).Select(axis => new Axis((rank - axis, rank) switch
        {
            (1, 1) => place,
            (1, _) => $"{place} column",
            (2, _) => $"{place} row",
            _ => $"{place} axis {axis}",
        }));

    private MemorySlice Slice(int member, IFrameMemory memory)
    {
        long start = 0;
        for (int before = 0; before < member; before++)
            start += ((ICompressedSource)_members[before]).CompressedBytes!.Value;
        return new(memory, start, ((ICompressedSource)_members[member]).CompressedBytes!.Value);
    }

    private static (IFrameSource? Member, string? Why) Member(
        string file, OpenOptions options, bool leavesOut, Func<string, OpenOptions, IFrameSource> open, IFrameSource? first)
    {
        IFrameSource member;
        try
        {
            member = open(file, options);
        }
        catch (SourceException e) when (leavesOut)
        {
            return (null, e.Message);
        }

        string? why = member.Shape != (first ?? member).Shape ? $"{member.Shape} instead of {first!.Shape}"
            : member.ElementType != (first ?? member).ElementType ? $"{member.ElementType.Name()} instead of {first!.ElementType.Name()}"
            : !member.Validity.IsComplete(member.Shape.FrameCount)
            ? $"only {member.Validity.RecordedCount(member.Shape.FrameCount):N0} of {member.Shape.FrameCount:N0} frames were recorded"
            : member.Validity.MaximumIsNoData != (first ?? member).Validity.MaximumIsNoData ? "a different kind of detector data"
            : null;
        if (why is null)
            return (member, null);
        member.Dispose();
        return (null, why);
    }
}
