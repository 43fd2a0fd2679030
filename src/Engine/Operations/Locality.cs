namespace Ronchi.Engine.Operations;

/// <summary>Which frames a frame operation looks at to make one of its own.</summary>
public enum Locality
{
    /// <summary>The frame at the same place, and nothing else.</summary>
    Frame,

    /// <summary>Some frames around it.</summary>
    Window,

    /// <summary>The frame at the same place, after a look at some frames that are spread over the scan.</summary>
    Sample,
}
