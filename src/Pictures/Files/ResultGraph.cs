using System.Buffers.Binary;
using System.Text;

namespace Ronchi.Pictures;

/// <summary>Reads from a file of results how they were made: what <see cref="RunRecord.Graph"/> said when they were saved.</summary>
public static class ResultGraph
{
    private const int MostBytes = 16 << 20;
    private const int DescriptionBytes = 1 << 20;

    /// <summary>The text that was saved; null: the file has none, or is of another kind.</summary>
    /// <param name="path">A <c>.npz</c>, <c>.png</c> or <c>.tif</c>.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string? Find(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        Span<byte> start = stackalloc byte[8];
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        start = start[..length];
        try
        {
            return start switch
            {
                [(byte)'P', (byte)'K', ..] => ArchiveText.Find(stream, "graph"),
                [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => OfPng(stream),
                [(byte)'I', (byte)'I', ..] => OfTiff(stream),
                _ => null,
            };
        }
        catch (InvalidDataException)
        {
            return null;   // damaged: whoever reads its values says so
        }
    }

    private static string? OfPng(FileStream stream)
    {
        stream.Position = 8;
        Span<byte> head = stackalloc byte[8];
        while (stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length)
        {
            long length = BinaryPrimitives.ReadUInt32BigEndian(head);
            if (head[4..].SequenceEqual("IEND"u8))
                return null;
            if (head[4..].SequenceEqual("iTXt"u8) && length <= MostBytes)
            {
                var text = new byte[length];
                if (stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false) < text.Length)
                    return null;
                // Keyword, not compressed, no language, no translation.
                if (text.AsSpan().StartsWith("Graph\0\0\0\0\0"u8))
                    return Encoding.UTF8.GetString(text.AsSpan(10));
                length = 0;
            }

            stream.Seek(length + 4, SeekOrigin.Current);
        }

        return null;
    }

    // The description of the first page stands before the pages: lines of KEY=TEXT behind that of ImageJ.
    private static string? OfTiff(FileStream stream)
    {
        var bytes = new byte[Math.Min(stream.Length, DescriptionBytes)];
        var text = Encoding.UTF8.GetString(bytes.AsSpan(0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)));
        var begin = text.IndexOf("ImageJ=", StringComparison.Ordinal);
        var graph = begin < 0 ? -1 : text.IndexOf("\ngraph=", begin, StringComparison.Ordinal);
        if (graph < 0)
            return null;
        graph += "\ngraph=".Length;
        var end = text.AsSpan(graph).IndexOfAny('\n', '\0');
        return end < 0 ? null : text.Substring(graph, end);
    }
}
