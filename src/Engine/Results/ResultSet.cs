using System.Collections;

namespace Ronchi.Engine;

/// <summary>
/// The results of a run, UDF after UDF, each in the order of its declarations. They are computed when they are first looked at.
/// </summary>
public sealed class ResultSet : IReadOnlyList<ResultArray>
{
    private readonly UdfResults[] _udfs;

    internal ResultSet(IEnumerable<UdfResults> udfs, bool isComplete)
    {
        _udfs = [.. udfs];
        IsComplete = isComplete;
    }

    /// <summary>Whether every selected frame went in; false for partial results.</summary>
    public bool IsComplete { get; }

    /// <summary>Number of UDFs.</summary>
    public int UdfCount => _udfs.Length;

    /// <inheritdoc/>
    public int Count => _udfs.Sum(static udf => udf.Results.Count);

    /// <inheritdoc/>
    public ResultArray this[int index] => this.ElementAt(index);

    /// <summary>The result called <paramref name="name"/>.</summary>
    /// <exception cref="ArgumentException">There is none, or several UDFs have one of that name; the message lists those that there
    /// are.</exception>
    public ResultArray this[string name]
    {
        get
        {
            var found = this.Where(result => result.Name == name).Take(2).ToList();
            return found.Count switch
            {
                1 => found[0],
                0 =>
                    throw new ArgumentException(
                        $"No result '{name}', only {string.Join(", ", this.Select(static result => $"'{result.Name}'"))}.", nameof(name)),
                _ =>
                    throw new ArgumentException(
                        $"Several UDFs have a result '{name}': take it from {nameof(Of)}(number of the UDF).", nameof(name)),
            };
        }
    }

    /// <summary>The results of one UDF.</summary>
    /// <param name="udf">Its number in the run.</param>
    public IReadOnlyList<ResultArray> Of(int udf) => _udfs[udf].Results;

    /// <inheritdoc/>
    public IEnumerator<ResultArray> GetEnumerator() => _udfs.SelectMany(static udf => udf.Results).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The UDFs of the next pass, each with its number in the first one; empty: none.</summary>
    internal IReadOnlyList<(int Number, Udf Udf)> NextPass() =>
        [.. _udfs.Select(static (udf, i) => (i, udf.Udf is IMultiPassUdf passes ? passes.NextPass(udf.Merged) : null))
            .Where(static next => next.Item2 is not null)
            .Select(static next => (next.i, next.Item2!))];

    /// <summary>These results, with those of a later pass instead of those of the UDFs that needed it.</summary>
    internal ResultSet Replace(ResultSet later, IReadOnlyList<int> numbers)
    {
        var udfs = (UdfResults[])_udfs.Clone();
        for (var i = 0; i < numbers.Count; i++)
            udfs[numbers[i]] = later._udfs[i].After(_udfs[numbers[i]]);
        return new(udfs, IsComplete);
    }

    /// <summary>Tells UDFs that everything went in.</summary>
    internal void Completed()
    {
        foreach (var udf in _udfs)
            (udf.Udf as ICompletedUdf)?.Complete();
    }
}
