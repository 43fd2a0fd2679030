using Microsoft.Win32.SafeHandles;
using Ronchi.Frames;

namespace Ronchi.Sources.K2InSitu;

/// <summary>The file of one sector: blocks, one after the other.</summary>
internal sealed class K2Sector : IDisposable
{
    private K2Sector(string path, SafeFileHandle file)
    {
        Path = path;
        File = file;
        Blocks = RandomAccess.GetLength(file) / K2Block.Bytes;
    }

    /// <summary>Its name.</summary>
    public string Path { get; }

    /// <summary>The file, open.</summary>
    public SafeFileHandle File { get; }

    /// <summary>Whole blocks in it.</summary>
    public long Blocks { get; }

    /// <summary>The block with which its first frame begins that is read.</summary>
    public long First { get; set; }

    /// <summary>Whole frames from there on.</summary>
    public long Frames => Math.Max(Blocks - First, 0) / K2Block.OfAFrame;

    /// <summary>Opens a file.</summary>
    /// <exception cref="SourceException">It cannot be opened.</exception>
    public static K2Sector Open(string path)
    {
        RegularFile.Require(path);
        try
        {
            return new(path, System.IO.File.OpenHandle(path, options: FileOptions.RandomAccess));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceException(path, $"the file cannot be read: {RegularFile.Reason(e)}.", offset: null, e);
        }
    }

    /// <summary>The header of a block.</summary>
    /// <exception cref="SourceException">There is none.</exception>
    public K2Block Block(long number)
    {
        Span<byte> header = stackalloc byte[K2Block.HeaderBytes];
        Read(header, number * K2Block.Bytes);
        return K2Block.Read(header) ?? throw Damaged(number);
    }

    /// <summary>The header of the first block of a frame, counted from the first one that is read.</summary>
    public K2Block Frame(long number) => Block(First + (number * K2Block.OfAFrame));

    /// <summary>Reads bytes.</summary>
    /// <exception cref="SourceException">The file ends before.</exception>
    public void Read(Span<byte> bytes, long offset)
    {
        var done = 0;
        while (done < bytes.Length)
        {
            int read;
            try
            {
                read = RandomAccess.Read(File, bytes[done..], offset + done);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new SourceException(Path, $"the file cannot be read: {RegularFile.Reason(e)}.", offset, e);
            }

            if (read == 0)
                throw new SourceException(Path, "the file ends here, within a block; it is truncated: copy it again.", offset + done);
            done += read;
        }
    }

    /// <summary>What is wrong with a block.</summary>
    public SourceException Damaged(long number) => new(
        Path,
        "a block of 930×16 pixels (FF FF 00 55) of a K2 IS is expected here; the file is damaged: copy it again.",
        number * K2Block.Bytes);

    /// <inheritdoc/>
    public void Dispose() => File.Dispose();
}
