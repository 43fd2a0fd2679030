namespace Ronchi.Engine.Operations;

/// <summary>The name that somebody probably meant who mistyped it.</summary>
public static class NearName
{
    /// <summary>
    /// The name that takes the fewest changes, if they are few for its length: letters put in, left out, changed or swapped.
    /// </summary>
    /// <param name="text">What was written.</param>
    /// <param name="names">The names that there are.</param>
    /// <returns>Null: none is near.</returns>
    public static string? Of(string text, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(text);
        var known = names.ToList();
        var best = known.Select(name => (Name: name, Distance: Distance(text.ToLowerInvariant(), name)))
            .Append((Name: "", Distance: int.MaxValue))
            .MinBy(static pair => pair.Distance);
        return best.Distance <= Math.Max(1, Math.Min(text.Length, best.Name.Length) / 3)
            || (text.Length >= 3 && best.Name.Contains(text, StringComparison.OrdinalIgnoreCase))
            ? best.Name
            : text.Length >= 3 ? known.Find(name => name.StartsWith(text, StringComparison.OrdinalIgnoreCase)) : null;
    }

    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    rows[i, j] = i + j;
                    continue;
                }

                var change = rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(change, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[a.Length, b.Length];
    }
}
