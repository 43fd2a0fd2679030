using Microsoft.Win32.SafeHandles;
using Ronchi.Frames;

namespace Ronchi.Sources.Storage;

/// <summary>Reads bytes at a place of a file, all of them.</summary>
internal static class PositionedRead
{
    /// <summary>Fills a buffer.</summary>
    /// <param name="file">Open file.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="bytes">The buffer.</param>
    /// <param name="offset">Where the bytes begin in the file.</param>
    /// <exception cref="SourceException">The file ends before, or cannot be read.</exception>
    public static void Fill(SafeFileHandle file, string path, Span<byte> bytes, long offset)
    {
        while (!bytes.IsEmpty)
        {
            int read;
            try
            {
                read = RandomAccess.Read(file, bytes, offset);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new SourceException(path, $"the file cannot be read: {RegularFile.Reason(e)}.", offset, e);
            }

            if (read == 0)
                throw new SourceException(
                    path, $"the file ends here, {bytes.Length} bytes short; it was truncated while it was open.", offset);
            bytes = bytes[read..];
            offset += read;
        }
    }
}
