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
    private const string Extension = ".journal";

    private readonly string _path;
    private readonly HeldFile _held;
    private readonly byte[] _mark;
    private readonly long _length;
    private readonly Dictionary<long, (long Address, int Bytes)> _saved = [];

    /// <summary>Opens the journal of a file, or begins it.</summary>
    /// <param name="path">The file as it will be called.</param>
    /// <param name="data">What it will hold: of anything else nothing is gone on with.</param>
    /// <param name="bufferBytes">What the stream of the file buffers; 0: nothing.</param>
    /// <exception cref="IOException">Another program writes that file now, or its folder cannot be written to.</exception>
    public FrameJournal(string path, SinkDescription data, int bufferBytes = 0)
    {
        _path = Path.GetFullPath(path);
        _mark = SHA256.HashData(Encoding.UTF8.GetBytes($"{data.Provenance}\n{data.Shape.Full}\n{data.ElementType}"));
        HeldFile? held = null;
        try
        {
            held = HeldFile.TryOpen(NameOf(_path) + Extension, FileMode.OpenOrCreate)
                ?? throw new IOException(
                    $"{path}: another program is writing this file; wait until it is done, or choose another name.");
            // Whoever has the journal has the file.
            File = new(NameOf(_path), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferBytes);
            (_held, _length) = (held, File.Length);
        }
        catch (Exception e)
        {
            held?.Dispose();
            throw e switch
            {
                PathTooLongException => new IOException($"{path}: the name is too long for its folder; choose a shorter one.", e),
                UnauthorizedAccessException or FileNotFoundException or DirectoryNotFoundException => new IOException(
                    $"{path}: cannot create a file in its folder; choose another folder, or ask for permission to write there.", e),
                _ => e,
            };
        }
    }

    /// <summary>The file, which is called <c>.NAME.unfinished</c> until it is complete.</summary>
    public FileStream File { get; }

    private FileStream Stream => _held.Stream;

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

    /// <summary>Removes what is there of a file that nobody goes on with any more: it has been written in another way.</summary>
    /// <param name="path">The file as it is called.</param>
    public static void RemoveDead(string path)
    {
        var (file, journal) = (NameOf(path), NameOf(path) + Extension);
        if (!System.IO.File.Exists(journal))
            return;
        try
        {
            using var held = HeldFile.TryOpen(journal, FileMode.Open);
            if (held is not { IsLocked: true })
                return;
            System.IO.File.Delete(file);
            if (OperatingSystem.IsWindows())
                held.Dispose();
            System.IO.File.Delete(journal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is somebody else's: the file that was written is complete all the same.
        }
    }

    /// <summary>Reads what was saved of the same frames, behind the same first bytes; otherwise the journal begins anew.</summary>
    /// <param name="start">Bytes before the first frame.</param>
    public void Begin(long start)
    {
        var header = new byte[HeaderBytes];
        _mark.CopyTo(header, 0);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(MarkBytes), start);
        var stored = new byte[HeaderBytes];
        var end = 0L;
        if (Stream.ReadAtLeast(stored, HeaderBytes, throwOnEndOfStream: false) == HeaderBytes && stored.AsSpan().SequenceEqual(header))
        {
            do
                end = Stream.Position;
            while (ReadPiece());
        }

        Stream.SetLength(end);
        Stream.Position = end;
        if (end > 0)
            return;
        Stream.Write(header);
        Stream.Flush(flushToDisk: true);
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
        Stream.Write(piece);
        Stream.Flush(flushToDisk: true);
    }

    /// <summary>Gives the file its name, and removes the journal.</summary>
    /// <param name="overwrite">Whether a file of that name is replaced.</param>
    /// <exception cref="IOException">A file of that name has appeared meanwhile.</exception>
    public void Complete(bool overwrite)
    {
        File.Dispose();
        System.IO.File.Move(File.Name, _path, overwrite);
        // While it is still held, where the system can: who opens it in between would hold a file that is gone.
        if (OperatingSystem.IsWindows())
            _held.Dispose();
        System.IO.File.Delete(Stream.Name);
        _held.Dispose();
    }

    /// <inheritdoc/>
    /// <remarks>What was saved stays, to be gone on with.</remarks>
    public void Dispose()
    {
        try
        {
            File.Dispose();
        }
        finally
        {
            _held.Dispose();
        }
    }

    private static string NameOf(string path) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, $".{Path.GetFileName(path)}.unfinished");

    private bool ReadPiece()
    {
        Span<byte> count = stackalloc byte[CountBytes];
        if (Stream.ReadAtLeast(count, CountBytes, throwOnEndOfStream: false) < CountBytes)
            return false;
        var frames = BinaryPrimitives.ReadInt32LittleEndian(count);
        var rest = (frames * (long)EntryBytes) + SumBytes;
        if (frames <= 0 || rest > Stream.Length - Stream.Position)
            return false;
        var piece = new byte[CountBytes + rest];
        count.CopyTo(piece);
        Stream.ReadExactly(piece, CountBytes, (int)rest);
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
