namespace Ronchi.Analyses.Deflection;

/// <summary>What the parameters of an integration say in every analysis.</summary>
internal static class IntegrationWords
{
    public const string Boundary = "How the field continues beyond the scan: mirrored, or periodic for whole unit cells";

    public const string Regularization = "Damp variations longer than 1/F scan positions, where noise is amplified most";
}
