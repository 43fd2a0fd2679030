using System.Buffers.Binary;
using System.Globalization;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Mrc;

/// <summary>The first 1024 bytes of a file, after MRC2014, and what older programs wrote there.</summary>
/// <param name="Columns">Pixels of a row.</param>
/// <param name="Rows">Rows of an image.</param>
/// <param name="Sections">Images, as the header says.</param>
/// <param name="Mode">How pixels are stored.</param>
/// <param name="IsSigned">Whether bytes (mode 0) are signed.</param>
/// <param name="DataOffset">Where the first image begins, behind header and extended header.</param>
internal sealed record MrcHeader(int Columns, int Rows, int Sections, int Mode, bool IsSigned, long DataOffset)
{
    private const int HeaderBytes = 1024;
    private const int LargestLength = 1 << 24;
    private const int ImodStamp = 0x444F4D49;   // "IMOD"
    private const double LeastStep = 1e-4;      // what is less was never set
    private const int FirstVolumeStack = 401;
    private const int LastVolumeStack = 630;

    /// <summary>Step along columns, rows and sections in Å; 0 where it is not said.</summary>
    public (double Column, double Row, double Section) StepAngstrom { get; private init; }

    /// <summary>Sections of one volume, where the file is a stack of volumes; else 0.</summary>
    public int SectionsOfAVolume { get; private init; }

    /// <summary>Whether the header says the number of images twice: programs that did not know it beforehand wrote anything.</summary>
    public bool IsCountConfirmed { get; private init; }

    /// <summary>Whether sections follow one another in depth.</summary>
    public bool IsVolume { get; private init; }

    /// <summary>Whether numbers are stored with the high byte first.</summary>
    public bool IsBigEndian { get; private init; }

    /// <summary>What the header and the extended header say of the microscope.</summary>
    public IReadOnlyList<Fact> Facts { get; private init; } = [];

    /// <summary>Whether a file without a mark has lengths and a mode that its own length suits.</summary>
    public static bool FitsWithoutMark(FileHead file) => Fits(file, isBigEndian: false) || Fits(file, isBigEndian: true);

    /// <summary>Reads it.</summary>
    /// <exception cref="SourceException">It is damaged.</exception>
    public static MrcHeader Read(HeaderReader file)
    {
        file.IsBigEndian = IsBigEndianIn(file.Bytes(0, HeaderBytes));
        int columns = file.I32(0), rows = file.I32(4), sections = file.I32(8);
        if (columns <= 0 || rows <= 0 || sections <= 0 || columns > LargestLength || rows > LargestLength)
            throw file.Fault(
                0, $"{sections} images of {rows}×{columns} are declared; the header is damaged: copy the file again.");
        var extended = file.I32(92);
        if (extended < 0 || HeaderBytes + (long)extended >= file.Length)
            throw file.Fault(
                92, $"an extended header of {extended} bytes is declared, but the file has {file.Length}; it is truncated or damaged.");
        var group = file.I32(88);
        var depth = file.I32(36);
        var isStackOfVolumes = group is >= FirstVolumeStack and <= LastVolumeStack
            && depth > 0 && depth < sections && sections % depth == 0;
        return new(columns, rows, sections, file.I32(12), IsSignedIn(file), HeaderBytes + (long)extended)
        {
            StepAngstrom = Steps(file),
            SectionsOfAVolume = isStackOfVolumes ? depth : 0,
            IsCountConfirmed = depth == sections || isStackOfVolumes,
            IsVolume = group >= 1,
            IsBigEndian = file.IsBigEndian,
            Facts = [.. FactsOf(file, extended)],
        };
    }

    private static bool Fits(FileHead file, bool isBigEndian)
    {
        if (file.Bytes.Length < HeaderBytes)
            return false;
        var (columns, rows, sections, mode) = (Word(0), Word(4), Word(8), Word(12));
        return columns is > 0 and < LargestLength && rows is > 0 and < LargestLength && sections > 0 && MrcPixels.Bits(mode) is { } bits
            && file.Length - HeaderBytes >= (Int128)columns * rows * sections * bits / 8;

        int Word(int offset) => isBigEndian
            ? BinaryPrimitives.ReadInt32BigEndian(file.Bytes.Span[offset..])
            : BinaryPrimitives.ReadInt32LittleEndian(file.Bytes.Span[offset..]);
    }

    // The stamp of the machine says it; where there is none, the mode is small in one order only.
    private static bool IsBigEndianIn(ReadOnlySpan<byte> header) => header[212] switch
    {
        0x44 => false,
        0x11 => true,
        _ => BinaryPrimitives.ReadUInt32LittleEndian(header[12..]) > ushort.MaxValue,
    };

    // IMOD wrote unsigned bytes until it said otherwise in a flag.
    private static bool IsSignedIn(HeaderReader file) => file.I32(152) != ImodStamp || (file.I32(156) & 1) != 0;

    // Cell edges belong to x, y, z; which of them runs along columns, rows and sections is said apart.
    private static (double Column, double Row, double Section) Steps(HeaderReader file)
    {
        int[] axes = [file.I32(64), file.I32(68), file.I32(72)];
        if (!axes.Order().SequenceEqual([1, 2, 3]))
            axes = [1, 2, 3];
        return (Step(axes[0]), Step(axes[1]), Step(axes[2]));

        double Step(int axis)
        {
            var (intervals, edge) = (file.I32(24 + (4 * axis)), (double)file.F32(36 + (4 * axis)));
            return intervals > 0 && edge / intervals > LeastStep && double.IsFinite(edge) ? edge / intervals : 0;
        }
    }

    private static IEnumerable<Fact> FactsOf(HeaderReader file, int extended)
    {
        var kind = file.Text(104, 4);
        if (kind is "FEI1" or "FEI2" && extended >= 256)
        {
            var wasBigEndian = file.IsBigEndian;
            file.IsBigEndian = false;
            if (file.F64(HeaderBytes + 84) is >= 1e3 and <= 1e7 and var volts)
                yield return new("high_tension", volts.ToString("R", CultureInfo.InvariantCulture), "V");
            if (file.Text(HeaderBytes + 20, 16) is { Length: > 0 } microscope)
                yield return new("microscope", microscope);
            if (file.Text(HeaderBytes + 52, 16) is { Length: > 0 } program)
                yield return new("software", program);
            file.IsBigEndian = wasBigEndian;
        }

        var labels = Math.Clamp(file.I32(220), 0, 10);
        for (var i = 0; i < labels; i++)
        {
            if (file.Text(224 + (80 * i), 80) is { Length: > 0 } label)
                yield return new("label", label);
        }
    }
}
