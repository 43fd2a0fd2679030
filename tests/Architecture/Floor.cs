namespace Ronchi.ArchitectureTests;

/// <summary>A test project <c>tests/NAME</c>: it holds the tests of some rooms, and is built without the rooms above it.</summary>
/// <param name="Name">Its folder; the project is called after it.</param>
/// <param name="Rooms">Rooms whose tests it holds, a folder for each.</param>
/// <param name="Sees">Other rooms that these tests use.</param>
internal sealed record Floor(string Name, string[] Rooms, string[] Sees)
{
    /// <summary>The floors, from the ground up. A room lies on one of them.</summary>
    public static IReadOnlyList<Floor> All { get; } =
    [
        new("Spans", ["Codecs", "Kernels"], []),
        new("Formats", ["Frames", "Hdf5", "Sources"], ["Codecs", "Engine", "Store", "Analyses", "Pictures"]),
        new("Runs", ["Engine", "Analyses", "Store"], ["Frames", "Codecs", "Kernels", "Hdf5", "Sources"]),
        new("Library", ["Pictures", "Signals"], ["Frames", "Codecs", "Kernels", "Hdf5", "Sources", "Engine", "Store", "Analyses"]),
        new("Faces", ["Server"], ["Frames", "Codecs", "Kernels", "Hdf5", "Sources", "Engine", "Store", "Analyses", "Pictures", "Signals"]),
    ];

    /// <summary>Folders of tests that belong to no floor.</summary>
    public static IReadOnlyList<string> Shared { get; } = ["Architecture", "Contracts", "EndToEnd", "Fuzz", "Oracles"];

    /// <summary>Its folder, from the root of the tree.</summary>
    public string Folder => $"tests/{Name}";
}
