namespace Ronchi.Engine;

/// <summary>What a run has for one UDF: its merged buffers, and the results that it makes of them when somebody looks.</summary>
/// <param name="udf">The UDF.</param>
/// <param name="merged">Its merged buffers.</param>
/// <param name="noData">"No data" values that were left out; null: the engine does not report them.</param>
/// <param name="make">Makes the results.</param>
internal sealed class UdfResults(Udf udf, UdfTask merged, long? noData, Func<IReadOnlyList<ResultArray>> make)
{
    /// <summary>Name of the report that the engine makes.</summary>
    public const string NoDataResult = "no_data_values_left_out";

    private readonly Lazy<IReadOnlyList<ResultArray>> _results = new(make);

    public Udf Udf => udf;

    public UdfTask Merged => merged;

    public IReadOnlyList<ResultArray> Results => noData is { } count
        ? [
            .. _results.Value,
            new(NoDataResult, ResultKind.Single, Frames.ElementType.U64, default, new[] { (ulong)count }) { Use = BufferUse.Report }]
        : _results.Value;

    /// <summary>The same after a pass before it, which may have seen more.</summary>
    public UdfResults After(UdfResults before) =>
        new(udf, merged, noData is { } count ? Math.Max(count, before.NoData ?? 0) : null, () => _results.Value);

    private long? NoData => noData;
}
