using Ronchi.Analyses.BrightField;
using Ronchi.Store;

namespace Ronchi.Signals;

/// <summary>How a scan is brought into memory. Everything is optional: what is not said is decided from the data and the memory that there is.</summary>
public sealed record ResidentOptions
{
    /// <summary>Nothing said.</summary>
    public static ResidentOptions Default { get; } = new();

    /// <summary>The form; null: the fastest that fits.</summary>
    public ResidenceForm? Form { get; init; }

    /// <summary>Bytes that the data may take; null: 60 % of what is free.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Row and column of the detector around which disks and annuli are fastest; null: the bright-field disk is looked for.</summary>
    public (double Row, double Column)? Center { get; init; }

    /// <summary>The bright-field disk, when it is known: nobody looks for it, nor for hot pixels.</summary>
    public BrightFieldDisk? Disk { get; init; }

    /// <summary>Told the scan as soon as it can be used, before all of it is there (<see cref="ResidentScan.IsComplete"/>); only where it is held as blocks. Null: nobody.</summary>
    public Action<ResidentScan>? OnStarted { get; init; }

    /// <summary>Where previews are kept. Null: nowhere.</summary>
    public PreviewCache? Previews { get; init; }

    /// <summary>Told the preview: at once one that was kept from an earlier time, if there is one, and when the data are in memory that of the data. Null: nobody.</summary>
    public Action<ScanPreview>? OnPreview { get; init; }
}
