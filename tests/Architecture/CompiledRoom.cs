using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Ronchi.ArchitectureTests;

/// <summary>What the compiled assembly of a room references: only what its code uses.</summary>
internal static class CompiledRoom
{
    /// <summary>Names of the assemblies that a room's code uses.</summary>
    public static IReadOnlyList<string> References(string room)
    {
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, Rooms.Assembly(room) + ".dll"));
        using var image = new PEReader(stream);
        var metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>Rooms that a room's code uses.</summary>
    public static IEnumerable<string> UsedRooms(string room) =>
        References(room)
            .Where(static name => name.StartsWith("Ronchi.", StringComparison.Ordinal))
            .Select(static name => name["Ronchi.".Length..]);
}
