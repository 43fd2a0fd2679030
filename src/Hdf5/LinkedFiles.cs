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

    /// <summary>The file that an external link names: relative names count from the linking file's folder, absolute ones that do not exist are looked for there too, by their last part.</summary>
    public Hdf5File Open(Hdf5File from, string linkPath, Hdf5Link link)
    {
        string written = link.TargetFile ?? "";
        if (from.Bytes.Folder is not { } folder)
            throw new Hdf5Exception(from.Path, -1, $"the external link '{linkPath}' leads to '{written}', and a file in memory has no folder to look in");
        var looked = new List<string>();
        foreach (string candidate in Candidates(folder, written))
        {
            looked.Add(candidate);
            if (from.Options.ExternalFiles is { } policy && !policy(Path.GetFullPath(from.Path), candidate))
                throw new Hdf5Exception(from.Path, -1, $"the external link '{linkPath}' leads to '{candidate}', which may not be opened");
            if (TryOpen(candidate, from, linkPath, out var found))
                return found;
        }
        string where = looked.Count == 0 ? "the name is not a path" : $"looked for {string.Join(" and ", looked)}";
        throw new Hdf5Exception(from.Path, -1, $"the external link '{linkPath}' leads to '{written}', which does not exist ({where})");
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

    private static List<string> Candidates(string folder, string written)
    {
        var candidates = new List<string>();
        if (written.Length == 0 || written.Contains('\0'))
            return candidates;
        candidates.Add(Path.GetFullPath(written, folder));
        if (Path.IsPathRooted(written))
        {
            string moved = Path.GetFullPath(Path.GetFileName(written), folder);
            if (moved != candidates[0])
                candidates.Add(moved);
        }
        return candidates;
    }

    private bool TryOpen(string candidate, Hdf5File from, string linkPath, [NotNullWhen(true)] out Hdf5File? found)
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
                throw new Hdf5Exception(from.Path, -1, $"the external link '{linkPath}' leads to '{candidate}', which cannot be opened: {error.Message.TrimEnd('.')}", error);
            }
            _files.Add(candidate, found);
            return true;
        }
    }
}
