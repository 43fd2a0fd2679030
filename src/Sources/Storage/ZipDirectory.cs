using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Ronchi.Frames;

namespace Ronchi.Sources.Storage;

/// <summary>
/// What a ZIP file holds and where (PKWARE APPNOTE 6.3.10, with 64-bit sizes): the library's reader does not tell where stored entries lie,
/// so that they could be read in place.
/// </summary>
internal static class ZipDirectory
{
    private const int EndBytes = 22;
    private const int LongestComment = ushort.MaxValue;
    private const int LongestDirectory = 1 << 26;
    private const int EntryBytes = 46;
    private const int LocalBytes = 30;

    /// <summary>One file inside.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Method">0: stored; 8: deflated.</param>
    /// <param name="IsEncrypted">Whether a password is needed.</param>
    /// <param name="StoredBytes">Bytes in the archive.</param>
    /// <param name="Bytes">Bytes when it is unpacked.</param>
    /// <param name="HeaderOffset">Where its local header begins.</param>
    public sealed record Entry(string Name, int Method, bool IsEncrypted, long StoredBytes, long Bytes, long HeaderOffset);

    /// <summary>Lists the entries.</summary>
    /// <exception cref="InvalidDataException">The directory is missing or damaged.</exception>
    public static List<Entry> Read(SafeFileHandle file)
    {
        var length = RandomAccess.GetLength(file);
        var tail = Bytes(file, Math.Max(0, length - EndBytes - LongestComment), (int)Math.Min(length, EndBytes + LongestComment), length);
        var end = tail.AsSpan().LastIndexOf("PK\x05\x06"u8);
        if (end < 0 || end > tail.Length - EndBytes)
            throw new InvalidDataException("the archive is truncated: it has no directory at its end.");
        long size = U32(tail, end + 12), offset = U32(tail, end + 16);
        if (offset == uint.MaxValue || size == uint.MaxValue
            || BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(end + 10)) == ushort.MaxValue)
            (size, offset) = Long(file, tail.AsSpan(0, end), length);
        if (size > LongestDirectory)
            throw new InvalidDataException($"the archive's directory declares {size} bytes; at most {LongestDirectory} are accepted.");
        var directory = Bytes(file, offset, (int)size, length);
        var entries = new List<Entry>();
        for (var at = 0; at < directory.Length;)
            entries.Add(Parse(directory, ref at));
        return entries;
    }

    /// <summary>Where the bytes of an entry begin.</summary>
    /// <exception cref="InvalidDataException">Its local header is damaged, or it does not lie in the file.</exception>
    public static long DataOffset(SafeFileHandle file, Entry entry)
    {
        var length = RandomAccess.GetLength(file);
        var header = Bytes(file, entry.HeaderOffset, LocalBytes, length);
        if (!header.AsSpan().StartsWith("PK\x03\x04"u8))
            throw Damaged();
        var offset = entry.HeaderOffset + LocalBytes + BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(26))
            + BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(28));
        return entry.StoredBytes >= 0 && offset <= length - entry.StoredBytes ? offset : throw Damaged();
    }

    private static Entry Parse(byte[] directory, ref int at)
    {
        if (at > directory.Length - EntryBytes || !directory.AsSpan(at).StartsWith("PK\x01\x02"u8))
            throw Damaged();
        var span = directory.AsSpan(at);
        int name = BinaryPrimitives.ReadUInt16LittleEndian(span[28..]), extra = BinaryPrimitives.ReadUInt16LittleEndian(span[30..]),
            comment = BinaryPrimitives.ReadUInt16LittleEndian(span[32..]);
        if (EntryBytes + name + extra + comment > span.Length)
            throw Damaged();
        long stored = U32(directory, at + 20), bytes = U32(directory, at + 24), header = U32(directory, at + 42);
        // The 64-bit numbers stand in the order of the 32-bit ones that are full.
        for (var field = span.Slice(EntryBytes + name, extra); field.Length >= 4;)
        {
            int id = BinaryPrimitives.ReadUInt16LittleEndian(field), size = BinaryPrimitives.ReadUInt16LittleEndian(field[2..]);
            if (size > field.Length - 4)
                throw Damaged();
            var values = field.Slice(4, size);
            if (id == 1)
            {
                bytes = Take(bytes, ref values);
                stored = Take(stored, ref values);
                header = Take(header, ref values);
            }

            field = field[(4 + size)..];
        }

        at += EntryBytes + name + extra + comment;
        return new(
            Encoding.UTF8.GetString(span.Slice(EntryBytes, name)),
            BinaryPrimitives.ReadUInt16LittleEndian(span[10..]), (span[8] & 1) != 0, stored, bytes, header);
    }

    private static long Take(long number, ref Span<byte> values)
    {
        if (number != uint.MaxValue)
            return number;
        if (values.Length < 8 || BinaryPrimitives.ReadInt64LittleEndian(values) is var wide && wide < 0)
            throw Damaged();
        values = values[8..];
        return wide;
    }

    private static (long Size, long Offset) Long(SafeFileHandle file, ReadOnlySpan<byte> before, long length)
    {
        const int LocatorBytes = 20, RecordBytes = 56;
        var locator = before.LastIndexOf("PK\x06\x07"u8);
        if (locator < 0 || locator > before.Length - LocatorBytes)
            throw Damaged();
        var record = Bytes(file, BinaryPrimitives.ReadInt64LittleEndian(before[(locator + 8)..]), RecordBytes, length);
        if (!record.AsSpan().StartsWith("PK\x06\x06"u8))
            throw Damaged();
        var (size, offset) = (
            BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(40)), BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(48)));
        return size >= 0 && offset >= 0 ? (size, offset) : throw Damaged();
    }

    private static byte[] Bytes(SafeFileHandle file, long offset, int count, long length)
    {
        if (offset < 0 || offset > length - count)
            throw Damaged();
        var bytes = new byte[count];
        for (var done = 0; done < count;)
        {
            var read = RandomAccess.Read(file, bytes.AsSpan(done), offset + done);
            if (read == 0)
                throw Damaged();
            done += read;
        }

        return bytes;
    }

    private static long U32(byte[] bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(offset));

    private static InvalidDataException Damaged() => new("the archive's directory is damaged.");
}
