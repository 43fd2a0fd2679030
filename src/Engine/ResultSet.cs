using System.Collections;

namespace Ronchi.Engine;

/// <summary>The results of a run, in the order in which the UDFs declare them.</summary>
/// <param name="results">The results; names are unique.</param>
/// <param name="isComplete">Whether every selected frame went in.</param>
public sealed class ResultSet(IReadOnlyList<ResultArray> results, bool isComplete) : IReadOnlyList<ResultArray>
{
    /// <summary>Whether every selected frame went in; false for what a cancelled run had merged.</summary>
    public bool IsComplete { get; } = isComplete;

    /// <inheritdoc/>
    public int Count => results.Count;

    /// <inheritdoc/>
    public ResultArray this[int index] => results[index];

    /// <summary>The result called <paramref name="name"/>.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those that there are.</exception>
    public ResultArray this[string name] =>
        results.FirstOrDefault(result => result.Name == name)
        ?? throw new ArgumentException($"There is no result '{name}', only {string.Join(", ", results.Select(static result => $"'{result.Name}'"))}.", nameof(name));

    /// <inheritdoc/>
    public IEnumerator<ResultArray> GetEnumerator() => results.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
