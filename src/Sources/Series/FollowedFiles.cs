using System.IO.Enumeration;
using Ronchi.Frames;
using Ronchi.Sources.Following;

namespace Ronchi.Sources.Series;

/// <summary>The numbered files of a folder that fills, and what is known of each.</summary>
internal sealed class FollowedFiles
{
    private readonly string _folder;
    private readonly string _pattern;
    private readonly bool _isPlain;
    private readonly NumberedName _first;
    private readonly Dictionary<string, string> _tried = new(StringComparer.Ordinal);   // state of a file when it was last tried, or seen
    private readonly SortedDictionary<string, string> _problems = new(NaturalOrder.Instance);
    private readonly Dictionary<long, string> _whole = [];
    private readonly Lock _gate = new();

    /// <summary>Finds the first file.</summary>
    /// <param name="path">A folder or a pattern.</param>
    /// <param name="options">What files are opened with.</param>
    /// <exception cref="SourceException">There is none, or its name has no number.</exception>
    public FollowedFiles(string path, OpenOptions options)
    {
        _isPlain = options.Of<RawOptions>().Layout is not null;
        First = SeriesFiles.Find(path, options.Formats)[0];
        _folder = Path.GetDirectoryName(Path.GetFullPath(First))!;
        _pattern = Directory.Exists(path) ? $"*{Path.GetExtension(First)}" : Path.GetFileName(path);
        _first = NumberedName.Of(First) ?? throw new SourceException(
            First,
            "the name has no number: a folder that fills is followed by the numbers of its files, as in frame_0001.npy.")
        {
            IsFinal = true,
        };
    }

    /// <summary>The first file.</summary>
    public string First { get; }

    /// <summary>Files that are not taken, each with the reason, as a phrase.</summary>
    public IReadOnlyList<string> States => [.. _problems.Select(static problem => $"{problem.Key}: {problem.Value}")];

    /// <summary>The file at a place.</summary>
    public string At(long place)
    {
        lock (_gate)
            return _whole[place];
    }

    /// <summary>Whether a file may be whole: one without a header only when it has not changed for a while.</summary>
    public bool IsStill(string file)
    {
        if (!_isPlain)
            return true;
        var state = FileState.Of(file);
        Thread.Sleep(TimeSpan.FromMilliseconds(100));
        return FileState.Of(file) == state;
    }

    /// <summary>Looks at files that are new or have changed.</summary>
    /// <param name="places">How many places there are.</param>
    /// <param name="isLast">Whether there will be no further look: who has not changed since the last one is whole.</param>
    /// <param name="whyNot">Why a file is not taken, or no longer what it was when it was taken; null: it is.</param>
    /// <param name="whole">Places of files that are whole now and were not before.</param>
    /// <returns>Whether anything has changed.</returns>
    /// <exception cref="SourceException">A file that was taken is another one now.</exception>
    public bool Look(long places, bool isLast, Func<string, string?> whyNot, out IReadOnlyList<long> whole)
    {
        var found = new List<long>();
        var hasGrown = false;
        foreach (var file in Files())
        {
            var name = Path.GetFileName(file);
            var state = FileState.Of(file);
            var before = _tried.GetValueOrDefault(name);
            if (before == $"done {state}" || before == $"taken {state}")
                continue;
            if (before?.StartsWith("taken", StringComparison.Ordinal) == true)
            {
                if (whyNot(file) is { } change)
                    throw new SourceException(file, $"{change}: the file was replaced or written anew after it was read.");
                _tried[name] = $"taken {state}";   // touched, or copied together with its time
                continue;
            }

            hasGrown |= before != $"seen {state}";
            if (PlaceOf(file, places, name) is not { } place)
            {
                _tried[name] = $"done {state}";
                continue;
            }

            if (_isPlain && !isLast && before != $"seen {state}")
            {
                _tried[name] = $"seen {state}";   // without a header only time tells whether it is whole
                continue;
            }

            if (whyNot(file) is { } reason)
            {
                _problems[name] = $"not whole: {reason}";
                _tried[name] = $"done {state}";
                continue;
            }

            _problems.Remove(name);
            _tried[name] = $"taken {state}";
            lock (_gate)
                _whole[place] = file;
            found.Add(place);
        }

        whole = found;
        return hasGrown;
    }

    private IEnumerable<string> Files()
    {
        try
        {
            return [.. Directory.EnumerateFiles(_folder)
                .Where(file => Path.GetFileName(file) is var name && !name.StartsWith('.')
                    && !name.EndsWith(SidecarName.Suffix, StringComparison.Ordinal)
                    && FileSystemName.MatchesSimpleExpression(_pattern, name, ignoreCase: OperatingSystem.IsWindows()))
                .Order(NaturalOrder.Instance)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];   // a network drive may be away for a moment
        }
    }

    private long? PlaceOf(string file, long places, string name)
    {
        if (NumberedName.Of(file) is not { } numbered || !numbered.IsLike(_first))
        {
            _problems[name] = $"left out: its name is not like {Path.GetFileName(First)}";
            return null;
        }

        var place = numbered.Number - _first.Number;
        if (place < 0 || place >= places)
        {
            _problems[name] = place < 0
                ? $"left out: it came after {Path.GetFileName(First)}"
                : $"left out: the scan ends with number {_first.Number + places - 1}";
            return null;
        }

        if (_whole.TryGetValue(place, out var other) && Path.GetFileName(other) != name)
        {
            _problems[name] = $"left out: {Path.GetFileName(other)} has the same number";
            return null;
        }

        return place;
    }
}
