using Microsoft.Win32.SafeHandles;

namespace Ronchi.Engine;

/// <summary>A temporary file for rows that memory has no room for; used by several threads.</summary>
/// <remarks>
/// It loses its name as soon as it is open (Windows: when it is closed), so that nothing is left behind whatever happens to the run or the
/// process; its room is given back when the last result that lies in it is.
/// </remarks>
internal sealed class TemporaryRows
{
    private readonly SafeFileHandle _file;
    private readonly string _folder;
    private long _length;

    /// <param name="folder">Where to put it; null: where the system puts temporary files.</param>
    /// <exception cref="IOException">It cannot be created.</exception>
    public TemporaryRows(string? folder)
    {
        _folder = folder ?? Path.GetTempPath();
        var path = Path.Combine(_folder, $"ronchi-{Path.GetRandomFileName()}.rows");
        try
        {
            _file = File.OpenHandle(
                path,
                FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None,
                OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None);
            if (!OperatingSystem.IsWindows())
                File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(e);
        }
    }

    /// <summary>Appends bytes.</summary>
    /// <returns>Where they begin.</returns>
    /// <exception cref="IOException">The disk is full.</exception>
    public long Write(ReadOnlySpan<byte> bytes)
    {
        var at = Interlocked.Add(ref _length, bytes.Length) - bytes.Length;
        try
        {
            RandomAccess.Write(_file, bytes, at);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(e);
        }

        return at;
    }

    /// <summary>Reads bytes that were written.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public byte[] Read(long offset, int count)
    {
        var bytes = new byte[count];
        for (var done = 0; done < count;)
        {
            var read = RandomAccess.Read(_file, bytes.AsSpan(done), offset + done);
            if (read == 0)
                throw new IOException($"{_folder}: a temporary file for rows of results ended early; the disk may be damaged.");
            done += read;
        }

        return bytes;
    }

    private IOException Failed(Exception e) => new(
        $"{_folder}: rows of results that exceed the memory for them cannot be written there ({e.Message.Split(" : '")[0].TrimEnd('.')}); "
        + "make room, or choose another folder for temporary files.",
        e);
}
