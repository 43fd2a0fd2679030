using System.Diagnostics;
using Ronchi.Frames;

namespace Ronchi.Sources.Following;

/// <summary>A file that another program is still writing. Whenever it has changed it is opened anew: any format that can say which frames
/// of a file are there can be followed.</summary>
/// <remarks>
/// A frame counts when two looks have found it: programs may note where its values are before these are written.
/// A file that was replaced or written anew is no longer these data: following it ends with an error.
/// A scan whose length the file leaves open has room for more positions than there are; results end where the data do.
/// </remarks>
public sealed class FollowedSource : IFrameSource
{
    private const long Room = 1 << 18;   // positions, where nobody says how many there will be
    private const int Patience = 3;      // looks at a file that is being changed may fail
    private static readonly TimeSpan Writing = TimeSpan.FromMilliseconds(50);     // that values take which are noted already
    private static readonly TimeSpan Reopening = TimeSpan.FromSeconds(2);   // programs that append open the file for each piece

    private readonly Func<bool, IFrameSource> _open;
    private readonly string[] _places;
    private readonly GrowthLog _log;
    private readonly FollowLoop _loop;
    private Snapshot _newest;
    private string _state = "";   // nothing that could have changed meanwhile is missed
    private readonly Stopwatch _closed = new();   // runs since the writer closed the file
    private bool _wasBeingWritten;
    private readonly Witnesses _witnesses = new();
    private bool _hasShrunk;
    private bool _isOther;
    private int _failures;

    private FollowedSource(Snapshot newest, FrameSet frames, Func<bool, IFrameSource> open, FollowOptions options, string[] folders)
    {
        var first = newest.Source;
        (_open, _newest) = (open, newest);
        _places = [.. folders, .. first.Info.Files];
        var scan = first.Shape.Scan;
        if (first.Info.IsOpenEnded && scan.Rank > 0)
        {
            var line = Math.Max(scan.Count / Math.Max(scan[0], 1), 1);
            scan = new Extent([Math.Max((Room + line - 1) / line, 4 * scan[0]), .. scan.Lengths[1..]]);
        }

        Shape = first.Shape with { Scan = scan };
        (ElementType, Forms, BaseBlock, StoredFrameBytes) = (first.ElementType, first.Forms, first.BaseBlock, first.StoredFrameBytes);
        ScanBlock = first.ScanBlock;
        _log = new(first.Info.IsOpenEnded ? null : scan.Count);
        Arrive(newest, frames);
        _loop = new(options, _log, TakeUp);
        _loop.Start(new(folders));
    }

    /// <inheritdoc/>
    public SourceInfo Info => Volatile.Read(ref _newest).Source.Info;

    /// <inheritdoc/>
    public DataShape Shape { get; }

    /// <inheritdoc/>
    public ElementType ElementType { get; }

    /// <inheritdoc/>
    public Validity Validity => _log.Now.On(Volatile.Read(ref _newest).Source.Validity, Shape.FrameCount);

    /// <inheritdoc/>
    public IReadOnlyList<TileForm> Forms { get; }

    /// <inheritdoc/>
    public long StoredFrameBytes { get; }

    /// <inheritdoc/>
    public Extent? BaseBlock { get; }

    /// <inheritdoc/>
    public Extent? ScanBlock { get; }

    /// <inheritdoc/>
    public IGrowth Growth => _log;

    /// <summary>Opens a file that holds a frame.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What it is opened with; says how long is waited for more.</param>
    /// <param name="open">Opens the file as it is at the moment.</param>
    /// <exception cref="SourceException">The file cannot be opened, or no frame is there yet.</exception>
    /// <exception cref="OperationCanceledException">Waiting was cancelled.</exception>
    public static FollowedSource Open(string path, OpenOptions options, Func<string, OpenOptions, IFrameSource> open)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(open);
        var follow = options.Follow ?? new();
        FrameSet before;
        using (var first = At(isLast: false))
            before = FrameSet.Of(first.Validity.Recorded(first.Shape.FrameCount));
        follow.CancellationToken.WaitHandle.WaitOne(Writing);
        follow.CancellationToken.ThrowIfCancellationRequested();
        var newest = new Snapshot(At(isLast: false));
        if (newest.Frames.Intersect(before) is { IsEmpty: false } frames)
            return new(newest, frames, At, follow, [.. Folders()]);
        newest.Leave();
        throw new SourceException(path, "no frame is there yet.");

