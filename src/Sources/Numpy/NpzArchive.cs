using System.IO.Compression;
using Microsoft.Win32.SafeHandles;
using Ronchi.Frames;
using Ronchi.Frames.Numpy;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Numpy;

/// <summary>
/// Finds the array of an <c>.npz</c> file that holds frames. A stored array is read in place; a deflated one is unpacked into a temporary
/// file first.
/// </summary>
internal static class NpzArchive
{
    private const int Stored = 0;
    private const int Deflated = 8;
    private const int MostArrays = 1000;
    private const int ListedArrays = 12;
    private const int HighestRatio = 1100;   // deflate makes 1032 bytes of one at most
    private const long MostUnpackedBytes = 4L << 30;
    private const string Extension = ".npy";
    private const string UnpackedName = "ronchi-unpacked.npy";   // of temporary files
    private const string Rows = "_values";

    private sealed record Array(ZipDirectory.Entry Entry, NpyHeader Header)
    {
        public string Name => Entry.Name[..^Extension.Length];

        public override string ToString() => $"{Name} ({new Extent(Header.Shape.AsSpan())} {Header.Type.Name()})";
    }

    /// <summary>Whether a ZIP file holds any <c>.npy</c> array; also one that is damaged behind its directory.</summary>
    public static bool HasArrays(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            return ZipDirectory.Read(file).Exists(static entry => entry.Name.EndsWith(Extension, StringComparison.Ordinal));
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase);
        }
    }

    /// <summary>
    /// Opens the array that the options name, or the only one that can be a scan, or else the only one that can be a frame.
    /// </summary>
    /// <exception cref="SourceException">There is none, or several; or the archive is damaged.</exception>
    /// <exception cref="ArgumentException">The scan shape does not fit the frames.</exception>
    public static IFrameSource Open(string path, OpenOptions options)
    {
        try
        {
            using var file = File.OpenHandle(path);
            var (arrays, unread) = Arrays(file);
            if (arrays.Count == 0)
                throw new SourceException(path, $"no array in this NumPy archive holds numbers{(unread is null ? "." : $"; {unread}")}");
            return Open(path, file, Choose(path, arrays, options.Of<DatasetOptions>().Dataset), options);
        }
        catch (InvalidDataException e)
        {
            throw new SourceException(path, e.Message, offset: null, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceException(path, $"the archive cannot be read: {RegularFile.Reason(e)}.", offset: null, e);
        }
    }

    // Arrays of texts and records, and damaged ones, are no frames: what is wrong with the first is told when there is nothing else.
    private static (List<Array> Arrays, string? Unread) Arrays(SafeFileHandle file)
    {
        var arrays = new List<Array>();
        string? unread = null;
        foreach (var entry in ZipDirectory.Read(file)
            .Where(static entry => entry.Name.EndsWith(Extension, StringComparison.Ordinal))
            .Take(MostArrays))
        {
            try
            {
                using var stream = Unpack(file, entry);
                arrays.Add(new(entry, NpyHeader.Read(stream)));
            }
            catch (InvalidDataException e)
            {
                unread ??= $"{entry.Name[..^Extension.Length]}: {e.Message}";
            }
        }

        return (arrays, unread);
    }

    private static Array Choose(string path, List<Array> arrays, string? named)
    {
        if (named is not null)
        {
            return arrays.Find(array => array.Name == named || array.Entry.Name == named)
                ?? throw new SourceException(path, $"there is no array of numbers '{named}' in this archive; {Listed(arrays)}.");
        }

        var frames = arrays.FindAll(
            array => array.Header.Shape.Length >= 2 && array.Header.Count > 0 && !array.Header.Type.IsComplex()
                && !IsBeside(array, arrays));
        var scans = frames.FindAll(static array => array.Header.Shape.Length >= 3);
        return (scans.Count, frames.Count) switch
        {
            (1, _) => scans[0],
            (0, 1) => frames[0],
            (0, 0) when arrays.FindAll(array => IsRows(array, arrays)) is { Count: > 0 } rows =>
                throw new SourceException(
                    path,
                    "this NumPy archive holds results with rows for each scan position "
                    + $"({string.Join(", ", rows.Take(ListedArrays).Select(static array => array.Name[..^Rows.Length]))}), and no frames; "
                    + "'ronchi info' tells about them."),
            (0, 0) =>
                throw new SourceException(
                    path,
                    $"no array in this NumPy archive can hold frames, which need real numbers and at least two axes; {Listed(arrays)}."),
            _ =>
                throw new SourceException(
                    path,
                    "several arrays in this NumPy archive could hold the frames: choose one with --dataset NAME; "
                    + $"{Listed(scans.Count > 0 ? scans : frames)}."),
        };
    }

    // Masks say which pixels of other results are measured.
    private static bool IsBeside(Array array, List<Array> arrays) =>
        array.Header.Type == ElementType.Bool
            ? array.Name is "detector_mask" or "scan_mask" || array.Name.EndsWith(".mask", StringComparison.Ordinal)
            : IsRows(array, arrays);

    // Rows of a vectors result are lists for each position of another scan.
    private static bool IsRows(Array array, List<Array> arrays) =>
        array.Header.Shape.Length == 2 && array.Name.EndsWith(Rows, StringComparison.Ordinal)
            && arrays.Exists(other => other.Name == $"{array.Name[..^Rows.Length]}_offsets"
                && other.Header is { Type: ElementType.I64, Shape.Length: 1 });

    private static NpySource Open(string path, SafeFileHandle file, Array array, OpenOptions options)
    {
        var entry = array.Entry;
        if (entry.Method == Stored)
            return NpySource.Open(
                new NpyPlace(
                    path, ZipDirectory.DataOffset(file, entry), entry.StoredBytes, path, "NumPy archive", "uncompressed", array.Name),
                options);
        if (options.Of<MapOptions>().Map)
            throw new ArgumentException(
                $"--map maps uncompressed files, but the array {array.Name} in {path} is compressed: leave the option out.");
        var bytes = array.Header.DataOffset + (array.Header.Count * array.Header.Type.Size());
        if (bytes > MostUnpackedBytes)
            throw new SourceException(
                path,
                $"the array {array.Name} of {bytes} bytes is compressed in the archive; unpack it with 'unzip' and open {entry.Name}.");
        if (bytes / HighestRatio > entry.StoredBytes)
            throw new SourceException(
                path,
                $"the array {array.Name} is truncated: {entry.StoredBytes} stored bytes cannot hold the {bytes} that its header declares.");
        // It never gets its name: the open file stays readable without one, so that nothing is left behind.
        using var unpacked = new PartFile(Path.Combine(Path.GetTempPath(), UnpackedName));
        using (var from = Unpack(file, entry))
            Copy(from, unpacked.Stream, bytes);
        unpacked.Stream.Flush();
        return NpySource.Open(new NpyPlace(unpacked.Stream.Name, 0, bytes, path, "NumPy archive", "deflate", array.Name), options);
    }

    private static void Copy(Stream from, Stream to, long count)
    {
        var buffer = new byte[1 << 16];
        while (count > 0)
        {
            var read = from.Read(buffer.AsSpan(0, (int)Math.Min(buffer.Length, count)));
            if (read == 0)
                throw new InvalidDataException($"an array is truncated, {count} bytes short.");
            to.Write(buffer.AsSpan(0, read));
            count -= read;
        }
    }

    private static Stream Unpack(SafeFileHandle file, ZipDirectory.Entry entry)
    {
        if (entry.IsEncrypted)
            throw new InvalidDataException($"{entry.Name} is encrypted.");
        var stored = new StoredBytes(file, ZipDirectory.DataOffset(file, entry), entry.StoredBytes);
        return entry.Method switch
        {
            Stored => stored,
            Deflated => new DeflateStream(stored, CompressionMode.Decompress),
            _ =>
                throw new InvalidDataException(
                    $"{entry.Name} is compressed with ZIP method {entry.Method}; only stored and deflated arrays can be read."),
        };
    }

    private static string Listed(List<Array> arrays) =>
        $"there are {string.Join(", ", arrays.Take(ListedArrays))}{(arrays.Count > ListedArrays ? ", …" : "")}";

    /// <summary>A part of a file as a stream.</summary>
    private sealed class StoredBytes(SafeFileHandle file, long start, long length) : Stream
    {
        private long _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get => _at; set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            var read = RandomAccess.Read(file, buffer[..(int)Math.Min(buffer.Length, length - _at)], start + _at);
            _at += read;
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
