using Ronchi.Hdf5.Storage;

namespace Ronchi.Hdf5.Writing;

/// <summary>
/// Copies a tree of groups, small datasets and attributes from one file into another: what an experiment's file says besides its frames.
/// </summary>
/// <remarks>
/// Soft links stay links; external ones are left out. What the file is made of is checked as it is read: depth, number and size are
/// bounded.
/// </remarks>
public sealed class ObjectCopy
{
    private const int MostDepth = 16;
    private const int MostObjects = 20_000;
    private const long MostBytes = 256 << 20;

    private readonly Func<string, Hdf5Object?, bool> _isLeftOut;
    private readonly string _targetRoot;
    private readonly List<string> _losses = [];
    private readonly HashSet<long> _onTheWay = [];
    private long _bytes;

    private ObjectCopy(Func<string, Hdf5Object?, bool> isLeftOut, string targetRoot)
    {
        _isLeftOut = isLeftOut;
        _targetRoot = targetRoot.TrimEnd('/');
    }

    /// <summary>Groups and datasets that were copied.</summary>
    public int Objects { get; private set; }

    /// <summary>What cannot be copied, a phrase each: <c>'/entry/x' is a reference</c>.</summary>
    public IReadOnlyList<string> Losses => _losses;

    /// <summary>Copies what is in a group, and its attributes.</summary>
    /// <param name="from">The group, usually a file's root.</param>
    /// <param name="to">A group of another file; links and attributes that it has already stay as they are.</param>
    /// <param name="targetRoot">Path of <paramref name="to"/>: soft links to a path from the root lead below it.</param>
    /// <param name="isLeftOut">Says of a path, and of the object there (null: a link, or <c>PATH@NAME</c>, an attribute), whether it is
    /// left out without a word.</param>
    /// <exception cref="Hdf5Exception">The file is damaged.</exception>
    public static ObjectCopy Copy(Hdf5Group from, GroupWriter to, string targetRoot, Func<string, Hdf5Object?, bool> isLeftOut)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(targetRoot);
        ArgumentNullException.ThrowIfNull(isLeftOut);
        var copy = new ObjectCopy(isLeftOut, targetRoot);
        copy.Group(from, to, 0);
        return copy;
    }

    private void Group(Hdf5Group from, GroupWriter to, int depth)
    {
        Attributes(from, to);
        if (!_onTheWay.Add(from.Header.Address))
            return;
        foreach (var link in from.Links)
        {
            string path = from.Path.TrimEnd('/') + "/" + link.Name;
            if (link.Kind == LinkKind.Hard)
                Object(from.TryOpen(link.Name), link.Name, path, to, depth);
            else if (!_isLeftOut(path, null) && !to.Has(link.Name))
                Link(link, path, to);
        }

        _onTheWay.Remove(from.Header.Address);
    }

    private void Object(Hdf5Object? item, string name, string path, GroupWriter to, int depth)
    {
        if (item is null || _isLeftOut(path, item))
            return;
        if (Objects >= MostObjects || _bytes > MostBytes)
        {
            Lose(path, "beyond the 20,000 objects or 256 MiB that are copied");
            return;
        }

        switch (item)
        {
            case Hdf5Group group when depth >= MostDepth || _onTheWay.Contains(group.Header.Address):
                Lose(path, "nested too deep");
                break;
            case Hdf5Group group:
                if (to.Has(name) && !to.HasGroup(name))
                    break;
                Objects++;
                Group(group, to.Group(name), depth + 1);
                break;
            case Hdf5Dataset dataset when !to.Has(name):
                Dataset(dataset, name, path, to);
                break;
            case Hdf5NamedType:
                Lose(path, "a named datatype");
                break;
        }
    }

    private void Dataset(Hdf5Dataset dataset, string name, string path, GroupWriter to)
    {
        try
        {
            var (written, why) = to.Copy(name, dataset);
            if (written is null)
            {
                Lose(path, why!);
                return;
            }

            Objects++;
            _bytes += dataset.ElementCount * dataset.Type.Size;
            Attributes(dataset, written);
        }
        catch (Hdf5Exception e)
        {
            // One dataset that cannot be read (an unknown filter, say) stands in the way of no other.
            Lose(path, $"not readable ({e.Problem})");
        }
    }

    private void Link(Hdf5Link link, string path, GroupWriter to)
    {
        if (link is { Kind: LinkKind.Soft, Target: { } target })
            to.SoftLink(link.Name, target.StartsWith('/') ? _targetRoot + target : target);
        else
            Lose(path, $"a link to {link.TargetFile ?? "elsewhere"}");
    }

    private void Attributes(Hdf5Object from, ObjectWriter to)
    {
        foreach (var attribute in from.Attributes.Values)
        {
            if (!to.HasAttribute(attribute.Name) && !_isLeftOut($"{from.Path}@{attribute.Name}", null) && to.Copy(attribute) is { } why)
                Lose($"{from.Path}@{attribute.Name}", why);
        }
    }

    private void Lose(string path, string why) => _losses.Add($"'{path}' is {why}");
}
