namespace Ronchi.ArchitectureTests;

/// <summary>Which namespaces of a room use types of which others, as the source says.</summary>
internal static class NamespaceGraph
{
    /// <summary>Edges between the namespaces of some files, each with an example of a use.</summary>
    /// <remarks>
    /// A file uses another namespace when it names a type that is declared there and that it can see: through a using, or
    /// because the namespace encloses its own. Files called <c>Known…</c>, the registries, are left out.
    /// </remarks>
    public static Dictionary<(string From, string To), string> Edges(IReadOnlyList<SourceFile> files)
    {
        var declared = files
            .SelectMany(static file => file.Types.Select(type => (type.Name, file.Namespace)))
            .Distinct()
            .ToLookup(static type => type.Namespace, static type => type.Name, StringComparer.Ordinal);
        var edges = new Dictionary<(string, string), string>();
        foreach (var file in files.Where(static file => !file.Name.StartsWith("Known", StringComparison.Ordinal)))
        {
            var identifiers = file.Identifiers;
            foreach (var target in declared.Where(target => target.Key != file.Namespace && Sees(file, target.Key)))
            {
                // A type that the file's own namespace declares as well hides the other.
                if (target.Except(declared[file.Namespace], StringComparer.Ordinal).FirstOrDefault(identifiers.Contains) is { } type)
                    edges.TryAdd((file.Namespace, target.Key), $"{file.RelativePath} uses {type}");
            }
        }

        return edges;
    }

    /// <summary>A cycle of edges, or nothing.</summary>
    public static IReadOnlyList<string> FindCycle(IEnumerable<(string From, string To)> edges)
    {
        var targets = edges.ToLookup(static edge => edge.From, static edge => edge.To, StringComparer.Ordinal);
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var start in targets.Select(static group => group.Key))
        {
            if (Visit(start, []) is { Count: > 0 } cycle)
                return cycle;
        }

        return [];

        IReadOnlyList<string> Visit(string node, List<string> path)
        {
            if (path.IndexOf(node) is >= 0 and var begin)
                return [.. path[begin..], node];
            if (done.Contains(node))
                return [];
            path.Add(node);
            foreach (var target in targets[node])
            {
                if (Visit(target, path) is { Count: > 0 } cycle)
                    return cycle;
            }

            path.RemoveAt(path.Count - 1);
            done.Add(node);
            return [];
        }
    }

    /// <summary>Whether a file can name types of a namespace: its own, one that encloses it, or one that it opens.</summary>
    public static bool Reaches(SourceFile file, string target) => file.Namespace == target || Sees(file, target);

    private static bool Sees(SourceFile file, string target) =>
        file.Namespace.StartsWith(target + ".", StringComparison.Ordinal) || file.Usings.Contains(target, StringComparer.Ordinal);
}
