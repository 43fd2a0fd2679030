using Ronchi.Analyses.BrightField;
using Ronchi.Store;

namespace Ronchi.Signals;

/// <summary>How a scan is loaded into memory. Everything is optional; the defaults depend on the data and the available memory.</summary>
public sealed record ResidentOptions
{
    /// <summary>Nothing said.</summary>
    public static ResidentOptions Default { get; } = new();

    /// <summary>The form; null: the fastest that fits.</summary>
    public ResidenceForm? Form { get; init; }

    /// <summary>Memory limit for the data in bytes; null: 60 % of free memory.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Row and column of the detector around which disks and annuli are fastest; null: those of the bright-field disk.</summary>
    public (double Row, double Column)? Center { get; init; }

    /// <summary>The bright-field disk, if known: then neither the disk nor hot pixels are searched.</summary>
    public BrightFieldDisk? Disk { get; init; }

    /// <summary>
    /// Told the scan as soon as it can be used, before all of it is there (<see cref="ResidentScan.IsComplete"/>); only where it is held as
    /// blocks. Null: nobody.
    /// </summary>
    public Action<ResidentScan>? OnStarted { get; init; }
}
