namespace Ronchi.Engine;

/// <summary>Which axes a result follows.</summary>
public enum ResultKind
{
    /// <summary>One entry for each scan position (LiberTEM: nav).</summary>
    Scan,

    /// <summary>One entry for each detector pixel (LiberTEM: sig).</summary>
    Detector,

    /// <summary>One entry for the whole data set.</summary>
    Single,
}
