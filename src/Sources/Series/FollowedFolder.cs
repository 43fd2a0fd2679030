using Ronchi.Frames;
using Ronchi.Sources.Following;

namespace Ronchi.Sources.Series;

/// <summary>A folder that fills with numbered files of one shape: its first scan axis counts them, by their numbers from the lowest that
/// was there at the beginning.</summary>
/// <remarks>Files are only added: one that is replaced after it was taken ends the following with an error. A file that is not whole yet is
/// tried again whenever it has changed; a number that never comes is a lost position.</remarks>
public sealed class FollowedFolder : IFrameSource
{
    private const long Room = 1 << 18;   // positions, where nobody says how many there will be
    private const int StatesShown = 5;

    private readonly string _path;
    private readonly Func<string, IFrameSource> _open;
    private readonly FollowedFiles _files;
    private readonly long _memberFrames;
    private readonly Extent _memberScan;
    private readonly GrowthLog _log;
    private readonly FollowLoop _loop;
    private readonly Validity _validity;
    private readonly Dictionary<string, Witnesses> _taken = new(StringComparer.Ordinal);

    private FollowedFolder(string path, IFrameSource first, FollowedFiles files, OpenOptions options, Func<string, IFrameSource> open)
    {
        (_path, _open, _files, _memberFrames, _memberScan) = (path, open, files, first.Shape.FrameCount, first.Shape.Scan);
        (ElementType, Forms, BaseBlock, StoredFrameBytes, _validity) = (first.ElementType, first.Forms, first.BaseBlock,
            first.StoredFrameBytes, first.Validity);
        var scan = options.ScanShape ?? new Extent([Math.Max(Room / _memberFrames, 1), .. _memberScan.Lengths]);
        if (scan.Count % _memberFrames != 0)
            throw new ArgumentException($"--scan-shape {scan} makes {Counted.Of(scan.Count, "position")}, but each file of {path} holds "
                + $"{Counted.Of(_memberFrames, "frame")}: choose a multiple of that.", nameof(options));
        Shape = new(scan, first.Shape.Detector);
        Info = first.Info with
        {
            Path = path,
            StoredBytes = null,
            Axes = options.ScanShape is null && !first.Info.Axes.IsEmpty ? [new Axis("member"), .. first.Info.Axes] : [],
            Notes = [.. first.Info.Notes, $"a folder that fills, from {Path.GetFileName(files.First)} on"],
            IsOpenEnded = options.ScanShape is null,
        };
        _log = new(options.ScanShape is null ? null : scan.Count);
        TakeUp(isLast: false);
        _loop = new(options.Follow!, _log, TakeUp);
        _loop.Start(new(Path.GetDirectoryName(Path.GetFullPath(files.First))!));
    }

    /// <inheritdoc/>
    public SourceInfo Info { get; }

    /// <inheritdoc/>
    public DataShape Shape { get; }

    /// <inheritdoc/>
    public ElementType ElementType { get; }

    /// <inheritdoc/>
    public Validity Validity => _log.Now.On(_validity, Shape.FrameCount);

    /// <inheritdoc/>
    public IReadOnlyList<TileForm> Forms { get; }

    /// <inheritdoc/>
    public long StoredFrameBytes { get; }

    /// <inheritdoc/>
    public Extent? BaseBlock { get; }

    /// <inheritdoc/>
    public IGrowth Growth => _log;

    /// <summary>Opens a folder that holds a whole file.</summary>
    /// <param name="path">A folder or a pattern.</param>
    /// <param name="options">What a file is opened with; says how long is waited for more.</param>
    /// <param name="open">Opens one file.</param>
    /// <exception cref="SourceException">There is no whole file yet, or the name of the first has no number.</exception>
    /// <exception cref="ArgumentException">The scan does not consist of whole files.</exception>
    public static FollowedFolder Open(string path, OpenOptions options, Func<string, OpenOptions, IFrameSource> open)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(open);
        var ofMembers = options with { Follow = null, ScanShape = null };
        var files = new FollowedFiles(path, options);
        using var first = files.IsStill(files.First)
            ? open(files.First, ofMembers)
            : throw new SourceException(files.First, "the file is still growing.");
        return new(path, first, files, options, file => open(file, ofMembers));
    }

    /// <inheritdoc/>
    public ITileReader OpenReader(TileRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Forms.Contains(request.Form)
            ? new Reader(this,
                new SeriesReader(_memberFrames, (int)(Shape.FrameCount / _memberFrames), place => OpenMember(place, request)))
            : throw new ArgumentException($"These data are read as {string.Join(" or ", Forms)}, not {request.Form}.", nameof(request));
    }

    /// <inheritdoc/>
    public void Dispose() => _loop.Dispose();

    // Many files would be more than may be open at once: each is open as long as it is read.
    private MemberReader OpenMember(int place, TileRequest request)
    {
        var member = _open(_files.At(place));
        try
        {
            return new(member, member.OpenReader(request));
        }
        catch
        {
            member.Dispose();
            throw;
        }
    }

    private Look TakeUp(bool isLast)
    {
        var hasGrown = _files.Look(Shape.FrameCount / _memberFrames, isLast, WhyNot, out var whole);
        _log.Arrive(FrameSet.Of(whole.Select(place => new FrameRange(place * _memberFrames, checked((int)_memberFrames)))));
        var states = _files.States;
        _log.Say([.. states.Take(StatesShown), .. states.Count > StatesShown ? [$"{states.Count - StatesShown} more"] : (string[])[]]);
        var now = _log.Now;
        if (now.Total is { } total && now.Arrived.Count == total)
            return new(hasGrown, HasEnded: true);
        return new(hasGrown, HasEnded: false, states.Count == 0 ? null : string.Join("; ", now.States));
    }

    // Why a file is not taken, or no longer what it was when it was taken; null: it is.
    private string? WhyNot(string file)
    {
        try
        {
            using var member = _open(file);
            var shape = member.Shape;
            if (shape.Scan != _memberScan || shape.Detector != Shape.Detector || member.ElementType != ElementType)
                return $"it holds {shape} {member.ElementType.Name()}, not {new DataShape(_memberScan, Shape.Detector)} "
                    + $"{ElementType.Name()}";
            if (_taken.TryGetValue(file, out var known))
                return known.Look(member, all: true) is (null, var trouble) ? trouble : "its frames are no longer those that were there";
            var witnesses = new Witnesses();
            witnesses.Keep(member, FrameSet.First(_memberFrames));
            _taken.Add(file, witnesses);
            return null;
        }
        catch (SourceException e)
        {
            return Trouble.Of(e);
        }
    }

    private sealed class Reader(FollowedFolder folder, SeriesReader members) : ITileReader
    {
        public void Seek(FrameRange frames)
        {
            if (!TrySeek(frames))
                throw FollowedReader.NotThere(folder._path, frames, folder._log.Now);
        }

        public bool TrySeek(FrameRange frames)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(frames.Start);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(frames.End, folder.Shape.FrameCount);
            if (!folder._log.Now.Readable.Contains(frames))
                return false;
            members.Seek(frames);
            return true;
        }

        public bool TryRead(out Tile tile) => members.TryRead(out tile);

        public void Dispose() => members.Dispose();
    }

    private sealed class MemberReader(IFrameSource member, ITileReader reader) : ITileReader
    {
        public void Seek(FrameRange frames) => reader.Seek(frames);

        public bool TryRead(out Tile tile) => reader.TryRead(out tile);

        public Tile Convert(Tile tile, TileForm form) => reader.Convert(tile, form);

        public void Dispose()
        {
            reader.Dispose();
            member.Dispose();
        }
    }
}
