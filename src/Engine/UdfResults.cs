namespace Ronchi.Engine;

/// <summary>What a run has for one UDF: its merged buffers, and the results that it makes of them when somebody looks.</summary>
internal sealed class UdfResults(Udf udf, UdfTask merged, Func<IReadOnlyList<ResultArray>> make)
{
    private readonly Lazy<IReadOnlyList<ResultArray>> _results = new(make);

    public Udf Udf => udf;

    public UdfTask Merged => merged;

    public IReadOnlyList<ResultArray> Results => _results.Value;
}
