using System.Runtime.InteropServices;
using Ronchi.Codecs;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.K2InSitu;

/// <summary>One block alone, with or without its header: an image of 930×16 pixels.</summary>
internal static class K2SingleBlock
{
    /// <param name="path">The file.</param>
    /// <param name="offset">Where its pixels begin.</param>
    /// <param name="options">The scan's shape; one position.</param>
    /// <exception cref="ArgumentException">The scan shape is of more positions.</exception>
    public static IFrameSource Open(string path, int offset, OpenOptions options)
    {
        var scan = ScanShape.Decide(1, options.ScanShape, new Extent(), triggered: null);
        return new FlatFrameSource(
            new SourceInfo("Gatan K2 IS", path)
            {
                Files = [path],
                Storage = "packed, 12 bits",
                ValueUnit = "counts",
                Notes = [.. options.Remarks, "one block of a sector of the detector, not a whole frame."],
            },
            new(scan.Scan, new Extent(K2Block.Rows, K2Block.Columns)),
            ElementType.U16,
            [new(path, new(offset, K2Block.PixelBytes, K2Block.PixelBytes, 1, IsBigEndian: false), 1)],
            decoder: new(
                K2Block.Rows * K2Block.Columns * sizeof(ushort),
                static (stored, pixels) => Packed12.Unpack(stored, MemoryMarshal.Cast<byte, ushort>(pixels))));
    }
}
