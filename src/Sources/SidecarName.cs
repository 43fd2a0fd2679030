namespace Ronchi.Sources;

/// <summary>Name of the file that Ronchi keeps beside data: <c>scan.npy</c> has <c>scan.npy.ronchi.json</c>.</summary>
public static class SidecarName
{
    /// <summary>What is added to the name of the data.</summary>
    public const string Suffix = ".ronchi.json";
}
