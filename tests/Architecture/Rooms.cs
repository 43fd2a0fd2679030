namespace Ronchi.ArchitectureTests;

/// <summary>The rooms: what each may reference, and what only some may do.</summary>
internal static class Rooms
{
    /// <summary>For each room, the rooms that it may reference. Cli, the composition root, may reference all.</summary>
    public static IReadOnlyDictionary<string, string[]> MayReference { get; } = new SortedDictionary<string, string[]>(
        StringComparer.Ordinal)
    {
        ["Frames"] = [],
        ["Codecs"] = [],
        ["Kernels"] = [],
        ["Hdf5"] = [],
        ["Sources"] = ["Frames", "Codecs", "Hdf5"],
        ["Engine"] = ["Frames", "Kernels"],
        ["Store"] = ["Frames", "Codecs", "Kernels", "Engine"],
        ["Analyses"] = ["Frames", "Kernels", "Engine"],
        ["Pictures"] = ["Frames", "Engine"],
        ["Signals"] = ["Frames", "Sources", "Store", "Engine", "Analyses", "Pictures"],
        ["Gpu"] = ["Frames", "Engine", "Store"],
        ["Cluster"] = ["Frames", "Engine"],
        ["Server"] = ["Frames", "Engine", "Pictures", "Signals"],
        ["Cli"] = [
            "Frames", "Codecs", "Kernels", "Hdf5", "Sources", "Engine", "Store",
            "Analyses", "Pictures", "Signals", "Gpu", "Cluster", "Server"],
    };

    /// <summary>Rooms that may hold unsafe code.</summary>
    public static IReadOnlyList<string> MayBeUnsafe { get; } = ["Codecs", "Kernels", "Gpu", "Hdf5", "Store"];

    /// <summary>The one file elsewhere that touches memory by address: it maps files.</summary>
    public const string MappingFile = "src/Sources/Storage/Flat/MappedFile.cs";

    /// <summary>Rooms that may write to the console, log and host: Server and what stands on it.</summary>
    public static IReadOnlyList<string> Faces { get; } = ["Server", "Cli"];

    /// <summary>Rooms that exist.</summary>
    public static IReadOnlyList<string> Present { get; } =
        [.. Repository.Folders(Path.Combine(Repository.Root, "src")).Select(static path => Path.GetFileName(path))];

    /// <summary>The project file of a room.</summary>
    public static string Project(string room) => Path.Combine(Repository.Root, "src", room, $"Ronchi.{room}.csproj");

    /// <summary>The assembly that a room compiles to, without extension.</summary>
    public static string Assembly(string room) => room == "Cli" ? "ronchi" : $"Ronchi.{room}";
}
