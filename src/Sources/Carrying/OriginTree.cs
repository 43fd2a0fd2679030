using Ronchi.Frames;
using Ronchi.Hdf5;
using Ronchi.Hdf5.Writing;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Carrying;

/// <summary>
/// What an HDF5 source says besides its frames, copied as it is into the group <c>/entry/origin</c> of another HDF5 file.
/// </summary>
internal static class OriginTree
{
    /// <summary>Path of the group.</summary>
    public const string Path = "/entry/origin";

    private const string Name = "origin";
    private const int MostDepth = 16;
    private const int MostCounted = 20_000;

    /// <summary>The file whose objects there are to carry; null: the frames come from no HDF5 file.</summary>
    public static string? FileOf(SourceInfo info) =>
        info.Files is [var first, ..] && File.Exists(first) && Hdf5Opening.IsHdf5(first) ? first : null;

    /// <summary>Groups and datasets that are no frames.</summary>
    /// <exception cref="SourceException">The file is damaged.</exception>
    public static int Count(SourceInfo info) => FileOf(info) is not { } path ? 0 : Hdf5Opening.Guard(path, () =>
    {
        using var file = Open(path);
        var left = MostCounted;
        if (Root(file, info) is { } root)
            Walk(root, 0);
        return MostCounted - left;

        void Walk(Hdf5Group group, int depth)
        {
            foreach (var link in group.Links)
            {
                if (link.Kind != LinkKind.Hard || left == 0 || IsOfFrames(Below(group, link.Name), info))
                    continue;
                left--;
                if (depth < MostDepth && group.TryOpen(link.Name) is Hdf5Group inner)
                    Walk(inner, depth + 1);
            }
        }
    });

    /// <summary>Copies them.</summary>
    /// <param name="entry">The group <c>/entry</c> of the new file.</param>
    /// <param name="data">What that file will hold.</param>
    /// <returns>What cannot be copied, a phrase each.</returns>
    /// <exception cref="SourceException">The source is damaged.</exception>
    public static IReadOnlyList<string> Write(GroupWriter entry, SinkDescription data) =>
        FileOf(data.Info) is not { } path ? [] : Hdf5Opening.Guard(path, () =>
        {
            using var file = Open(path);
            if (Root(file, data.Info) is not { } root)
                return [];
            var frameBytes = data.Shape.FrameCount * data.FrameBytes;
            var tooLarge = new List<string>();
            var origin = entry.Group(Name);
            var isCarriedOn = root.Path == Path;
            if (!isCarriedOn)
            {
                origin.Attribute("NX_class", "NXcollection");
                origin.Attribute("file", System.IO.Path.GetFileName(path));
                origin.Attribute(
                    "comment",
                    "What the file of these frames said besides them, as it was: binning, cropping and the like are not applied here.");
            }

            var copy = ObjectCopy.Copy(root, origin, isCarriedOn ? "" : Path, (at, item) =>
            {
                if (IsOfFrames(at, data.Info))
                    return true;
                // Whoever looks for frames takes the largest dataset: these must stay it.
                if (item is not Hdf5Dataset { Shape.Length: >= 3, Type.IsNumeric: true } dataset
                    || dataset.ElementCount * dataset.Type.Size < frameBytes)
                    return false;
                tooLarge.Add($"'{at}' is as large as the frames");
                return true;
            });
            return (IReadOnlyList<string>)[.. tooLarge, .. copy.Losses];
        });

    // A file of our own has carried along what the first file said; the rest of it is made anew.
    private static Hdf5Group? Root(Hdf5File file, SourceInfo info) =>
        !IsDectris(info) && CarriedGroup.IsIn(file) ? file.TryOpen(Path) as Hdf5Group : file.Root;

    private static bool IsOfFrames(string path, SourceInfo info) =>
        path == CarriedGroup.Path
        || (IsDectris(info)
            ? path.StartsWith("/entry/data/data", StringComparison.Ordinal)
            : info.Facts.Any(fact => fact.Name == "dataset" && fact.Value == path));

    private static bool IsDectris(SourceInfo info) => info.Format == "DECTRIS HDF5";

    private static string Below(Hdf5Group group, string name) => group.Path.TrimEnd('/') + "/" + name;

    private static Hdf5File Open(string path) => Hdf5File.Open(path, Hdf5Codecs.Options with { ExternalFiles = static (_, _) => false });
}
