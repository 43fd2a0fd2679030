using Ronchi.Frames;

namespace Ronchi.Store;

/// <summary>A scan that is held in memory; again a source, so that every UDF runs on it. Disposed, it gives its memory back at once.</summary>
public interface IResidentScan : IFrameSource
{
    /// <summary>How it is held.</summary>
    ResidenceForm Form { get; }

    /// <summary>Memory that it takes.</summary>
    MemoryUse Memory { get; }
}
