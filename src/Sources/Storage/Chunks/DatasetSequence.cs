using Ronchi.Frames;
using Ronchi.Hdf5;

namespace Ronchi.Sources.Storage;

/// <summary>HDF5 datasets whose frames follow one another.</summary>
internal sealed class DatasetSequence
{
    private readonly IReadOnlyList<Hdf5Dataset> _datasets;
    private readonly FrameOffsets _offsets;

    /// <param name="datasets">At least one, in scan order.</param>
    /// <param name="detectorRank">Axes of the detector, the last ones of each dataset.</param>
    /// <param name="frameBytes">Bytes of a frame as it is read from the dataset.</param>
    public DatasetSequence(IReadOnlyList<Hdf5Dataset> datasets, int detectorRank, int frameBytes)
    {
        _datasets = datasets;
        DetectorRank = detectorRank;
        FrameBytes = frameBytes;
        _offsets = new(datasets.Select(dataset => new Extent(dataset.Shape.AsSpan()[..^detectorRank]).Count));
    }

    public int DetectorRank { get; }

    public int FrameBytes { get; }

    public long FrameCount => _offsets.FrameCount;

    /// <summary>The dataset that holds a frame, and the number of its own first frame.</summary>
    public (Hdf5Dataset Dataset, long FirstFrame) At(long frame)
    {
        var number = _offsets.NumberAt(frame);
        return (_datasets[number], _offsets.FirstFrameOf(number));
    }
}
