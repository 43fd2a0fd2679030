using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Ronchi.Pictures;

/// <summary>Reads the texts that stand beside the arrays in a <c>.npz</c>: <c>axes</c>, <c>columns</c>, <c>graph</c>, …</summary>
public static class ArchiveText
{
    private const int MostBytes = 16 << 20;

    /// <summary>A text; null: there is none of that name, or it cannot be read.</summary>
    /// <param name="path">A <c>.npz</c>.</param>
    /// <param name="name">Its name. Where an array has taken it, it is called <c>_NAME</c>.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string? Find(string path, string name)
    {
        ArgumentNullException.ThrowIfNull(path);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            return Find(stream, name);
        }
        catch (InvalidDataException)
        {
            return null;   // damaged: whoever reads its values says so
        }
    }

    /// <inheritdoc cref="Find(string, string)"/>
    /// <exception cref="InvalidDataException">The archive is damaged.</exception>
    internal static string? Find(FileStream stream, string name)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
        foreach (var entry in archive.Entries.Where(
            entry => entry.FullName.TrimStart('_') == $"{name}.npy" && entry.Length is > 0 and <= MostBytes))
        {
            using var content = entry.Open();
            var bytes = new byte[entry.Length];
            var length = content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (TextOf(bytes.AsSpan(0, length)) is { } text)
                return text;
        }

        return null;
    }

    // A NumPy text: version 1.0, little-endian UTF-32.
    private static string? TextOf(ReadOnlySpan<byte> npy)
    {
        if (npy.Length < 10 || npy[0] != 0x93 || !npy[1..6].SequenceEqual("NUMPY"u8) || npy[6] != 1)
            return null;
        var begin = 10 + BinaryPrimitives.ReadUInt16LittleEndian(npy[8..]);
        return begin <= npy.Length && npy[10..begin].IndexOf("'<U"u8) >= 0 ? Encoding.UTF32.GetString(npy[begin..]).TrimEnd('\0') : null;
    }
}
