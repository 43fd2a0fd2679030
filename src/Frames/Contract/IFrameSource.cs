namespace Ronchi.Frames;

/// <summary>Frames from a file, a detector or memory. Thread-safe: any number of readers work at once.</summary>
public interface IFrameSource : IDisposable
{
    /// <summary>What the source is, where it is, and what is known of the experiment.</summary>
    SourceInfo Info { get; }

    /// <summary>Scan and detector axes.</summary>
    DataShape Shape { get; }

    /// <summary>Type of the stored values.</summary>
    ElementType ElementType { get; }

    /// <summary>What is known of pixels and frames that hold no measurement.</summary>
    Validity Validity { get; }

    /// <summary>Forms that the source gives, <see cref="TileForm.Pixels"/> always among them.</summary>
    IReadOnlyList<TileForm> Forms { get; }

    /// <summary>Bytes that are read from storage for one frame, on average: the engine sizes its work items by it.</summary>
    long StoredFrameBytes { get; }

    /// <summary>Forms into which readers convert tiles that they read as <paramref name="form"/>.</summary>
    IReadOnlyList<TileForm> ConvertsTo(TileForm form) => [];

    /// <summary>
    /// Detector block in which values are stored: tiles that are cut along it cost least. Null: lines along the last axis.
    /// </summary>
    Extent? BaseBlock => null;

    /// <summary>
    /// Block of the scan whose frames are stored together, as one compressed chunk: reading along it costs least. Null: each frame is
    /// stored by itself.
    /// </summary>
    Extent? ScanBlock => null;

    /// <summary>Whether tiles are views of memory that is there anyway: large ones then cost no more than small ones.</summary>
    bool GivesViews => false;

    /// <summary>
    /// Frames that are still arriving; null: all that there will be are there. <see cref="Validity"/> says which are there now.
    /// </summary>
    IGrowth? Growth => null;

    /// <summary>Opens a reader for one worker.</summary>
    /// <exception cref="ArgumentException">The form is not among <see cref="Forms"/>.</exception>
    ITileReader OpenReader(TileRequest request);
}
