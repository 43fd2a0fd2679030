using Ronchi.Hdf5.Headers;
using Ronchi.Hdf5.Storage;

namespace Ronchi.Hdf5;

/// <summary>A group: links by name.</summary>
public sealed class Hdf5Group : Hdf5Object
{
    private SortedList<string, Hdf5Link>? _links;

    internal Hdf5Group(Hdf5File file, ObjectHeader header, string path)
        : base(file, header, path)
    {
    }

    /// <summary>The links, in ordinal order of their names.</summary>
    /// <exception cref="Hdf5Exception">The file is damaged.</exception>
    public IList<Hdf5Link> Links => LinkTable.Values;

    private SortedList<string, Hdf5Link> LinkTable => _links ??= LinkReader.Read(Header);

    /// <summary>The link with a name, not followed; or null.</summary>
    /// <param name="name">One name, without '/'.</param>
    public Hdf5Link? FindLink(string name) => LinkTable.GetValueOrDefault(name);

    /// <summary>Opens an object; links are followed.</summary>
    /// <param name="path">Names separated by '/', from this group, or from the root when it starts with '/'.</param>
    /// <returns>The object, or null when the path does not exist.</returns>
    /// <exception cref="Hdf5Exception">A soft or external link on the way leads nowhere or in circles, or a file is damaged.</exception>
    public Hdf5Object? TryOpen(string path) => LinkWalk.Resolve(this, path);

    /// <summary>Opens a dataset.</summary>
    /// <param name="path">As in <see cref="TryOpen"/>.</param>
    /// <exception cref="Hdf5Exception">There is none, or the file is damaged.</exception>
    public Hdf5Dataset OpenDataset(string path) => Need<Hdf5Dataset>(path, "dataset");

    /// <summary>Opens a group.</summary>
    /// <param name="path">As in <see cref="TryOpen"/>.</param>
    /// <exception cref="Hdf5Exception">There is none, or the file is damaged.</exception>
    public Hdf5Group OpenGroup(string path) => Need<Hdf5Group>(path, "group");

    private T Need<T>(string path, string what)
        where T : Hdf5Object
    {
        var found = TryOpen(path) ?? throw new Hdf5Exception(File.Path, -1, $"there is no '{path}' in the group '{Path}'");
        return found as T ?? throw new Hdf5Exception(found.File.Path, -1, $"'{found.Path}' is not a {what}");
    }
}
