using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Analyses.Statistics;

/// <summary>The sum pattern of corrected frames from the exact sum of raw ones: (Σ raw − n · dark) · gain, repaired.</summary>
internal sealed class CorrectedSum(Corrections corrections) : Udf, IStackUdf
{
    private readonly Sum _sum = new();

    public override string Name => _sum.Name;

    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data)
    {
        var declared = _sum.Declare(data);
        return
        [
            declared[0] with { Name = "raw_sum", Use = BufferUse.Private },
            new("frames", ResultKind.Single, ElementType.I64, Use: BufferUse.Private),
            new(Sum.Result, ResultKind.Detector, ElementType.F32, Use: BufferUse.ResultOnly) { Unit = data.ValueUnit },
        ];
    }

    public override object? CreateTaskData(DataDescription data, TileForm form) => _sum.CreateTaskData(data, form);

    public void ProcessStack(in Tile tile, UdfTask task)
    {
        _sum.ProcessStack(tile, task);
        task[1].Span<long>()[0] += tile.Frames.Count;
    }

    public override IReadOnlyList<ResultArray> GetResults(UdfTask merged)
    {
        var sums = ResultArray.Of(merged[0], merged.Data.Shape).ToDoubles();
        corrections.Apply(sums, merged[1].Span<long>()[0]);
        // A masked pixel that is repaired holds what its neighbours measured.
        var raw = MeasuredPixels.Of(merged);
        var hasFrames = merged.ValidScan.IsEmpty || merged.ValidScan.Contains(true);
        bool[]? measured = raw is null ? null : [.. raw.Select((isMeasured, pixel) => isMeasured || (hasFrames && corrections.Excluded is { } excluded && excluded[pixel]))];
        return [new(Sum.Result, ResultKind.Detector, ElementType.F32, merged.Data.Shape.Detector, Array.ConvertAll(sums, static sum => (float)sum)) { Valid = measured }];
    }
}