        IEnumerable<string> Folders()
        {
            yield return Path.GetDirectoryName(Path.GetFullPath(path))!;
            if (options.Of<LinkedFilesOptions>().DataFolder is { Path: var data })
                yield return data;
        }

        IFrameSource At(bool isLast) => open(path, options with { Follow = follow with { IsLast = isLast } });
    }

    /// <inheritdoc/>
    public ITileReader OpenReader(TileRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Forms.Contains(request.Form)
            ? new FollowedReader(this, request)
            : throw new ArgumentException($"These data are read as {string.Join(" or ", Forms)}, not {request.Form}.", nameof(request));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _loop.Dispose();
        _newest.Leave();
    }

    /// <summary>The newest state of the file; whoever gets it leaves it in the end.</summary>
    internal Snapshot Newest()
    {
        while (true)
        {
            var newest = Volatile.Read(ref _newest);
            if (newest.TryUse())
                return newest;
        }
    }

    private Look TakeUp(bool isLast)
    {
        var state = FileState.Of(_places);
        var before = _newest;
        if (state == _state && _failures == 0 && !isLast)
        {
            Arrive(before, before.Frames);
            return Found(hasGrown: false, trouble: null);
        }

        string? trouble = null;
        try
        {
            var now = new Snapshot(_open(isLast));
            trouble = Misfit(now, isLast);
            if (trouble is null)
            {
                Volatile.Write(ref _newest, now);
                before.Leave();
                Arrive(now, isLast && state == _state ? now.Frames : now.Frames.Intersect(before.Frames));
                _failures = 0;
            }
            else
            {
                now.Leave();
            }
        }
        catch (SourceException e)
        {
            trouble = Trouble.Of(e);
        }

        if (trouble is not null && (++_failures >= Patience || isLast) && (_isOther || (state == _state && _hasShrunk)))
            throw new SourceException(Info.Path, $"{trouble}.");
        var hasGrown = state != _state;
        _state = state;
        return Found(hasGrown, trouble);
    }

    private void Arrive(Snapshot from, FrameSet frames)
    {
        var arrived = frames.Intersect(FrameSet.First(Shape.FrameCount)).Except(_log.Now.Arrived);
        _witnesses.Keep(from.Source, arrived);
        _log.Arrive(arrived);
    }

    // Why the file cannot be what it was before.
    private string? Misfit(Snapshot now, bool isLast)
    {
        (_isOther, _hasShrunk) = (false, false);
        var shape = now.Source.Shape;
        if (shape.Detector != Shape.Detector || now.Source.ElementType != ElementType || shape.Scan.Rank != Shape.Scan.Rank
            || !shape.Scan.Lengths.Skip(1).SequenceEqual(Shape.Scan.Lengths.Skip(1)))
        {
            _isOther = true;
            return $"the file was replaced while it was followed: it now holds {shape.Full} {now.Source.ElementType.Name()}, not "
                + $"{_newest.Source.Shape.Full} {ElementType.Name()}";
        }

        var missing = _newest.Frames.Except(now.Frames);
        _hasShrunk = !missing.IsEmpty;
        if (_hasShrunk)
            return $"{Counted.Of(missing.Count, "frame")} that were there are gone: the file was truncated or replaced while it was read";
        var (changed, trouble) = _witnesses.Look(now.Source, all: isLast);
        if (changed is null)
            return trouble;
        _isOther = true;
        return $"frame {changed} is no longer the one that was there: the file was replaced or written anew while it was followed";
    }

    private Look Found(bool hasGrown, string? trouble)
    {
        var (now, info) = (_log.Now, Info);
        if (now.Total is { } total && now.Arrived.Count >= total)
            return new(hasGrown, HasEnded: true);
        if (now.Total is null && now.Arrived.End >= Shape.FrameCount)
            return new(hasGrown, HasEnded: true,
                $"there is room for {Counted.Of(Shape.FrameCount, "frame")}: give their number with --scan-shape");
        if (info.IsBeingWritten == false && _wasBeingWritten && !hasGrown)
            _closed.Start();
        else
            _closed.Reset();
        _wasBeingWritten |= info.IsBeingWritten == true;
        return _closed.Elapsed > Reopening
            ? new(hasGrown, HasEnded: true, now.Total is null ? null : "the program that wrote the file has closed it")
            : new(hasGrown, HasEnded: false, trouble ?? (info.IsBeingWritten == true ? "the file is still marked as being written" : null));
    }
}
