namespace Ronchi.Sources.Zarr;

/// <summary>A folder that becomes a store under its name only when it is complete.</summary>
internal sealed class StoreFolder : IDisposable
{
    private readonly string _target;
    private readonly bool _overwrite;
    private bool _isComplete;

    /// <summary>Creates the temporary folder, beside the one that it will be.</summary>
    /// <param name="path">Name of the store.</param>
    /// <param name="overwrite">Whether a store of that name is replaced; nothing else is.</param>
    /// <exception cref="IOException">Something of that name is there and not to be replaced, or the folder cannot be created.</exception>
    public StoreFolder(string path, bool overwrite)
    {
        Refuse(path, overwrite);
        _target = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        _overwrite = overwrite;
        Path = System.IO.Path.Combine(
            System.IO.Path.GetDirectoryName(_target)!,
            $".{System.IO.Path.GetFileName(_target)}.{System.IO.Path.GetRandomFileName()}.part");
        try
        {
            Directory.CreateDirectory(Path);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or DirectoryNotFoundException)
        {
            throw new IOException(
                $"{path}: cannot create a folder in its folder; choose another folder, or ask for permission to write there.", e);
        }
        catch (PathTooLongException e)
        {
            throw new IOException($"{path}: the name is too long for its folder; choose a shorter one.", e);
        }
    }

    /// <summary>Where to write.</summary>
    public string Path { get; }

    /// <summary>Says, without creating anything, whether a store may have this name.</summary>
    /// <exception cref="IOException">It may not.</exception>
    public static void Refuse(string path, bool overwrite)
    {
        if (!System.IO.Path.Exists(path))
            return;
        if (Directory.Exists(path) && !ZarrKey.IsStore(path))
            throw new IOException($"{path}: this is a folder and no Zarr store, which is not replaced; choose another name.");
        if (!overwrite)
            throw new IOException($"{path}: already exists; choose another name, or replace it with --force.");
    }

    /// <summary>Writes a small file of the store.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="bytes">What it holds.</param>
    public void Write(string key, ReadOnlySpan<byte> bytes)
    {
        var file = System.IO.Path.Combine(Path, key);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, bytes);
    }

    /// <summary>Gives the folder its name.</summary>
    /// <exception cref="IOException">Something of that name has appeared meanwhile.</exception>
    public void Complete()
    {
        var before = System.IO.Path.Exists(_target) && _overwrite ? Path + ".before" : null;
        if (before is not null)
            Directory.Move(_target, before);   // of a file, too
        Directory.Move(Path, _target);
        _isComplete = true;
        if (before is not null)
            Delete(before);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isComplete)
            Delete(Path);
    }

    private static void Delete(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        else
            File.Delete(path);
    }
}
