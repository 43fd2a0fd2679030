using System.Text.Json.Nodes;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Pictures;

namespace Ronchi.Server;

/// <summary>The newest results of an analysis that runs, or ran: one channel for each that is a picture over the scan or over the detector.</summary>
internal sealed class ResultChannels
{
    private const int MostComponents = 16;
    private readonly Lock _gate = new();
    private Dictionary<string, ResultArray> _channels = new(StringComparer.Ordinal);
    private ResultSet? _results;
    private bool _isComplete = true;

    /// <summary>Whether the run has ended.</summary>
    public bool IsComplete
    {
        get
        {
            lock (_gate)
                return _isComplete;
        }
    }

    /// <summary>Takes results in place of those before.</summary>
    /// <returns>Whether there are other channels than before.</returns>
    public bool Take(ResultSet results, DataShape data, bool isComplete)
    {
        var next = new Dictionary<string, ResultArray>(StringComparer.Ordinal);
        foreach (var result in results)
        {
            if (result.Use == BufferUse.Report || result.ElementType is ElementType.Bool or ElementType.Object || result.ElementType.IsComplex())
                continue;
            var plane = result.Kind switch { ResultKind.Scan => data.Scan, ResultKind.Detector => data.Detector, _ => default };
            if (plane.Rank < 2 || plane.Count == 0)
                continue;
            long components = result.Values.LongLength / plane.Count;
            if (components == 1)
                next[result.Name] = result with { Shape = plane };
            else if (components <= MostComponents)
                Split(result, plane, (int)components, next);
        }

        lock (_gate)
        {
            bool isOther = !next.Keys.SequenceEqual(_channels.Keys);
            (_channels, _results, _isComplete) = (next, results, isComplete);
            return isOther;
        }
    }

    public void Clear()
    {
        lock (_gate)
            (_channels, _results, _isComplete) = (new(StringComparer.Ordinal), null, true);
    }

    /// <summary>The newest values of a channel.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public ResultArray Newest(string name)
    {
        lock (_gate)
            return _channels.TryGetValue(name, out var result) ? result : throw new ArgumentException($"No result '{name}': {(_channels.Count == 0 ? "no analysis runs" : string.Join(", ", _channels.Keys))}.");
    }

    /// <summary>A result as it is, whatever its axes.</summary>
    /// <exception cref="ArgumentException">There is none of that name, or it is no array of numbers.</exception>
    public NamedArray Whole(string name)
    {
        lock (_gate)
        {
            var result = _results?.FirstOrDefault(result => result.Name == name && result.Use != BufferUse.Report)
                ?? throw new ArgumentException($"No result '{name}': {(_results is null ? "no analysis ran" : string.Join(", ", _results.Where(static result => result.Use != BufferUse.Report).Select(static result => result.Name)))}.");
            return NamedArray.Of(result);
        }
    }

    public JsonArray Describe()
    {
        lock (_gate)
            return new([.. _channels.Values.Select(static result => (JsonNode)new JsonObject { ["name"] = result.Name, ["kind"] = result.Kind.ToString().ToLowerInvariant() })]);
    }

    // Components lie side by side: (row, column) of a vector, bins of a profile.
    private static void Split(ResultArray result, Extent plane, int components, Dictionary<string, ResultArray> into)
    {
        for (int component = 0; component < components; component++)
        {
            var part = Array.CreateInstance(result.Values.GetType().GetElementType()!, plane.Count);
            for (long i = 0; i < plane.Count; i++)
                part.SetValue(result.Values.GetValue((i * components) + component), i);
            string name = $"{result.Name}[{component}]";
            into[name] = result with { Name = name, Shape = plane, Values = part };
        }
    }
}
