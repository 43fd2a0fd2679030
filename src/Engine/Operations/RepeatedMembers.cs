using System.Text.Json;

namespace Ronchi.Engine.Operations;

/// <summary>Members of a JSON object that are written twice: a reader takes the last one without a word, so they are refused.</summary>
public static class RepeatedMembers
{
    /// <summary>Refuses them, at any depth.</summary>
    /// <param name="json">What somebody wrote.</param>
    /// <exception cref="FormatException">There are some.</exception>
    public static void Refuse(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Array)
        {
            foreach (var part in json.EnumerateArray())
                Refuse(part);
        }
        else if (json.ValueKind == JsonValueKind.Object)
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var member in json.EnumerateObject())
            {
                if (!names.Add(member.Name))
                    throw new FormatException($"\"{member.Name}\" is written twice between the same braces: leave one out.");
                Refuse(member.Value);
            }
        }
    }
}
