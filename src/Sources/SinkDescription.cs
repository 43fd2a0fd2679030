using System.Collections.Immutable;
using Ronchi.Frames;

namespace Ronchi.Sources;

/// <summary>What a file of frames will hold.</summary>
/// <param name="Shape">Scan and detector axes.</param>
/// <param name="ElementType">Type of the values.</param>
/// <param name="Info">What is known of the experiment; what the kind of file has a place for is kept.</param>
/// <param name="Validity">Which values are no measurement, in the file's own numbers of frames. Null: all are.</param>
public sealed record SinkDescription(DataShape Shape, ElementType ElementType, SourceInfo Info, Validity? Validity = null)
{
    /// <summary>What is lost before anything is written, a phrase each; files that can hold it say so.</summary>
    public ImmutableArray<string> Losses { get; init; } = [];

    /// <summary>How the frames are made and of which files; null: the file does not say it.</summary>
    public string? Provenance { get; init; }

    /// <summary>Pixels that are bad; null: none.</summary>
    public PixelSet? MaskedPixels => Validity?.MaskedPixels;

    /// <summary>Whether the largest value of the type means "no data".</summary>
    public bool MaximumIsNoData => Validity?.MaximumIsNoData == true && (ElementType.IsUnsigned() || ElementType.IsFloat());

    /// <summary>The frames that were recorded: ascending ranges of flat scan indices, first and behind the last.</summary>
    public ImmutableArray<(long Start, long End)> Recorded
    {
        get
        {
            var ranges = ImmutableArray.CreateBuilder<(long Start, long End)>();
            foreach (var run in (Validity ?? Frames.Validity.Everything).Recorded(Shape.FrameCount))
            {
                if (ranges.Count > 0 && ranges[^1].End == run.Start)
                    ranges[^1] = (ranges[^1].Start, run.End);
                else
                    ranges.Add((run.Start, run.End));
            }

            return ranges.ToImmutable();
        }
    }

    /// <summary>Facts of the experiment; those that tell how another file stored the frames are none.</summary>
    public ImmutableArray<Fact> Facts => Info.Facts.RemoveAll(static fact => fact.Name is "dataset" or "stored type");

    /// <summary>Whether every position of the scan was recorded.</summary>
    public bool IsComplete => Recorded is [(0, var end)] && end == Shape.FrameCount;

    /// <summary>Bytes of one frame.</summary>
    /// <exception cref="OverflowException">A frame is larger than 2 GiB.</exception>
    public int FrameBytes => checked((int)(Shape.FrameElements * ElementType.Size()));

    /// <summary>Checks a frame that is to be written.</summary>
    /// <exception cref="ArgumentException">There is no such frame, or it has another number of bytes.</exception>
    public void Check(long frame, int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frame);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(frame, Shape.FrameCount);
        if (bytes != FrameBytes)
            throw new ArgumentException($"A frame has {FrameBytes} bytes, not {bytes}.", nameof(bytes));
    }
}
