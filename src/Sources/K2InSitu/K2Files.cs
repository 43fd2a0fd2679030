using Ronchi.Frames;

namespace Ronchi.Sources.K2InSitu;

/// <summary>Finds the files of a recording: <c>NAME1.bin</c> to <c>NAME8.bin</c> beside <c>NAME.gtg</c>.</summary>
internal static class K2Files
{
    private const string ReferenceExtension = ".gtg";

    private const string SectorExtension = ".bin";

    /// <summary>Whether a file stands for sectors beside it: its tags are of no use without them.</summary>
    public static bool IsReference(string path) => Path.GetExtension(path).Equals(ReferenceExtension, StringComparison.OrdinalIgnoreCase);

    /// <summary>The files of the sectors, from left to right.</summary>
    /// <exception cref="SourceException">Some are not there, or may not be read.</exception>
    public static IReadOnlyList<string> Of(string path, OpenOptions options)
    {
        var name = BaseOf(path);
        string[] sectors = [.. Enumerable.Range(1, K2Block.Sectors).Select(sector => SectorOf(name, sector))];
        string[] missing = [.. sectors.Where(sector => !File.Exists(sector) || options.MayRead?.Invoke(sector) == false)];
        return missing.Length == 0
            ? sectors
            : throw new SourceException(
                path,
                $"the frames lie in {K2Block.Sectors} files, one for each sector; {string.Join(", ", missing.Select(Path.GetFileName))} "
                + $"{(missing.Length == 1 ? "is" : "are")} missing: put all into one folder.");
    }

    private static string BaseOf(string path)
    {
        var name = Path.ChangeExtension(Path.GetFullPath(path), null);
        return IsReference(path) ? name : name.TrimEnd([.. "0123456789"]);
    }

    private static string SectorOf(string name, int sector) => $"{name}{sector}{SectorExtension}";
}
