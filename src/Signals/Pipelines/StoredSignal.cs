using System.Text.Json;
using System.Text.Json.Nodes;
using Ronchi.Engine.Operations;

namespace Ronchi.Signals.Pipelines;

/// <summary>
/// A signal of a list that may have been stored where there were other operations: read, or kept as it is until it can be read again.
/// </summary>
/// <param name="Name">What it is called.</param>
/// <param name="Signal">The signal; null: it cannot be read now.</param>
/// <param name="Stored">What cannot be read, as it was stored; null: it was read.</param>
/// <param name="Error">Why it cannot be read, in a sentence; null: it was.</param>
public sealed record StoredSignal(string Name, PipelineSignal? Signal, JsonObject? Stored = null, string? Error = null)
{
    private const string FileMember = "file", Nameless = "unread";

    /// <summary>The file to which its frames were committed; null: they were not.</summary>
    public string? File { get; init; }

    /// <summary>As it is stored.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="file">The file to which its frames are committed; null: they are not.</param>
    public static JsonObject ToJson(PipelineSignal signal, string? file)
    {
        ArgumentNullException.ThrowIfNull(signal);
        var json = signal.ToJson();
        if (file is not null)
            json[FileMember] = file;
        return json;
    }

    /// <summary>Reads a list, each signal behind those that it needs.</summary>
    /// <param name="list">The signals.</param>
    /// <param name="known">The operations that there are.</param>
    /// <param name="mayKeep">Whether a signal that cannot be read is kept; it is refused otherwise.</param>
    /// <exception cref="FormatException">A signal makes no sense, and is not kept.</exception>
    public static IReadOnlyList<StoredSignal> ReadAll(
        IReadOnlyList<JsonElement> list, IReadOnlyList<Operation> known, Func<JsonElement, bool> mayKeep)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(mayKeep);
        if (list.Count > PipelineJson.MostSignals)
            throw new FormatException($"the scan has {PipelineJson.MostSignals} signals: delete some.");
        var all = new List<StoredSignal>();
        var read = new List<PipelineSignal>();
        for (var i = 0; i < list.Count; i++)
        {
            try
            {
                var signal = Read(list[i], list.Skip(i), all, read, known);
                read.Add(signal);
                all.Add(new(signal.Name, signal) { File = Text(list[i], FileMember) });
            }
            catch (FormatException e)
            {
                if (!mayKeep(list[i]))
                    throw;
                if (list[i].ValueKind != JsonValueKind.Object)
                    continue;   // nobody has stored that as a signal
                var name = Free(NameOf(list[i]) ?? Nameless, all);
                var prefix = $"signal '{name}': ";   // it stands beside the name
                var sentence = e.Message.StartsWith(prefix, StringComparison.Ordinal) ? e.Message[prefix.Length..] : e.Message;
                all.Add(new(name, Signal: null, JsonObject.Create(list[i].Clone()), sentence));
            }
        }

        return all;
    }

    private static string Free(string name, List<StoredSignal> taken)
    {
        var free = name;
        for (var number = 2; taken.Exists(other => other.Name == free); number++)
            free = $"{name}-{number}";
        return free;
    }

    private static PipelineSignal Read(
        JsonElement json, IEnumerable<JsonElement> fromHere, List<StoredSignal> before, List<PipelineSignal> read,
        IReadOnlyList<Operation> known)
    {
        RequireKnown(json, known);
        RequireRead(before, Text(json, "of"));
        if (NameOf(json) is { } name && before.Exists(other => other.Name == name))
            throw new FormatException($"there are two signals called '{name}': rename one.");
        var signal = PipelineJson.Signal(WithoutFile(json), read, known);
        foreach (var input in signal.Call.Arguments.Inputs)
        {
            var source = PipelineJson.Split(input.Text).Name;
            RequireRead(before, source);
            PipelineJson.RefuseLaterInput(signal, input, fromHere.Select(NameOf));
        }

        return signal;
    }

    private static JsonElement WithoutFile(JsonElement json)
    {
        if (Text(json, FileMember) is null)
            return json;
        var pure = JsonObject.Create(json)!;
        pure.Remove(FileMember);
        using var document = JsonDocument.Parse(pure.ToJsonString());
        return document.RootElement.Clone();
    }

    private static void RequireKnown(JsonElement json, IReadOnlyList<Operation> known)
    {
        if (Text(json, "operation") is not { } operation || known.Any(other => other.Name == operation))
            return;
        var near = NearName.Of(operation, known.Select(static other => other.Name));
        throw new FormatException(
            $"signal '{NameOf(json)}': there is no operation '{operation}'{(near is null ? "" : $". Did you mean '{near}'?")}"
            + $"{(near is null ? ": if" : " If")} a plug-in brings it, start with --plugins FOLDER.");
    }

    private static void RequireRead(List<StoredSignal> before, string? name)
    {
        if (before.Find(other => other.Name == name) is { Signal: null })
            throw new FormatException($"it is made of '{name}', which cannot be read.");
    }

    private static string? NameOf(JsonElement json) => Text(json, "name") is { } name && PipelineSignal.IsName(name) ? name : null;

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()
            : null;
}
