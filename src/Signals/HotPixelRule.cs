namespace Ronchi.Signals;

/// <summary>What is done about hot pixels when data are opened.</summary>
public enum HotPixelRule
{
    /// <summary>They are looked for in a thousand frames, and masked.</summary>
    Fix,

    /// <summary>Those that quantem.widget's loader would mask are masked, for comparison.</summary>
    Quantem,
}
