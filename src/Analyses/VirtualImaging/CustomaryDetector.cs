namespace Ronchi.Analyses.VirtualImaging;

/// <summary>A detector that people know by its name: a disk or a ring about the direct beam.</summary>
/// <param name="Name">Its name in commands: <c>haadf</c>.</param>
/// <param name="Help">What it sees, a phrase.</param>
/// <param name="Inner">Inner radius in radii of the direct beam; 0: a disk.</param>
/// <param name="Outer">Outer radius in radii of the direct beam.</param>
public sealed record CustomaryDetector(string Name, string Help, double Inner, double Outer)
{
    /// <summary>All of them, in the order in which they are offered.</summary>
    public static IReadOnlyList<CustomaryDetector> All { get; } =
    [
        new("bf", "Bright field: the direct beam", 0, 1) { Words = "bright field vbf" },
        new("abf", "Annular bright field: the outer half of the direct beam", 0.5, 1) { Words = "annular bright field" },
        new("adf", "Annular dark field: from 1 to 2 radii of the direct beam", 1, 2) { Words = "annular dark field vdf vadf" },
        new("laadf", "Low-angle annular dark field: from 1 to 1.5 radii", 1, 1.5) { Words = "low angle annular dark field" },
        new("haadf", "High-angle annular dark field: from 2 to 4 radii", 2, 4) { Words = "high angle annular dark field z contrast" },
    ];

    /// <summary>Words that people look for it by.</summary>
    public string Words { get; init; } = "";

    /// <summary>The one of a name; null: there is none.</summary>
    public static CustomaryDetector? Find(string name) => All.FirstOrDefault(detector => detector.Name == name);
}
