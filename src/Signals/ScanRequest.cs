using Ronchi.Analyses.HotPixels;
using Ronchi.Engine.Stages;
using Ronchi.Frames;
using Ronchi.Frames.Numpy;
using Ronchi.Sources;

namespace Ronchi.Signals;

/// <summary>What to open and how to read it, as requested by a user interface; everything that the data contain themselves is optional.</summary>
/// <param name="Path">A file, a folder of scans, or a pattern.</param>
public sealed record ScanRequest(string Path)
{
    /// <summary>Shape of the scan, slow axis first. Null: as stored in the data.</summary>
    public Extent? ScanShape { get; init; }

    /// <summary>The dataset inside an HDF5 file. Null: the one that holds the scan.</summary>
    public string? Dataset { get; init; }

    /// <summary>Shape of a frame of a file without a header. Null: the file says it.</summary>
    public Extent? FrameShape { get; init; }

    /// <summary>Type of the values of a file without a header: u8, u16, f32, …, >u2 for big-endian. Null: the file says it.</summary>
    public string? DataType { get; init; }

    /// <summary>Bytes before the first frame of a file without a header.</summary>
    public long Offset { get; init; }

    /// <summary>Bytes between its frames.</summary>
    public long Gap { get; init; }

    /// <summary>Detector binning: blocks of this many pixels a side are summed.</summary>
    public int DetectorBinning { get; init; } = 1;

    /// <summary>Whether pixels that look hot in a thousand frames are masked.</summary>
    public bool FixesHotPixels { get; init; }

    internal OpenOptions Options => new() { ScanShape = ScanShape, Dataset = Dataset, Raw = Raw };

    private RawLayout? Raw
    {
        get
        {
            if (FrameShape is null && DataType is null && Offset == 0 && Gap == 0)
                return null;
            if (FrameShape is not { } frame || DataType is null || Offset < 0 || Gap < 0)
                throw new ArgumentException("A file without a header needs the shape of a frame and the type of its values; offset and gap count bytes from 0.");
            var (type, isBigEndian) = NpyType.Named(DataType);
            return new(frame, type, isBigEndian, Offset, Gap);
        }
    }

    internal ReadPath ReadPath => new()
    {
        DetectorBin = DetectorBinning >= 1 ? DetectorBinning : throw new ArgumentException($"A detector is binned by 1, 2, 3, …; {DetectorBinning} was asked for."),
        BadPixels = FixesHotPixels ? static source => HotPixelSearch.FindAsync(source).GetAwaiter().GetResult() : null,
    };
}
