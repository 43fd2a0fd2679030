using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Analyses.Statistics;

/// <summary>The sum pattern of corrected frames from the exact sum of raw ones: (Σ raw − n · dark) · gain, repaired.</summary>
internal sealed class CorrectedSum(Corrections corrections) : Udf, IStackUdf
{
    private readonly Sum _sum = new();

    public override string Name => _sum.Name;

    public override UnmeasuredValues Unmeasured => UnmeasuredValues.LeftOut;

    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data)
    {
        return
        [
            .. Sum.Buffers(_sum.Declare(data))
                .Select(static buffer => buffer.Name == Sum.Result ? buffer with { Name = "raw_sum" } : buffer),
            new("frames", ResultKind.Single, ElementType.I64, Use: BufferUse.Private),
            new(Sum.Result, ResultKind.Detector, Promotion.ForResults(data.ElementType), Use: BufferUse.ResultOnly)
            {
                Unit = data.ValueUnit,
            },
        ];
    }

    public override object? CreateTaskData(DataDescription data, TileForm form) => _sum.CreateTaskData(data, form);

    public void ProcessStack(in Tile tile, UdfTask task)
    {
        _sum.ProcessStack(tile, task);
        task["frames"].Span<long>()[0] += tile.Frames.Count;
    }

    public override IReadOnlyList<ResultArray> GetResults(UdfTask merged)
    {
        var sums = Sum.SumsOf(merged);
        corrections.Apply(sums, merged["frames"].Span<long>()[0]);
        // A masked pixel that is repaired holds what its neighbours measured.
        var raw = MeasuredPixels.Of(merged);
        var hasFrames = merged.MeasuredScan.IsEmpty || merged.MeasuredScan.Contains(true);
        bool[]? measured = raw is null
            ? null
            : [.. raw.Select((isMeasured, pixel) => isMeasured || (hasFrames && corrections.Excluded is { } excluded && excluded[pixel]))];
        return [ResultArray.OfReals(
            Sum.Result, ResultKind.Detector, Promotion.ForResults(merged.Data.ElementType), merged.Data.Shape.Detector, sums) with
        {
            Valid = measured,
        }];
    }
}
