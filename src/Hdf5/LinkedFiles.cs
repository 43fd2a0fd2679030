using System.Diagnostics.CodeAnalysis;
using Ronchi.Hdf5.Storage;

namespace Ronchi.Hdf5;

/// <summary>The files that external links of one opened file have led to; each is opened once and closed with their owner.</summary>
/// <param name="owner">The file that was opened first.</param>
internal sealed class LinkedFiles(Hdf5File owner) : IDisposable
{
    private readonly Dictionary<string, Hdf5File> _files = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private bool _isDisposed;

    public Hdf5File Owner => owner;

    /// <summary>
    /// The file that an external link names: looked for in the folders of the options, then relative to the linking file's folder, or that
    /// of the file behind it when it is a symbolic link; absolute names that do not exist are looked for there too, by their last part.
    /// </summary>
    /// <param name="from">The file that leads there.</param>
    /// <param name="what">What leads there, for messages.</param>
    /// <param name="link">The names.</param>
    public Hdf5File Open(Hdf5File from, string what, Hdf5Link link)
    {
        string written = link.TargetFile ?? "";
        if (from.Bytes.Folder is null)
            throw new Hdf5Exception(
                from.Path, -1, $"{what} leads to '{written}', and a file in memory has no folder to look in");
        var looked = new List<string>();
        string? forbidden = null;
        foreach (string candidate in Candidates(from, written))
        {
            // Not even whether it exists is told of a file that may not be opened.
            if (from.Options.ExternalFiles is { } policy && !policy(Path.GetFullPath(from.Path), candidate))
            {
                forbidden ??= candidate;
                continue;
            }

            looked.Add(candidate);
            if (TryOpen(candidate, from, what, out var found))
                return found;
        }

        if (forbidden is not null)
            throw new Hdf5Exception(from.Path, -1, $"{what} leads to '{forbidden}', which may not be opened")
            {
                IsOutOfReach = true,
            };
        string where = looked.Count == 0 ? "the name is not a path" : $"looked for {string.Join(" and ", looked)}";
        throw new Hdf5Exception(from.Path, -1, $"{what} leads to '{written}', which does not exist ({where})")
        {
            IsOutOfReach = true,
        };
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            foreach (var file in _files.Values)
            {
                if (file != owner)
                    file.Dispose();
            }
            _files.Clear();
        }
    }

    private static List<string> Candidates(Hdf5File from, string written)
    {
        var candidates = new List<string>();
        if (written.Length == 0 || written.Contains('\0'))
            return candidates;
        // Files written on Windows keep its separators.
        string last = written[(written.AsSpan().LastIndexOfAny('/', '\\') + 1)..];
        bool isRooted = Path.IsPathRooted(written);
        foreach (string folder in from.Options.ExternalFolders)
        {
            if (!isRooted)
                Add(written, folder);
            Add(last, folder);
        }

        if (isRooted)
            candidates.Add(Path.GetFullPath(written));
        foreach (string? folder in (IEnumerable<string?>)[.. from.Options.ExternalPrefixes, from.Bytes.Folder, from.Bytes.LinkedFolder])
        {
            if (folder is not null)
                Add(isRooted ? last : written, folder);
        }

        if (!isRooted && last != written && written.Contains('\\'))
            Add(last, from.Bytes.Folder!);
        return candidates;

        void Add(string name, string folder)
        {
            string candidate = Path.GetFullPath(name, Path.GetFullPath(folder));
            if (name.Length > 0 && !candidates.Contains(candidate))
                candidates.Add(candidate);
        }
    }

    private bool TryOpen(string candidate, Hdf5File from, string what, [NotNullWhen(true)] out Hdf5File? found)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, owner);
            if (_files.TryGetValue(candidate, out found))
                return true;
            if (!File.Exists(candidate))
                return false;
            try
            {
                found = Hdf5File.Open(new FileByteSource(candidate), from.Options, this);
            }
            catch (Exception error) when (error is UnauthorizedAccessException || (error is IOException && error is not Hdf5Exception))
            {
                throw new Hdf5Exception(
                    from.Path,
                    -1,
                    $"{what} leads to '{candidate}', which cannot be opened: {error.Message.TrimEnd('.')}",
                    error);
            }
            _files.Add(candidate, found);
            return true;
        }
    }
}
