using System.Collections;

namespace Ronchi.Engine;

/// <summary>The results of a run, UDF after UDF, each in the order of its declarations. They are computed when they are first looked at.</summary>
public sealed class ResultSet : IReadOnlyList<ResultArray>
{
    private readonly Lazy<IReadOnlyList<ResultArray>>[] _udfs;

    internal ResultSet(IEnumerable<Func<IReadOnlyList<ResultArray>>> udfs, bool isComplete)
    {
        _udfs = [.. udfs.Select(static udf => new Lazy<IReadOnlyList<ResultArray>>(udf))];
        IsComplete = isComplete;
    }

    /// <summary>Whether every selected frame went in; false for partial results.</summary>
    public bool IsComplete { get; }

    /// <summary>Number of UDFs.</summary>
    public int UdfCount => _udfs.Length;

    /// <inheritdoc/>
    public int Count => _udfs.Sum(static udf => udf.Value.Count);

    /// <inheritdoc/>
    public ResultArray this[int index] => this.ElementAt(index);

    /// <summary>The result called <paramref name="name"/>.</summary>
    /// <exception cref="ArgumentException">There is none, or several UDFs have one of that name; the message lists those that there are.</exception>
    public ResultArray this[string name]
    {
        get
        {
            var found = this.Where(result => result.Name == name).Take(2).ToList();
            return found.Count switch
            {
                1 => found[0],
                0 => throw new ArgumentException($"There is no result '{name}', only {string.Join(", ", this.Select(static result => $"'{result.Name}'"))}.", nameof(name)),
                _ => throw new ArgumentException($"Several UDFs have a result '{name}': take it from {nameof(Of)}(number of the UDF).", nameof(name)),
            };
        }
    }

    /// <summary>The results of one UDF.</summary>
    /// <param name="udf">Its number in the run.</param>
    public IReadOnlyList<ResultArray> Of(int udf) => _udfs[udf].Value;

    /// <inheritdoc/>
    public IEnumerator<ResultArray> GetEnumerator() => _udfs.SelectMany(static udf => udf.Value).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
