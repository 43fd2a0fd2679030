using Ronchi.Frames;

namespace Ronchi.Engine.Stages;

/// <summary>What happens to frames between a source and the UDFs, in this order: shift, mask, correct, crop, bin the detector, bin the scan, leave out what is not finite.</summary>
public sealed record ReadPath
{
    /// <summary>Frames as they are stored.</summary>
    public static ReadPath Direct { get; } = new();

    /// <summary>Frames to skip at the start; negative: blank positions to insert there. See <see cref="Stages.SyncOffset"/>.</summary>
    public long SyncOffset { get; init; }

    /// <summary>Makes the set of further bad pixels from the source; null: none. See <see cref="Stages.MaskPixels"/>.</summary>
    public Func<IFrameSource, PixelSet?>? BadPixels { get; init; }

    /// <summary>Makes the corrections from the source; null: none. See <see cref="CorrectFrames"/>.</summary>
    public Func<IFrameSource, Corrections?>? Corrections { get; init; }

    /// <summary>Rectangle to keep of each frame, corners included; null: all. See <see cref="CropDetector"/>.</summary>
    public (int Row0, int Column0, int Row1, int Column1)? Crop { get; init; }

    /// <summary>Pixels along each side of the squares that are summed. See <see cref="BinDetector"/>.</summary>
    public int DetectorBin { get; init; } = 1;

    /// <summary>Chooses the squares from the data, cropped as they are to be, in place of <see cref="DetectorBin"/>; null: nobody does.</summary>
    public Func<IFrameSource, int>? ChooseDetectorBin { get; init; }

    /// <summary>Positions along each side of the squares whose frames are summed. See <see cref="BinScan"/>.</summary>
    public int ScanBin { get; init; } = 1;

    /// <summary>Whether NaN and the infinities among floats count as values that are not there. See <see cref="Stages.IgnoreNonFinite"/>.</summary>
    public bool IgnoresNonFinite { get; init; }

    /// <summary>Puts the stages behind a source, which they then own.</summary>
    /// <exception cref="ArgumentException">A stage does not fit the data; the source is disposed.</exception>
    public IFrameSource From(IFrameSource source)
    {
        try
        {
            if (SyncOffset != 0)
                source = new SyncOffset(source, SyncOffset);
            if (BadPixels?.Invoke(source) is { Count: > 0 } bad)
                source = new MaskPixels(source, bad);
            if (Corrections?.Invoke(source) is { } corrections)
                source = new CorrectFrames(source, corrections);
            if (Crop is var (row0, column0, row1, column1))
                source = new CropDetector(source, row0, column0, row1, column1);
            if ((ChooseDetectorBin?.Invoke(source) ?? DetectorBin) is var factor && factor != 1)
                source = new BinDetector(source, factor);
            if (ScanBin != 1)
                source = new BinScan(source, ScanBin);
            if (IgnoresNonFinite && !source.ElementType.IsInteger())
                source = new IgnoreNonFinite(source);
            return source;
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }
}
