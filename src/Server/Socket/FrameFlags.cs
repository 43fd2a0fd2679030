namespace Ronchi.Server;

/// <summary>What is to be known of the values of a frame message.</summary>
[Flags]
public enum FrameFlags
{
    /// <summary>Nothing in particular.</summary>
    None = 0,

    /// <summary>Reduced: values follow in full.</summary>
    Preview = 1,

    /// <summary>Kept from an earlier time, not verified.</summary>
    Cached = 2,

    /// <summary>Complete.</summary>
    Final = 4,

    /// <summary>The newest of data that still arrive.</summary>
    Live = 8,

    /// <summary>Of a part of the data; more follows.</summary>
    Partial = 16,

    /// <summary>Behind the values follows, for each entry of a plane, whether it is a measurement.</summary>
    HasValidity = 32,

    /// <summary>Of a field: it lies over the detector.</summary>
    OverDetector = 64,
}
