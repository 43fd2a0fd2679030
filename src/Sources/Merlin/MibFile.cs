using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Merlin;

/// <summary>One file with frames.</summary>
/// <param name="Path">The file.</param>
/// <param name="Header">Header of its first frame.</param>
/// <param name="Pixels">How its frames are read.</param>
/// <param name="Frames">Whole frames in it.</param>
/// <param name="IsCut">Whether a part of one more follows.</param>
internal sealed record MibFile(string Path, MibHeader Header, MibPixels Pixels, long Frames, bool IsCut)
{
    /// <summary>Bytes from one frame to the next.</summary>
    public long Stride => Header.Bytes + (long)Pixels.StoredBytes;

    /// <summary>Where its frames lie.</summary>
    public FlatFile Flat => new(
        Path, new(Header.Bytes, Pixels.StoredBytes, Stride, Pixels.StoredElementBytes, IsBigEndian: Pixels.StoredElementBytes > 1), Frames);

    /// <summary>Reads what a file says of its frames.</summary>
    /// <exception cref="SourceException">It is damaged, or holds what is not read.</exception>
    public static MibFile Read(string path, bool flips)
    {
        using var file = HeaderReader.Open(path);
        var header = MibHeader.Read(file, 0);
        var pixels = MibPixels.Of(header, flips, file);
        var stride = header.Bytes + (long)pixels.StoredBytes;
        var frames = file.Length / stride;
        if (frames == 0)
            throw file.Fault(
                header.Bytes,
                $"the file ends within its first frame of {pixels.Detector} ({header.PixelType}); it is truncated: copy it again.");
        if (file.Length >= stride + MibHeader.LeastBytes && !MibHeader.Read(file, stride).IsLike(header))
            throw file.Fault(stride, "the second frame has another size than the first; such files are not read.");
        return new(path, header, pixels, frames, file.Length % stride != 0);
    }
}
