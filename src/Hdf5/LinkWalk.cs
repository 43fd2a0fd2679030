using Ronchi.Hdf5.Storage;

namespace Ronchi.Hdf5;

/// <summary>Follows paths and links.</summary>
internal static class LinkWalk
{
    // As many as Linux follows in a path of a file system.
    private const int MaxHops = 40;

    /// <summary>The object at a path, or null when a name of the path itself does not exist.</summary>
    public static Hdf5Object? Resolve(Hdf5Group start, string path)
    {
        int hops = 0;
        return Resolve(start, path, ref hops);
    }

    private static Hdf5Object? Resolve(Hdf5Group start, string path, ref int hops)
    {
        Hdf5Object current = path.StartsWith('/') ? start.File.Root : start;
        foreach (string name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (name == ".")
                continue;
            if (current is not Hdf5Group group || group.FindLink(name) is not { } link)
                return null;
            current = Follow(group, link, ref hops);
        }
        return current;
    }

    private static Hdf5Object Follow(Hdf5Group group, Hdf5Link link, ref int hops)
    {
        string path = group.Path == "/" ? "/" + link.Name : $"{group.Path}/{link.Name}";
        switch (link.Kind)
        {
            case LinkKind.Hard:
                return Hdf5Object.Open(group.File, link.Address, path);
            case LinkKind.Soft:
                Count(group, path, ref hops);
                return Resolve(group, link.Target!, ref hops)
                    ?? throw new Hdf5Exception(
                        group.File.Path, -1, $"the soft link '{path}' leads to '{link.Target}', which does not exist");
            case LinkKind.External:
                Count(group, path, ref hops);
                var file = group.File.Family.Open(group.File, $"the external link '{path}'", link);
                return Resolve(file.Root, link.Target!, ref hops)
                    ?? throw new Hdf5Exception(
                        group.File.Path,
                        -1,
                        $"the external link '{path}' leads to '{link.Target}' in {file.Path}, which does not exist there");
            default:
                throw new Hdf5Exception(group.File.Path, -1, $"the link '{path}' is user-defined, which is not supported");
        }
    }

    private static void Count(Hdf5Group group, string path, ref int hops)
    {
        if (++hops > MaxHops)
            throw new Hdf5Exception(group.File.Path, -1, $"the link '{path}' leads in circles: {MaxHops} links were followed");
    }
}
