using System.Numerics;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Kernels.Pixels;

namespace Ronchi.Analyses.Statistics;

/// <summary>Largest or smallest value of each detector pixel over the frames, in the data's own type.</summary>
/// <remarks>
/// "No data" values are passed over; a pixel that holds NaN in a frame is NaN. Pixels that are masked or "no data" in every frame are NaN, of integers 0, and
/// <see cref="ResultArray.Valid"/> tells them from true zeros.
/// </remarks>
/// <param name="isMaximum">Largest values; else the smallest.</param>
public sealed class Envelope(bool isMaximum) : Udf, IStackUdf
{
    /// <inheritdoc/>
    public override string Name => isMaximum ? "max" : "min";

    /// <inheritdoc/>
    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
    [
        new(Name, ResultKind.Detector, data.ElementType, Merge: isMaximum ? MergeRule.Maximum : MergeRule.Minimum),
        MeasuredPixels.Declare(data),
    ];

    /// <inheritdoc/>
    public override object CreateTaskData(DataDescription data, TileForm form) => new MeasuredPixels(data);

    /// <inheritdoc/>
    public void ProcessStack(in Tile tile, UdfTask task)
    {
        ((MeasuredPixels)task.TaskData!).Mark(tile, task[1]);
        switch (task.Data.ElementType)
        {
            case ElementType.U8: Add<byte>(tile, task); break;
            case ElementType.U16: Add<ushort>(tile, task); break;
            case ElementType.U32: Add<uint>(tile, task); break;
            case ElementType.U64: Add<ulong>(tile, task); break;
            case ElementType.I8: Add<sbyte>(tile, task); break;
            case ElementType.I16: Add<short>(tile, task); break;
            case ElementType.I32: Add<int>(tile, task); break;
            case ElementType.I64: Add<long>(tile, task); break;
            case ElementType.F32: Add<float>(tile, task); break;
            default: Add<double>(tile, task); break;
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ResultArray> GetResults(UdfTask merged)
    {
        var measured = MeasuredPixels.Of(merged, merged[1]);
        if (measured is not null)
            merged.Data.ElementType.Dispatch<Blanking, bool>(new(merged[0], measured));
        return [ResultArray.Of(merged[0], merged.Data.Shape) with { Valid = measured }];
    }

    private void Add<T>(in Tile tile, UdfTask task)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        T? noData = task.Data.Validity.MaximumIsNoData ? T.MaxValue : null;
        if (isMaximum)
            PixelEnvelope.Raise(tile.Pixels<T>(), task[0].Span<T>(), noData);
        else
            PixelEnvelope.Lower(tile.Pixels<T>(), task[0].Span<T>(), noData);
    }

    // Without a measurement a pixel still holds its start value, or what a bad pixel counts.
    private readonly struct Blanking(ResultBuffer buffer, bool[] measured) : IElementTypeAction<bool>
    {
        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var values = buffer.Span<T>();
            for (var pixel = 0; pixel < values.Length; pixel++)
            {
                if (!measured[pixel])
                    values[pixel] = T.Zero;
            }

            return true;
        }
    }
}
