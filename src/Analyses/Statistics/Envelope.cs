using System.Numerics;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Kernels.Pixels;

namespace Ronchi.Analyses.Statistics;

/// <summary>Largest or smallest value of each detector pixel over the frames, in the data's own type.</summary>
/// <remarks>
/// "No data" values are passed over; a pixel that holds NaN in a frame is NaN. Pixels that are masked or "no data" in every frame are NaN,
/// of integers 0, and
/// <see cref="ResultArray.Valid"/> tells them from true zeros.
/// </remarks>
/// <param name="isMaximum">Largest values; else the smallest.</param>
public sealed class Envelope(bool isMaximum) : Udf, IStackUdf, IMergeUdf
{
    private const int Values = 0;
    private const int Frames = 1;
    private const int Measured = 2;

    /// <inheritdoc/>
    public override string Name => isMaximum ? "max" : "min";

    /// <inheritdoc/>
    public override UnmeasuredValues Unmeasured => UnmeasuredValues.LeftOut;

    /// <inheritdoc/>
    public bool MergesEachPartition => false;

    /// <inheritdoc/>
    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
    [
        new(Name, ResultKind.Detector, data.ElementType, Merge: MergeRule.Custom) { Unit = data.ValueUnit },
        new("frames", ResultKind.Single, ElementType.U64, Use: BufferUse.Private),
        MeasuredPixels.Declare(data),
    ];

    /// <inheritdoc/>
    public override object CreateTaskData(DataDescription data, TileForm form) => new MeasuredPixels(data);

    /// <inheritdoc/>
    public void ProcessStack(in Tile tile, UdfTask task)
    {
        ((MeasuredPixels)task.TaskData!).Mark(tile, task[Measured]);
        var isFirst = task[Frames].Span<ulong>()[0] == 0;
        task[Frames].Span<ulong>()[0] += (ulong)tile.Frames.Count;
        switch (task.Data.ElementType)
        {
            case ElementType.U8: Add<byte>(tile, task, isFirst); break;
            case ElementType.U16: Add<ushort>(tile, task, isFirst); break;
            case ElementType.U32: Add<uint>(tile, task, isFirst); break;
            case ElementType.U64: Add<ulong>(tile, task, isFirst); break;
            case ElementType.I8: Add<sbyte>(tile, task, isFirst); break;
            case ElementType.I16: Add<short>(tile, task, isFirst); break;
            case ElementType.I32: Add<int>(tile, task, isFirst); break;
            case ElementType.I64: Add<long>(tile, task, isFirst); break;
            case ElementType.F32: Add<float>(tile, task, isFirst); break;
            default: Add<double>(tile, task, isFirst); break;
        }
    }

    /// <inheritdoc/>
    public void Merge(UdfTask into, UdfTask from)
    {
        ArgumentNullException.ThrowIfNull(into);
        ArgumentNullException.ThrowIfNull(from);
        if (from[Frames].Span<ulong>()[0] == 0)
            return;
        if (into[Frames].Span<ulong>()[0] == 0)
            from[Values].Values.CopyTo(into[Values].Values, 0);
        else
            into.Data.ElementType.Dispatch<MergeAction, bool>(new(into[Values], from[Values], isMaximum));
        into[Frames].Span<ulong>()[0] += from[Frames].Span<ulong>()[0];
        var measured = into[Measured].Span<bool>();
        for (var pixel = 0; pixel < measured.Length; pixel++)
            measured[pixel] |= from[Measured].Span<bool>()[pixel];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ResultArray> GetResults(UdfTask merged)
    {
        ArgumentNullException.ThrowIfNull(merged);
        var measured = MeasuredPixels.Of(merged, merged[Measured]);
        for (var pixel = 0; measured is not null && pixel < measured.Length; pixel++)
        {
            // A bad pixel holds what it counts, another one its start value.
            if (!measured[pixel])
                Array.Clear(merged[Values].Values, pixel, 1);
        }

        return [ResultArray.Of(merged[Values], merged.Data.Shape) with { Valid = measured }];
    }

    private void Add<T>(in Tile tile, UdfTask task, bool isFirst)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        T? noData = task.Data.Validity.MaximumIsNoData ? T.MaxValue : null;
        var values = task[Values].Span<T>();
        if (isFirst)
            values.Fill(isMaximum ? PixelExtremes<T>.None.Maximum : PixelExtremes<T>.None.Minimum);
        if (isMaximum)
            PixelEnvelope.Raise(tile.Pixels<T>(), values, noData);
        else
            PixelEnvelope.Lower(tile.Pixels<T>(), values, noData);
    }

    private readonly struct MergeAction(ResultBuffer into, ResultBuffer from, bool isMaximum) : IElementTypeAction<bool>
    {
        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            if (isMaximum)
                PixelEnvelope.Raise(from.Span<T>(), into.Span<T>(), noData: null);
            else
                PixelEnvelope.Lower(from.Span<T>(), into.Span<T>(), noData: null);
            return true;
        }
    }
}
