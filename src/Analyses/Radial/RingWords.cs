namespace Ronchi.Analyses.Radial;

/// <summary>What the parameters of rings say in every analysis.</summary>
internal static class RingWords
{
    public const string Center = "Centre of the rings";

    public const string DefaultCenter = "auto, the centre of the bright-field disk";

    public const string InnerRadius = "Inner radius of the rings";

    public const string OuterRadius = "Outer radius of the rings";

    public const string DefaultOuterRadius = "the farthest corner";
}
