using System.Security.Cryptography;

namespace Ronchi.Frames;

/// <summary>
/// A file that appears under its name only when it is complete: until then it is called <c>.NAME.XXXXXXXX.part</c>, in the same folder,
/// and held by who writes it.
/// </summary>
/// <remarks>
/// <see cref="Dispose"/> without <see cref="Complete"/> removes it. What a program left behind that was killed goes when the same file is
/// begun again; what a living one writes stays.
/// </remarks>
public sealed class PartFile : IDisposable
{
    private const string Extension = ".part";
    private const int MarkLetters = 8;

    private readonly string _path;
    private readonly bool _overwrite;
    private readonly HeldFile _held;
    private bool _isComplete;

    /// <summary>Begins the file.</summary>
    /// <param name="path">Name that it will have. A link stays one: what it leads to is written.</param>
    /// <param name="overwrite">Whether a file of that name is replaced.</param>
    /// <param name="bufferBytes">What the stream buffers; 0: nothing.</param>
    /// <param name="isPrivate">Whether only its owner may read it, from the moment it is there; Windows leaves that to its folder.</param>
    /// <exception cref="IOException">A file cannot be written in its folder.</exception>
    public PartFile(string path, bool overwrite = false, int bufferBytes = 1 << 16, bool isPrivate = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var file = new FileInfo(Path.GetFullPath(path));
        _path = file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        _overwrite = overwrite;
        var (folder, name) = (Path.GetDirectoryName(_path) ?? throw new ArgumentException($"'{path}' is not the path of a file."),
            Path.GetFileName(_path));
        RemoveDead(folder, name);
        try
        {
            HeldFile? held = null;
            while (held is null)   // another program may remove it before it is locked
                held = HeldFile.TryOpen(Path.Combine(folder, $".{name}.{Mark()}{Extension}"), FileMode.CreateNew, bufferBytes, isPrivate);
            _held = held;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or FileNotFoundException or DirectoryNotFoundException)
        {
            throw new IOException(
                $"{path}: cannot create a file in its folder; choose another folder, or ask for permission to write there.", e);
        }
        catch (PathTooLongException e)
        {
            throw new IOException($"{path}: the name is too long for its folder; choose a shorter one.", e);
        }
    }

    /// <summary>Where to write.</summary>
    public FileStream Stream => _held.Stream;

    /// <summary>Gives the file its name and closes it.</summary>
    /// <exception cref="IOException">The disk is full, or a file of that name has appeared meanwhile.</exception>
    public void Complete()
    {
        Stream.Flush();
        if (OperatingSystem.IsWindows())
            _held.Dispose();   // nothing that is open gets another name there
        File.Move(Stream.Name, _path, _overwrite);
        _isComplete = true;
        _held.Dispose();
    }

    /// <summary>Closes the file; removes it unless it is complete.</summary>
    public void Dispose()
    {
        if (_isComplete)
            return;
        try
        {
            _held.Dispose();
        }
        catch (IOException)
        {
            // A full disk fails again when buffers are written out on closing: what matters is that the file goes.
        }
        finally
        {
            File.Delete(Stream.Name);
        }
    }

    private static string Mark() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(MarkLetters / 2));

    private static void RemoveDead(string folder, string name)
    {
        string[] parts;
        try
        {
            parts = [.. Directory.EnumerateFiles(folder, $"*{Extension}").Where(file => IsPartOf(name, Path.GetFileName(file)))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return;   // whether a file can be written there is seen next
        }

        foreach (var part in parts)
        {
            try
            {
                using var held = HeldFile.TryOpen(part, FileMode.Open);
                if (held is not { IsLocked: true })
                    continue;   // somebody writes it, or nobody can tell
                if (OperatingSystem.IsWindows())
                    held.Dispose();
                File.Delete(part);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It is somebody else's, or gone.
            }
        }
    }

    private static bool IsPartOf(string name, string file) =>
        file.Length == name.Length + MarkLetters + Extension.Length + 2
            && file.StartsWith($".{name}.", StringComparison.Ordinal)
            && file.AsSpan(name.Length + 2, MarkLetters).IndexOfAnyExcept("0123456789abcdef") < 0;
}
