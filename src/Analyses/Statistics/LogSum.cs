using System.Numerics;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Kernels.Pixels;

namespace Ronchi.Analyses.Statistics;

/// <summary>
/// Σ over frames of ln(x − m + 1) of each detector pixel, m being the smallest value of the frame: faint reflections beside bright ones.
/// </summary>
/// <remarks>
/// The result <c>logsum</c> is f32, or f64 where f32 does not hold the data, accumulated in f64. Masked pixels have no part in the smallest
/// value; a "no data" value counts as it. Pixels that are masked or "no data" in every frame are NaN. A frame with NaN has no smallest
/// value: then all pixels are NaN.
/// </remarks>
public sealed class LogSum : Udf, IStackUdf
{
    /// <summary>Name of the result.</summary>
    public const string Result = "logsum";

    /// <inheritdoc/>
    public override string Name => "log-sum";

    /// <inheritdoc/>
    public override UnmeasuredValues Unmeasured => UnmeasuredValues.LeftOut;

    /// <inheritdoc/>
    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
    [
        new("sums", ResultKind.Detector, ElementType.F64, Use: BufferUse.Private),
        MeasuredPixels.Declare(data),
        new(Result, ResultKind.Detector, Promotion.ForResults(data.ElementType), Use: BufferUse.ResultOnly),
    ];

    /// <inheritdoc/>
    public override object CreateTaskData(DataDescription data, TileForm form) =>
        new Scratch(
            data.ElementType.Dispatch<Frame, Array>(
                new(data.Validity.MaximumIsNoData || data.Validity.MaskedPixels is not null ? (int)data.Shape.FrameElements : 0)),
            new(data));

    /// <inheritdoc/>
    public void ProcessStack(in Tile tile, UdfTask task)
    {
        ((Scratch)task.TaskData!).Measured.Mark(tile, task[1]);
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
        var sums = (double[])merged[0].Values.Clone();
        return [ResultArray.OfReals(
            Result, ResultKind.Detector, Promotion.ForResults(merged.Data.ElementType), merged.Data.Shape.Detector, sums) with
        {
            Valid = MeasuredPixels.Of(merged, merged[1]),
        }];
    }

    private static void Add<T>(in Tile tile, UdfTask task)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var sums = task[0].Span<double>();
        var scratch = (T[])((Scratch)task.TaskData!).Frame;
        if (scratch.Length == 0)
        {
            PixelLogSum.Add(tile.Pixels<T>(), sums);
            return;
        }

        for (var frame = 0; frame < tile.Frames.Count; frame++)
        {
            tile.Frame<T>(frame).CopyTo(scratch);
            LevelInvalid(scratch, task.Data.Validity);
            PixelLogSum.Add<T>(scratch, sums);
        }
    }

    // Whatever is no measurement takes the smallest measured value, whose logarithm is 0.
    private static void LevelInvalid<T>(Span<T> frame, Validity validity)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var smallest = T.MaxValue;
        for (var pixel = 0; pixel < frame.Length; pixel++)
        {
            if (IsValid(frame, pixel, validity) && frame[pixel] < smallest)
                smallest = frame[pixel];
        }

        for (var pixel = 0; pixel < frame.Length; pixel++)
        {
            if (!IsValid(frame, pixel, validity))
                frame[pixel] = smallest;
        }
    }

    private static bool IsValid<T>(ReadOnlySpan<T> frame, int pixel, Validity validity)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        => !(validity.MaximumIsNoData && frame[pixel] == T.MaxValue) && !(validity.MaskedPixels is { } masked && masked[pixel]);

    // The frame is empty where every value counts.
    private sealed record Scratch(Array Frame, MeasuredPixels Measured);

    private readonly struct Frame(int pixels) : IElementTypeAction<Array>
    {
        public Array Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => new T[pixels];
    }
}
