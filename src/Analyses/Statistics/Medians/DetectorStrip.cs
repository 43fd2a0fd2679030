using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Kernels.Ranks;

namespace Ronchi.Analyses.Statistics.Medians;

/// <summary>Consecutive pixels of the detector that are done together.</summary>
/// <param name="Start">The first pixel.</param>
/// <param name="Pixels">How many.</param>
/// <param name="All">Pixels of a frame.</param>
internal sealed record DetectorStrip(int Start, int Pixels, int All)
{
    /// <summary>What has to be read; null: everything.</summary>
    public PixelSet? Support => Pixels == All ? null : PixelSet.From(All, pixel => pixel >= Start && pixel < Start + Pixels);

    /// <summary>The next strip; null behind the last.</summary>
    public DetectorStrip? Next =>
        Start + Pixels == All ? null : this with { Start = Start + Pixels, Pixels = Math.Min(Pixels, All - Start - Pixels) };

    /// <summary>The first strip: the whole detector, or as many rows as the memory is enough for.</summary>
    public static DetectorStrip First(DataDescription data, long bytes)
    {
        var all = (int)data.Shape.FrameElements;
        var size = Math.Max(data.ElementType.Size(), 1);
        var sampled = Math.Min(Math.Max(data.Shape.FrameCount, 1), FrameSample.Most);
        var ofPixel = (sampled * size) + (ThresholdCounts.Thresholds * (size + (sizeof(uint) * (1 + Environment.ProcessorCount))));
        var room = Math.Min(Math.Max(bytes / ofPixel, 1), Array.MaxLength / Math.Max(sampled * size, ThresholdCounts.Thresholds));
        if (room >= all)
            return new(0, all, all);
        // Equal strips of whole rows, so that the last is not a narrow one.
        var width = data.Shape.Detector.Rank == 0 ? 1 : data.Shape.Detector[data.Shape.Detector.Rank - 1];
        var strips = (all + room - 1) / room;
        var pixels = (all + strips - 1) / strips;
        if (room >= width)
            pixels = Math.Min((pixels + width - 1) / width * width, room / width * width);
        return new(0, (int)pixels, all);
    }
}
