using Ronchi.Engine.Run;
using Ronchi.Frames;

namespace Ronchi.Store;

/// <summary>How a scan comes into memory.</summary>
public sealed record ResidenceLoading
{
    /// <summary>Opens the data as they are stored: what is held compressed is held before anything happens to it.</summary>
    public required Func<IFrameSource> Open { get; init; }

    /// <summary>What happens to frames on their way.</summary>
    public required Func<IFrameSource, IFrameSource> Stages { get; init; }

    /// <summary>Bytes that a part of a scan may take.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Row and column of the detector around which disks and annuli are fastest. Null: nowhere.</summary>
    public (double Row, double Column)? Center { get; init; }

    /// <summary>Told of a scan that can be used before all of it is there, when that begins. Null: nobody.</summary>
    public Action<HeldScan>? OnStarted { get; init; }

    /// <summary>Told about every 50 ms. Null: nobody.</summary>
    public IProgress<RunProgress>? Progress { get; init; }
}
