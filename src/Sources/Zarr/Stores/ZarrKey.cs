namespace Ronchi.Sources.Zarr;

/// <summary>Paths inside a store: names with <c>/</c> between them, empty for the root.</summary>
internal static class ZarrKey
{
    /// <summary>Groups and arrays of a store that are looked at.</summary>
    public const int MostNodes = 1000;

    /// <summary>Files by which a group or an array is known.</summary>
    public static IReadOnlyList<string> Marks { get; } = [".zgroup", ".zarray", "zarr.json"];

    /// <summary>Whether a folder is a store.</summary>
    public static bool IsStore(string folder) => Marks.Any(mark => File.Exists(Path.Combine(folder, mark)));

    /// <summary>Whether a name stays where it is put: not empty, no way up, no separator of any system.</summary>
    public static bool IsName(string name) => name.Length > 0 && name is not ("." or "..") && name.AsSpan().IndexOfAny("/\\:\0") < 0;

    /// <summary>A path below a group.</summary>
    public static string Below(string group, string name) => group.Length == 0 ? name : $"{group}/{name}";

    /// <summary>The group that holds what a path names.</summary>
    public static string GroupOf(string path) => path.LastIndexOf('/') is >= 0 and var slash ? path[..slash] : "";

    /// <summary>A path that was written by people or other programs, without slashes around it.</summary>
    /// <returns>Null: it would lead out of the store, or is none.</returns>
    public static string? Normal(string path)
    {
        var trimmed = path.Trim('/');
        return trimmed.Length == 0 || trimmed.Split('/').All(IsName) ? trimmed : null;
    }
}
