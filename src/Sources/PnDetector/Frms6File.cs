using System.Globalization;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.PnDetector;

/// <summary>One file with frames: a header of 1024 bytes, then frames behind headers of 64.</summary>
/// <param name="Path">The file.</param>
/// <param name="Rows">Rows as they are stored: of half the detector.</param>
/// <param name="Columns">Columns as they are stored: of both halves side by side.</param>
/// <param name="Frames">Whole frames.</param>
/// <param name="Declared">Frames that the header says; 0: it does not.</param>
internal sealed record Frms6File(string Path, int Rows, int Columns, long Frames, long Declared)
{
    /// <summary>Extension of such files.</summary>
    public const string Extension = ".frms6";

    private const int HeaderBytes = 1024;
    private const int FrameHeaderBytes = 64;
    private const int Version = 6;

    /// <summary>Bytes of a frame without its header.</summary>
    public int FrameBytes => Rows * Columns * sizeof(ushort);

    /// <summary>Where its frames lie.</summary>
    public FlatFile Flat => new(
        Path, new(HeaderBytes + FrameHeaderBytes, FrameBytes, FrameHeaderBytes + FrameBytes, sizeof(ushort), IsBigEndian: false), Frames);

    /// <summary>Number of the file among those of the measurement: 0 holds dark frames; null: its name has none.</summary>
    public static int? NumberOf(string path)
    {
        var name = System.IO.Path.GetFileNameWithoutExtension(path);
        var line = name.LastIndexOf('_');
        return int.TryParse(name.AsSpan(line + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>Whether a file begins as such files do.</summary>
    public static bool Is(FileHead file) => file.Has([0, HeaderBytes >> 8, FrameHeaderBytes, 0]) && file.Has([Version], 7);

    /// <summary>Reads what a file says.</summary>
    /// <exception cref="SourceException">It is damaged, or of another version.</exception>
    public static Frms6File Read(string path)
    {
        using var file = HeaderReader.Open(path);
        if (file.U16(0) != HeaderBytes || file.U16(2) != FrameHeaderBytes || file.U8(7) != Version)
            throw file.Fault(0, "this is no FRMS6 file of version 6; the file is damaged or mixed: copy it again.");
        int columns = file.U16(88), rows = file.U16(90);
        long declared = file.U32(1020);
        if (rows == 0 || columns == 0 || columns % 2 != 0 || (long)rows * columns * sizeof(ushort) > 1 << 30)
            throw file.Fault(
                88,
                $"frames of {rows}×{columns} are declared, of which no halves can be made; the header is damaged: copy the file again.");
        var stride = FrameHeaderBytes + ((long)rows * columns * sizeof(ushort));
        var frames = (file.Length - HeaderBytes) / stride;
        return new(path, rows, columns, declared > 0 ? Math.Min(frames, declared) : frames, declared);
    }
}
