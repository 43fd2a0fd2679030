using System.Text.RegularExpressions;

namespace Ronchi.ArchitectureTests;

/// <summary>
/// Which files of a room use types of which others, and which of them go round in a circle; parts of one type count as one file.
/// </summary>
internal sealed partial class FileGraph
{
    private readonly Dictionary<string, HashSet<string>> _uses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _lowest = new(StringComparer.Ordinal);
    private readonly Stack<string> _open = new();
    private readonly List<IReadOnlyList<string>> _circles = [];

    private FileGraph(IReadOnlyList<SourceFile> files)
    {
        var declared = files
            .SelectMany(static file => file.Types.Select(type => (type.Name, file.Namespace, Node: Node(file))))
            .ToLookup(static type => type.Name, StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (!_uses.TryGetValue(Node(file), out var uses))
                _uses[Node(file)] = uses = new(StringComparer.Ordinal);
            // A registry names everything, and the members of an enumeration are no types.
            if (file.Name.StartsWith("Known", StringComparison.Ordinal) || Enumeration().IsMatch(file.Code))
                continue;
            foreach (var candidates in file.Identifiers.Select(
                name => declared[name].Where(type => NamespaceGraph.Reaches(file, type.Namespace)).ToArray()))
            {
                // A type of the file's own namespace hides the others.
                var own = candidates.Where(type => type.Namespace == file.Namespace).ToArray();
                uses.UnionWith((own.Length > 0 ? own : candidates).Select(static type => type.Node).Where(node => node != Node(file)));
            }
        }
    }

    /// <summary>The circles of some files, the largest first: from each file of one, every other is reached.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Circles(IReadOnlyList<SourceFile> files)
    {
        var graph = new FileGraph(files);
        foreach (var node in graph._uses.Keys)
        {
            if (!graph._numbers.ContainsKey(node))
                graph.Visit(node);
        }

        return [.. graph._circles.OrderByDescending(static circle => circle.Count)];
    }

    private static string Node(SourceFile file) => Path.Combine(Path.GetDirectoryName(file.RelativePath)!, file.Name.Split('.')[0]);

    // Tarjan (1972), doi:10.1137/0201010.
    private void Visit(string node)
    {
        _numbers[node] = _lowest[node] = _numbers.Count;
        _open.Push(node);
        foreach (var used in _uses[node])
        {
            if (!_numbers.ContainsKey(used))
            {
                Visit(used);
                _lowest[node] = Math.Min(_lowest[node], _lowest[used]);
            }
            else if (_open.Contains(used))
            {
                _lowest[node] = Math.Min(_lowest[node], _numbers[used]);
            }
        }

        if (_lowest[node] != _numbers[node])
            return;
        var circle = new List<string>();
        do
            circle.Add(_open.Pop());
        while (circle[^1] != node);
        if (circle.Count > 1)
            _circles.Add(circle);
    }

    [GeneratedRegex("^(public|internal) enum ", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Enumeration();
}
