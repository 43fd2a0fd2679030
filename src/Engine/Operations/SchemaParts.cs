namespace Ronchi.Engine.Operations;

/// <summary>Several schemas whose parameters stand in one list.</summary>
/// <param name="schemas">The schemas, in the order of the list.</param>
/// <param name="member">The member of the first record that holds the others.</param>
internal sealed class SchemaParts(IReadOnlyList<ParameterSchema> schemas, string member)
{
    /// <summary>All parameters.</summary>
    public IReadOnlyList<Parameter> Parameters { get; } = [.. schemas.SelectMany(static schema => schema.Parameters)];

    /// <summary>The schema to which a parameter belongs, and its number there.</summary>
    public (int Part, int Own) At(int number)
    {
        var part = 0;
        for (; number >= schemas[part].Parameters.Count; part++)
            number -= schemas[part].Parameters.Count;
        return (part, number);
    }

    /// <summary>Values of all parameters as those of each schema.</summary>
    public IEnumerable<(ParameterSchema Schema, object?[] Values)> Split(object?[] values)
    {
        var start = 0;
        foreach (var schema in schemas)
        {
            yield return (schema, values[start..(start + schema.Parameters.Count)]);
            start += schema.Parameters.Count;
        }
    }

    /// <summary>Members of a C# initializer for values of all parameters.</summary>
    /// <param name="values">The values; null: not given.</param>
    /// <param name="membersOf">The members of one record.</param>
    public IEnumerable<string> Initializers(object?[] values, Func<ParameterSchema, object?[], IEnumerable<string>> membersOf)
    {
        var parts = Split(values).Select(part => (part.Schema, Members: membersOf(part.Schema, part.Values).ToList())).ToList();
        var others = parts.Skip(1).Where(static part => part.Members.Count > 0)
            .Select(static part => $"new {part.Schema.Record!.FullName} {{ {string.Join(", ", part.Members)} }}").ToList();
        return others.Count == 0 ? parts[0].Members : [.. parts[0].Members, $"{member} = [{string.Join(", ", others)}]"];
    }
}
