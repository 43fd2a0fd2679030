using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Ronchi.Frames;

namespace Ronchi.Sources.Carrying;

/// <summary>
/// Which frames of a file that is not complete are in it for good, and where: a file beside it that is only appended to. What was being
/// appended when the program was killed is not believed.
/// </summary>
internal sealed class FrameJournal : IDisposable
{
    private const int MarkBytes = 32, HeaderBytes = MarkBytes + sizeof(long), EntryBytes = (2 * sizeof(long)) + sizeof(int);
    private const int CountBytes = sizeof(int), SumBytes = 8;

    private readonly FileStream _stream;
    private readonly byte[] _mark;
    private readonly long _length;
    private readonly Dictionary<long, (long Address, int Bytes)> _saved = [];

    /// <summary>Opens the journal of a file, or begins it.</summary>
    /// <param name="path">The file as it will be called.</param>
    /// <param name="data">What it will hold: of anything else nothing is gone on with.</param>
    /// <exception cref="IOException">Another program writes that file now, or its folder cannot be written to.</exception>
    public FrameJournal(string path, SinkDescription data)
    {
        var full = Path.GetFullPath(path);
        FilePath = Path.Combine(Path.GetDirectoryName(full)!, $".{Path.GetFileName(full)}.unfinished");
        _mark = SHA256.HashData(Encoding.UTF8.GetBytes($"{data.Provenance}\n{data.Shape.Full}\n{data.ElementType}"));
        try
        {
            _stream = new FileStream($"{FilePath}.journal", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            Hold(_stream);
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
        catch (IOException e) when (IsHeld(e))
        {
            _stream?.Dispose();
            throw Held(path, e);
        }

        _length = File.Exists(FilePath) ? new FileInfo(FilePath).Length : 0;
    }

    /// <summary>The file while it is not complete.</summary>
    public string FilePath { get; }

    /// <summary>The frames that are in the file, with their place and length.</summary>
    public IReadOnlyDictionary<long, (long Address, int Bytes)> Saved => _saved;

    /// <summary>The numbers of these frames.</summary>
    public FrameSet Frames
    {
        get
        {
            var runs = new List<FrameRange>();
            foreach (var frame in _saved.Keys.Order())
            {
                if (runs.Count > 0 && runs[^1].End == frame)
                    runs[^1] = new(runs[^1].Start, runs[^1].Count + 1);
                else
                    runs.Add(new(frame, 1));
            }

            return FrameSet.Of(runs);
        }
    }

    // A program whose reading takes no locks of files takes none for writing either (System.IO.DisableFileLocking); this is another lock.
    private static void Hold(FileStream journal)
    {
        if (OperatingSystem.IsLinux())
            journal.Lock(0, 1);
    }

    /// <summary>Whether a file could not be opened because somebody else writes it.</summary>
    public static bool IsHeld(IOException e)
    {
        const int linux = 11, mac = 35, windows = 32;   // EWOULDBLOCK of a lock, ERROR_SHARING_VIOLATION
        return (e.HResult & 0xFFFF) == (OperatingSystem.IsWindows() ? windows : OperatingSystem.IsMacOS() ? mac : linux);
    }

    /// <summary>Says so.</summary>
    /// <param name="path">The file as it will be called.</param>
    /// <param name="e">What the system said.</param>
    public static IOException Held(string path, IOException e) =>
        new($"{path}: another program is writing this file; wait until it is done, or choose another name.", e);

    /// <summary>Reads what was saved of the same frames, behind the same first bytes; otherwise the journal begins anew.</summary>
    /// <param name="start">Bytes before the first frame.</param>
    public void Begin(long start)
    {
        var header = new byte[HeaderBytes];
        _mark.CopyTo(header, 0);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(MarkBytes), start);
        var stored = new byte[HeaderBytes];
        var end = 0L;
        if (_stream.ReadAtLeast(stored, HeaderBytes, throwOnEndOfStream: false) == HeaderBytes && stored.AsSpan().SequenceEqual(header))
        {
            do
                end = _stream.Position;
            while (ReadPiece());
        }

        _stream.SetLength(end);
        _stream.Position = end;
        if (end > 0)
            return;
        _stream.Write(header);
        _stream.Flush(flushToDisk: true);
    }

    /// <summary>Says that frames are in the file for good: they were written out before.</summary>
    public void Append(IReadOnlyCollection<(long Frame, long Address, int Bytes)> frames)
    {
        if (frames.Count == 0)
            return;
        var piece = new byte[CountBytes + (frames.Count * EntryBytes) + SumBytes];
        BinaryPrimitives.WriteInt32LittleEndian(piece, frames.Count);
        var at = CountBytes;
        foreach (var (frame, address, bytes) in frames)
        {
            BinaryPrimitives.WriteInt64LittleEndian(piece.AsSpan(at), frame);
            BinaryPrimitives.WriteInt64LittleEndian(piece.AsSpan(at + 8), address);
            BinaryPrimitives.WriteInt32LittleEndian(piece.AsSpan(at + 16), bytes);
            at += EntryBytes;
            _saved[frame] = (address, bytes);
        }

        SHA256.HashData(piece.AsSpan(0, at)).AsSpan(0, SumBytes).CopyTo(piece.AsSpan(at));
        _stream.Write(piece);
        _stream.Flush(flushToDisk: true);
    }

    /// <summary>Removes the journal: the file is complete.</summary>
    public void Delete()
    {
        // While it is still held, where the system can: who opens it in between would hold a file that is gone.
        if (OperatingSystem.IsWindows())
            _stream.Dispose();
        File.Delete(_stream.Name);
        _stream.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private bool ReadPiece()
    {
        Span<byte> count = stackalloc byte[CountBytes];
        if (_stream.ReadAtLeast(count, CountBytes, throwOnEndOfStream: false) < CountBytes)
            return false;
        var frames = BinaryPrimitives.ReadInt32LittleEndian(count);
        var rest = (frames * (long)EntryBytes) + SumBytes;
        if (frames <= 0 || rest > _stream.Length - _stream.Position)
            return false;
        var piece = new byte[CountBytes + rest];
        count.CopyTo(piece);
        _stream.ReadExactly(piece, CountBytes, (int)rest);
        var entries = piece.AsSpan(0, piece.Length - SumBytes);
        if (!SHA256.HashData(entries).AsSpan(0, SumBytes).SequenceEqual(piece.AsSpan(piece.Length - SumBytes)))
            return false;
        var read = new List<(long Frame, long Address, int Bytes)>(frames);
        for (var at = CountBytes; at < entries.Length; at += EntryBytes)
            read.Add((
                BinaryPrimitives.ReadInt64LittleEndian(entries[at..]),
                BinaryPrimitives.ReadInt64LittleEndian(entries[(at + 8)..]),
                BinaryPrimitives.ReadInt32LittleEndian(entries[(at + 16)..])));
        if (read.Exists(entry => entry.Address + entry.Bytes > _length))
            return false;   // the file is another, or was cut
        foreach (var (frame, address, bytes) in read)
            _saved[frame] = (address, bytes);
        return true;
    }
}
