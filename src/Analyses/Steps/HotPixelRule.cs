namespace Ronchi.Analyses.Steps;

/// <summary>What is done about hot pixels.</summary>
public enum HotPixelRule
{
    /// <summary>They are looked for in a thousand frames, and masked.</summary>
    Fix,

    /// <summary>Those that quantem.widget's loader would mask are masked, for comparison.</summary>
    Quantem,
}
