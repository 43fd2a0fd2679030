using Ronchi.Analyses.BrightField;
using Ronchi.Engine.Run;
using Ronchi.Engine.Operations;
using Ronchi.Engine.Stages;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Sources.Series;
using Ronchi.Store;

namespace Ronchi.Signals;

/// <summary>A series of scans in memory: all members if they fit, otherwise those in use and their neighbours.</summary>
/// <remarks>All members are held alike and share one centre, so that going from one to the other changes nothing but the data.</remarks>
public sealed class ResidentSeries : IAsyncDisposable
{
    private readonly string[] _files;
    private readonly OpenOptions _open;
    private readonly ReadPath _readPath;
    private readonly ResidentOptions _options;
    private readonly ResidentScan?[] _members;
    private readonly LinkedList<int> _recent = [];
    private readonly SemaphoreSlim _gate = new(1);
    private readonly CancellationTokenSource _ending = new();
    private readonly int _most;
    private readonly NewestWins _prefetch = new();
    private int _asked;          // the member that was asked for last: no other takes its place
    private int _coming = -1;    // the member that is being read

    private ResidentSeries(SeriesSource source, OpenOptions open, ReadPath readPath, ResidentOptions options, int most, string reason)
    {
        _files = [.. source.Members];
        (_open, _readPath, _options, _most, Reason) = (open, readPath, options, most, reason);
        _members = new ResidentScan?[_files.Length];
        Axis = source.Info.Axes.IsEmpty ? new Axis("member") : source.Info.Axes[0];
        Values = source.Values;
        Disk = options.Disk;
    }

    /// <summary>Members of the series.</summary>
    public int Count => _files.Length;

    /// <summary>What distinguishes the members, with its unit.</summary>
    public Axis Axis { get; }

    /// <summary>Its value for each member; null: nothing is known.</summary>
    public IReadOnlyList<double>? Values { get; }

    /// <summary>The bright-field disk in some frames of all members; null: there is none.</summary>
    public BrightFieldDisk? Disk { get; }

    /// <summary>How the members are held and why, in words.</summary>
    public string Reason { get; }

    /// <summary>Whether all members stay in memory.</summary>
    public bool HoldsAll => _most >= _files.Length;

    /// <summary>Memory used by the members that are loaded now.</summary>
    public MemoryUse Memory =>
        _members.Aggregate(
            default(MemoryUse),
            static (sum, member) => member is null ? sum : new(sum.Used + member.Memory.Used, sum.Reserved + member.Memory.Reserved));

    /// <summary>A member that is in memory; null: it is not loaded. Costs nothing.</summary>
    /// <param name="member">Its number, from 0.</param>
    public ResidentScan? this[int member] => Volatile.Read(ref _members[member]);

    /// <summary>Opens a series and loads it into memory: all members, or only the first if they do not fit.</summary>
    /// <param name="path">A folder or a pattern; see <see cref="SeriesFiles.Find"/>.</param>
    /// <param name="open">What the data do not say themselves. Null: nothing.</param>
    /// <param name="readPath">What happens to frames on their way. Null: nothing.</param>
    /// <param name="options">How members are held. Null: as fits best.</param>
    /// <param name="progress">Told about every 50 ms, over all members.</param>
    /// <param name="cancellationToken">Checked once a tile; everything is given back.</param>
    /// <exception cref="SourceException">The path names no series, or a member cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<ResidentSeries> LoadAsync(
        string path,
        OpenOptions? open = null, ReadPath? readPath = null, ResidentOptions? options = null,
        IProgress<RunProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        open ??= OpenOptions.None;
        readPath ??= ReadPath.Direct;
        options ??= ResidentOptions.Default;
        ResidentSeries series;
        using (var all = await Task.Run(() => SourceOpener.Open(path, open), cancellationToken).ConfigureAwait(false))
        {
            if (all is not SeriesSource source)
                throw new SourceException(path, "one scan is not a series: open it on its own, or give the folder of several.");
            using var staged = readPath.From(new Borrowed(source));
            long budget = options.MemoryBytes ?? MemoryBudget.ForData();
            var estimate = ResidenceEstimate.Of(staged);
            var (form, reason) = options.Form is { } asked
                ? (asked, "as was asked for")
                : ((ResidenceForm?)estimate.Choose(budget).Form, estimate.Choose(budget).Reason);
            int most = source.Members.Length;
            if (form is ResidenceForm.Partial || (form is ResidenceForm.ScanBlocked or ResidenceForm.Frames && estimate.Dense > budget))
            {
                long one = Math.Max(estimate.Dense / most, 1);
                most = (int)Math.Clamp(budget / one, 1, most);
                (
                    form,
                    reason) = (
                        one > budget ? null : estimate.Blocks is null ? ResidenceForm.Frames : ResidenceForm.ScanBlocked,
                        $"{most} of {source.Members.Length} members fit at a time: {reason}");
            }

            var disk = options.Disk ?? (await ResidentScan.LookAsync(staged, cancellationToken).ConfigureAwait(false)).Disk;
            series = new ResidentSeries(
                source, open, readPath, options with { Form = form, Disk = disk, MemoryBytes = budget }, most, reason);
        }

