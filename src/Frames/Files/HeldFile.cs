namespace Ronchi.Frames;

/// <summary>A file that is open for writing, and locked: neither another program nor anybody else in this one gets it meanwhile. The system
/// takes the lock away when the process ends, however it ends.</summary>
/// <remarks>A lock of .NET's own is taken by no program whose reading takes none (<c>System.IO.DisableFileLocking</c>); this is another.
/// It holds against other processes, and a list of names against this one, whose locks end with any stream of the file that is
/// closed.</remarks>
public sealed class HeldFile : IDisposable
{
    private const int LockedOnLinux = 11, LockedOnMac = 35, LockedOnWindows = 32;   // EWOULDBLOCK, ERROR_SHARING_VIOLATION
    private static readonly HashSet<string> Own = new(StringComparer.Ordinal);

    private HeldFile(FileStream stream, bool isLocked) => (Stream, IsLocked) = (stream, isLocked);

    /// <summary>The file, for reading and writing; closed with the hold.</summary>
    public FileStream Stream { get; }

    /// <summary>Whether other programs are kept out: some file systems have no locks.</summary>
    public bool IsLocked { get; }

    /// <summary>Opens and locks a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">Whether it is made.</param>
    /// <param name="bufferBytes">What the stream buffers; 0: nothing.</param>
    /// <param name="isPrivate">Whether a file that is made may be read by its owner only; Windows leaves that to its folder.</param>
    /// <returns>Null: somebody else holds it, or removed it at this moment.</returns>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static HeldFile? TryOpen(string path, FileMode mode, int bufferBytes = 0, bool isPrivate = false)
    {
        var full = Path.GetFullPath(path);
        lock (Own)
        {
            if (!Own.Add(full))
                return null;
        }

        FileStream? stream = null;
        var isHeld = false;
        try
        {
            var options = new FileStreamOptions
            {
                Mode = mode,
                Access = FileAccess.ReadWrite,
                Share = FileShare.Read,
                BufferSize = bufferBytes,
            };
            if (isPrivate && !OperatingSystem.IsWindows() && mode != FileMode.Open)
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            stream = new FileStream(full, options);
            var isLocked = Lock(stream);
            isHeld = File.Exists(full);   // who held it before may have removed it
            return isHeld ? new(stream, isLocked) : null;
        }
        catch (IOException e) when (IsTaken(e))
        {
            return null;
        }
        finally
        {
            if (!isHeld)
            {
                stream?.Dispose();
                Forget(full);
            }
        }
    }

    /// <summary>Lets the file go.</summary>
    public void Dispose()
    {
        var path = Stream.Name;
        try
        {
            Stream.Dispose();
        }
        finally
        {
            Forget(path);
        }
    }

    private static bool Lock(FileStream stream)
    {
        if (!OperatingSystem.IsLinux())
            return OperatingSystem.IsWindows();   // where opening it keeps others out
        try
        {
            stream.Lock(0, 1);
            return true;
        }
        catch (IOException e) when (!IsTaken(e))
        {
            return false;
        }
    }

    private static bool IsTaken(IOException e) => (e.HResult & 0xFFFF)
        == (OperatingSystem.IsWindows() ? LockedOnWindows : OperatingSystem.IsMacOS() ? LockedOnMac : LockedOnLinux);

    private static void Forget(string path)
    {
        lock (Own)
            Own.Remove(path);
    }
}
