using Ronchi.Frames;

namespace Ronchi.Store;

/// <summary>A scan that was loaded into memory.</summary>
/// <param name="Data">What is held.</param>
/// <param name="Frames">Its frames as they are seen: the same, or what happens to them on their way from it. Disposed, it gives everything
/// back.</param>
public sealed record HeldScan(IResidentScan Data, IFrameSource Frames)
{
    /// <summary>What is held, as it is.</summary>
    public HeldScan(IResidentScan data)
        : this(data, data)
    {
    }
}
