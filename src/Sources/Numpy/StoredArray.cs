using Microsoft.Win32.SafeHandles;
using Ronchi.Frames;
using Ronchi.Frames.Numpy;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Numpy;

/// <summary>One array of numbers in an <c>.npz</c> file, read where it lies, as far as somebody looks.</summary>
/// <remarks>
/// It is read by position and not mapped: who holds values must not lose them with the map, and a file that is shortened meanwhile is told,
/// not deadly.
/// </remarks>
public sealed class StoredArray
{
    private readonly SafeFileHandle _file;
    private readonly string _path;
    private readonly long _at;

    private StoredArray(SafeFileHandle file, string path, string name, NpyHeader header, long at)
    {
        (_file, _path, _at) = (file, path, at);
        (Name, Type, Shape) = (name, header.Type, new Extent(header.Shape.AsSpan()));
        ByteCount = header.Count * header.Type.Size();
    }

    /// <summary>Its name in the archive, without <c>.npy</c>.</summary>
    public string Name { get; }

    /// <summary>Type of the values.</summary>
    public ElementType Type { get; }

    /// <summary>Length of each axis, slowest first.</summary>
    public Extent Shape { get; }

    /// <summary>Bytes of all values, which the file holds.</summary>
    public long ByteCount { get; }

    /// <summary>Finds an array; null: the archive has none of that name.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">Name of the array.</param>
    /// <exception cref="SourceException">The file cannot be read or is damaged, or the array cannot be read in place: it is compressed,
    /// big-endian, in
    /// Fortran order, or no numbers.</exception>
    public static StoredArray? Find(string path, string name)
    {
        RegularFile.Require(path);
        SafeFileHandle? file = null;
        try
        {
            file = File.OpenHandle(path);
            var entry = ZipDirectory.Read(file).Find(entry => entry.Name == $"{name}.npy");
            var found = entry is null ? null : In(file, path, name, entry);
            if (found is null)
                file.Dispose();
            return found;
        }
        catch (Exception e)
        {
            file?.Dispose();
            throw e switch
            {
                InvalidDataException => new SourceException(path, e.Message, offset: null, e),
                IOException or UnauthorizedAccessException =>
                    new SourceException(path, $"the archive cannot be read: {RegularFile.Reason(e)}.", offset: null, e),
                _ => e,
            };
        }
    }

    /// <summary>Reads some bytes of the values, little-endian.</summary>
    /// <param name="offset">Where they begin.</param>
    /// <param name="into">Takes them.</param>
    /// <exception cref="SourceException">The file was shortened since it was opened, or the disk failed.</exception>
    public void Read(long offset, Span<byte> into)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, ByteCount - into.Length);
        try
        {
            for (var done = 0; done < into.Length;)
            {
                var read = RandomAccess.Read(_file, into[done..], _at + offset + done);
                if (read == 0)
                    throw new SourceException(_path, $"the file was shortened while '{Name}' was read.", _at + offset + done);
                done += read;
            }
        }
        catch (IOException e)
        {
            throw new SourceException(_path, $"'{Name}' cannot be read: {RegularFile.Reason(e)}.", _at + offset, e);
        }
    }

    private static StoredArray In(SafeFileHandle file, string path, string name, ZipDirectory.Entry entry)
    {
        if (entry.Method != 0 || entry.IsEncrypted)
            throw new SourceException(
                path, $"'{name}' is compressed in the archive; save it again with numpy.savez, which leaves arrays as they are.");
        var at = ZipDirectory.DataOffset(file, entry);
        using var head = new MemoryStream(Head(file, at, entry.StoredBytes));
        var header = NpyHeader.Read(head);
        if (header.BigEndian || (header.FortranOrder && header.Shape.Length > 1))
            throw new SourceException(
                path,
                $"'{name}' is {(header.BigEndian ? "big-endian" : "in Fortran order")}; save it again as "
                + "numpy.ascontiguousarray of little-endian values.");
        var bytes = header.Count * header.Type.Size();
        if (bytes > entry.StoredBytes - header.DataOffset)
            throw new SourceException(
                path,
                $"'{name}' is truncated: its header declares {bytes} bytes of values, but the archive holds "
                + $"{Math.Max(entry.StoredBytes - header.DataOffset, 0)}.",
                at);
        return new(file, path, name, header, at + header.DataOffset);
    }

    private static byte[] Head(SafeFileHandle file, long at, long stored)
    {
        const int LongestHead = 1 << 16;
        var head = new byte[Math.Min(stored, LongestHead)];
        var length = RandomAccess.Read(file, head, at);
        return head[..length];
    }
}
