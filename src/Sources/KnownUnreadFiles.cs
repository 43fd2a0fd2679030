using System.Text;
using Ronchi.Frames;

namespace Ronchi.Sources;

/// <summary>Kinds of files that are recognized so that they can be named, but not read: one line each.</summary>
internal static class KnownUnreadFiles
{
    private const int EmpadFrameBytes = 130 * 128 * sizeof(float);

    // By content first. Where a kind has no mark of its own, structure and extension together must fit.
    private static readonly (string Name, Func<FileHead, bool> Fits)[] All =
    [
        ("a CSB file of counted events", static file => file.Extension == ".csb"),
        ("a QEM container (.qem)", static file => file.Has("QEMDATA1"u8)),
        ("a JEOL project (.ASW)", static file => file.Extension == ".asw" && Text(file).Contains("FileType", StringComparison.Ordinal)),
        ("a file compressed with gzip", static file => file.Has([0x1F, 0x8B, 8])),
        ("a file compressed with bzip2", static file => file.Has("BZh"u8)),
        ("a file compressed with xz", static file => file.Has([0xFD, .. "7zXZ\0"u8])),
        ("a file compressed with Zstandard", static file => file.Has([0x28, 0xB5, 0x2F, 0xFD])),
        ("a FITS file", static file => file.Has("SIMPLE  ="u8)),
        ("a MATLAB file", static file => file.Has("MATLAB 5.0 MAT-file"u8)),
        ("a NetCDF 3 file", static file => file.Has("CDF"u8) && file.Bytes.Span is [_, _, _, 1 or 2 or 5, ..]),
    ];

    /// <summary>What a file is, as the end of "this is"; null when it is of no such kind.</summary>
    public static string? NameOf(FileHead file)
    {
        foreach (var (name, fits) in All)
        {
            if (fits(file))
                return name;
        }

        return null;
    }

    /// <summary>What is known to help with a file that no format recognizes; null: nothing.</summary>
    public static string? Advice(FileHead file) => file.Extension == ".raw" && file.Length > 0 && file.Length % EmpadFrameBytes == 0
        ? "its length suits an EMPAD scan: try --frame-shape 128x128 --dtype f32 --gap 1024"
        : null;

    private static string Text(FileHead file) => Encoding.Latin1.GetString(file.Bytes.Span);
}
