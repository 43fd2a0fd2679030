using System.Numerics;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Kernels.Pixels;

namespace Ronchi.Analyses.Statistics;

/// <summary>Largest or smallest value of each detector pixel over the frames, in the data's own type.</summary>
/// <remarks>Masked pixels are 0, and so is a pixel that never held a measurement; "no data" values and NaN are passed over.</remarks>
/// <param name="isMaximum">Largest values; else the smallest.</param>
public sealed class Envelope(bool isMaximum) : Udf, IStackUdf
{
    /// <inheritdoc/>
    public override string Name => isMaximum ? "max" : "min";

    /// <inheritdoc/>
    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
    [
        new(Name, ResultKind.Detector, data.ElementType, Merge: isMaximum ? MergeRule.Maximum : MergeRule.Minimum),
        new("frames", ResultKind.Single, ElementType.U64, Use: BufferUse.Private),
    ];

    /// <inheritdoc/>
    public void ProcessStack(in Tile tile, UdfTask task)
    {
        task[1].Span<ulong>()[0] += (ulong)tile.Frames.Count;
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
        merged.Data.ElementType.Dispatch<Blanking, bool>(new(merged[0], merged.Data, merged[1].Span<ulong>()[0] == 0, isMaximum));
        return [];
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

    // A pixel still holds its start value when no measurement came: without frames, all "no data", or all NaN.
    private readonly struct Blanking(ResultBuffer buffer, DataDescription data, bool isEmpty, bool isMaximum) : IElementTypeAction<bool>
    {
        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var values = buffer.Span<T>();
            var start = isMaximum ? T.MinValue : T.MaxValue;
            var mayLack = isEmpty || data.Validity.MaximumIsNoData || data.ElementType.IsFloat();
            for (var pixel = 0; pixel < values.Length; pixel++)
            {
                if ((mayLack && values[pixel] == start) || (data.Validity.MaskedPixels is { } masked && masked[pixel]))
                    values[pixel] = T.Zero;
            }

            return true;
        }
    }
}
