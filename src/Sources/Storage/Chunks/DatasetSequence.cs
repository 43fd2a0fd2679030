using Ronchi.Hdf5;

namespace Ronchi.Sources.Storage;

/// <summary>HDF5 datasets whose frames follow one another.</summary>
internal sealed class DatasetSequence
{
    private readonly long[] _firstFrames;

    /// <param name="datasets">At least one, in scan order.</param>
    /// <param name="detectorRank">Axes of the detector, the last ones of each dataset.</param>
    /// <param name="frameBytes">Bytes of a frame as it is read from the dataset.</param>
    public DatasetSequence(IReadOnlyList<Hdf5Dataset> datasets, int detectorRank, int frameBytes)
    {
        Datasets = datasets;
        DetectorRank = detectorRank;
        FrameBytes = frameBytes;
        _firstFrames = new long[datasets.Count + 1];
        for (var i = 0; i < datasets.Count; i++)
        {
            var frames = 1L;
            foreach (var length in datasets[i].Shape[..^detectorRank])
                frames *= length;
            _firstFrames[i + 1] = _firstFrames[i] + frames;
        }
    }

    public IReadOnlyList<Hdf5Dataset> Datasets { get; }

    public int DetectorRank { get; }

    public int FrameBytes { get; }

    public long FrameCount => _firstFrames[^1];

    /// <summary>Number of the dataset that holds a frame.</summary>
    public int NumberAt(long frame)
    {
        // The last one that begins there or before: empty datasets begin where the next one does.
        int low = 0, high = Datasets.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_firstFrames[middle] <= frame)
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }

    /// <summary>The dataset that holds a frame, and the number of its own first frame.</summary>
    public (Hdf5Dataset Dataset, long FirstFrame) At(long frame)
    {
        var number = NumberAt(frame);
        return (Datasets[number], _firstFrames[number]);
    }

    /// <summary>Number of the first frame of a dataset.</summary>
    public long FirstFrameOf(int dataset) => _firstFrames[dataset];
}
