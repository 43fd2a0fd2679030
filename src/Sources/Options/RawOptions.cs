using Ronchi.Frames;
using Ronchi.Frames.Numpy;

namespace Ronchi.Sources;

/// <summary>How frames lie in a file without a header. Where shape and type are given the file is opened so, whatever its
/// content.</summary>
public sealed record RawOptions
{
    /// <summary>Nothing said.</summary>
    public RawOptions()
    {
    }

    /// <summary>A layout.</summary>
    /// <param name="frameShape">Detector axes.</param>
    /// <param name="dtype">Type of the values; real numbers.</param>
    public RawOptions(Extent frameShape, StoredType dtype) => (FrameShape, Dtype) = (frameShape, dtype);

    /// <summary>Shape of a frame.</summary>
    [Parameter("Rows and columns of a frame in a headerless file; needs --dtype")]
    public AxisLengths? FrameShape { get; init; }

    /// <summary>Type of the values.</summary>
    [Parameter("Type of a headerless file: uint8 uint16 uint32 uint64 int8 int16 int32 int64 float32 float64, or short u16, f32 …; "
        + "little-endian unless prefixed with >")]
    public StoredType? Dtype { get; init; }

    /// <summary>Bytes before the first frame.</summary>
    [Parameter("Bytes before the first frame of a headerless file", Minimum = 0)]
    public long Offset { get; init; }

    /// <summary>Bytes between a frame and the next.</summary>
    [Parameter("Bytes between frames of a headerless file", Minimum = 0)]
    public long Gap { get; init; }

    internal static FormatOptions Kind { get; } = FormatOptions.Of<RawOptions>();

    /// <summary>Whether anything is said.</summary>
    internal bool IsAnyGiven => this != new RawOptions();

    /// <summary>The layout; null: too little of it is said.</summary>
    internal RawLayout? Layout =>
        FrameShape is { } frame && Dtype is { } type ? new(frame.Extent, type.Type, type.IsBigEndian, Offset, Gap) : null;

    /// <summary>What is said, as the command line calls it.</summary>
    internal string Names => string.Join(" and ", ((string?[])
    [
        FrameShape is null ? null : "--frame-shape",
        Dtype is null ? null : "--dtype",
        Offset == 0 ? null : "--offset",
        Gap == 0 ? null : "--gap",
    ]).OfType<string>());
}