        try
        {
            for (int member = 0; member < series._most; member++)
            {
                var shifted = progress is null ? null : Shifted(progress, member, series._most);
                await series.BringAsync(member, shifted, cancellationToken).ConfigureAwait(false);
            }

            return series;
        }
        catch
        {
            await series.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// A member; if it is not in memory, it is read and replaces the one that was not used for the longest time. Its neighbours are loaded
    /// in the background.
    /// </summary>
    /// <param name="member">Its number, from 0.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <returns>The member; it stays readable while somebody reads, even when others take its place.</returns>
    /// <exception cref="SourceException">It cannot be read.</exception>
    public async Task<ResidentScan> MemberAsync(int member, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)member, (uint)_files.Length, nameof(member));
        if (HoldsAll && this[member] is { } there)
            return there;
        Volatile.Write(ref _asked, member);
        if (Volatile.Read(ref _coming) != member)
            _prefetch.Cancel();   // what is asked for goes before what may be
        var scan = await BringAsync(member, progress: null, cancellationToken).ConfigureAwait(false);
        if (!HoldsAll && _most > 1 && Volatile.Read(ref _asked) == member)
            _ = _prefetch.RunAsync(token => PrefetchAsync(member, token), _ending.Token);
        return scan;
    }

    /// <summary>Releases the memory of all members.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await _prefetch.EndAsync().ConfigureAwait(false);
        await _gate.WaitAsync().ConfigureAwait(false);
        for (int member = 0; member < _members.Length; member++)
            Interlocked.Exchange(ref _members[member], null)?.Dispose();
        _gate.Release();
    }

    // The next first: people go forwards more than backwards.
    private async Task<int> PrefetchAsync(int member, CancellationToken cancellationToken)
    {
        var brought = 0;
        try
        {
            foreach (int neighbour in new[] { member + 1, member - 1 }.Take(_most - 1))
            {
                if (neighbour < 0 || neighbour >= _files.Length)
                    continue;
                await BringAsync(neighbour, progress: null, cancellationToken, forMember: member).ConfigureAwait(false);
                brought++;
            }
        }
        catch (Exception e) when (e is SourceException or OperationCanceledException or ObjectDisposedException)
        {
            // It is said when somebody asks for that member.
        }

        return brought;
    }

    // For a member that was asked for, or one of its neighbours as long as it is still the last that was.
    private async Task<ResidentScan> BringAsync(
        int member, IProgress<RunProgress>? progress, CancellationToken cancellationToken, int? forMember = null)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_ending.IsCancellationRequested, this);
            if (forMember is { } asked && asked != Volatile.Read(ref _asked))
                throw new OperationCanceledException();
            _recent.Remove(member);
            _recent.AddFirst(member);
            if (_members[member] is { } there)
                return there;
            while (_recent.Count > _most)
            {
                var oldest = _recent.Last!;
                if (oldest.Value == forMember)
                    oldest = oldest.Previous!;
                _recent.Remove(oldest);
                Interlocked.Exchange(ref _members[oldest.Value], null)?.Dispose();
            }

            Volatile.Write(ref _coming, member);
            var options = _options.Disk is null
                ? _options
                : _options with { Center = _options.Center ?? (_options.Disk.Value.Row, _options.Disk.Value.Column) };
            var scan = await ResidentScan.LoadAsync(
                () => SourceOpener.Open(_files[member], _open.OfMember),
                _readPath,
                options,
                progress,
                cancellationToken).ConfigureAwait(
                false);
            Volatile.Write(ref _members[member], scan);
            return scan;
        }
        catch
        {
            if (_members[member] is null)
                _recent.Remove(member);
            throw;
        }
        finally
        {
            Volatile.Write(ref _coming, -1);
            _gate.Release();
        }
    }

    private static DirectProgress<RunProgress> Shifted(IProgress<RunProgress> progress, int member, int members) =>
        new(run => progress.Report(run with
        {
            Frames = (member * run.TotalFrames) + run.Frames,
            TotalFrames = members * run.TotalFrames,
            StoredBytes = (member + 1) * run.StoredBytes,
        }));

    // Stages dispose what they stand on; the series is disposed by itself.
    private sealed class Borrowed(IFrameSource inner) : SourceStage(inner)
    {
        public override ITileReader OpenReader(TileRequest request) => Inner.OpenReader(request);

        protected override void Dispose(bool disposing)
        {
        }
    }
}
