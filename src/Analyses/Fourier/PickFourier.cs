using System.Numerics;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Kernels.Fourier;

namespace Ronchi.Analyses.Fourier;

/// <summary>The Fourier transforms of the selected frames.</summary>
/// <remarks>
/// Results with the axes of the selection, then those of the detector: <c>spectrum</c>, c64, and <c>magnitude</c>, f32; frequency 0 at row
/// rows∕∕2, column columns∕∕2. What is 0 before the transform: as in <see cref="FourierMasks"/>.
/// </remarks>
/// <param name="selection">The positions that the run visits.</param>
/// <param name="leftOut">A disk of the frame that is not transformed. Null: none.</param>
public sealed class PickFourier(ScanSelection selection, RealSpaceMask? leftOut = null) : Udf, IStackUdf
{
    private const long MostValues = 1 << 27;
    private readonly RealSpaceMask _leftOut = leftOut ?? new();

    /// <inheritdoc/>
    public override string Name => "pick-fft";

    /// <inheritdoc/>
    public override UnmeasuredValues Unmeasured => UnmeasuredValues.LeftOut;

    /// <inheritdoc/>
    public override PixelSet? Support(DataDescription data) => _leftOut.PixelsOn(data);

    /// <inheritdoc/>
    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data)
    {
        ArgumentNullException.ThrowIfNull(data);
        _ = _leftOut.WeightsOn(data);
        var shape = selection.Shape.Append(data.Shape.Detector);
        return shape.Count <= MostValues
            ? [
                new("spectrum", ResultKind.Single, ElementType.C64, shape, MergeRule.Shared)
                {
                    Unit = data.ValueUnit,
                    Positions = selection,
                },
                new("magnitude", ResultKind.Single, ElementType.F32, shape, Use: BufferUse.ResultOnly)
                {
                    Unit = data.ValueUnit,
                    Positions = selection,
                }]
            : throw new ArgumentException(
                $"The spectra of {selection.FrameCount:N0} frames of {data.Shape.Detector} need too much "
                + "memory: choose fewer frames with --roi.");
    }

    /// <inheritdoc/>
    public override object CreateTaskData(DataDescription data, TileForm form)
    {
        var plan = new Fourier2D<float>((int)data.Shape.Detector[0], (int)data.Shape.Detector[1]);
        return new Worker(
            plan, _leftOut.WeightsOn(data), new float[data.Shape.FrameElements],
            new float[2 * data.Shape.FrameElements], new float[plan.ScratchLength]);
    }

    /// <inheritdoc/>
    public void ProcessStack(in Tile tile, UdfTask task) =>
        task.Data.ElementType.Dispatch<TransformAction, bool>(new(tile, task, selection.NumberOf(tile.Frames.Start)));

    /// <inheritdoc/>
    public override IReadOnlyList<ResultArray> GetResults(UdfTask merged)
    {
        ArgumentNullException.ThrowIfNull(merged);
        return [new(
            "magnitude",
            ResultKind.Single,
            ElementType.F32,
            selection.Shape.Append(merged.Data.Shape.Detector),
            Array.ConvertAll((Complex64[])merged[0].Values, static value => value.Magnitude))];
    }

    private sealed record Worker(Fourier2D<float> Plan, float[] RealWeights, float[] Image, float[] Pairs, float[] Scratch);

    private readonly ref struct TransformAction(Tile tile, UdfTask task, long first) : IElementTypeAction<bool>
    {
        private readonly Tile _tile = tile;

        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var worker = (Worker)task.TaskData!;
            var (rows, columns) = (worker.Plan.Rows, worker.Plan.Columns);
            for (var frame = 0; frame < _tile.Frames.Count; frame++)
            {
                RealSpaceMask.Apply(_tile.Frame<T>(frame), worker.RealWeights, task.Data, worker.Image);
                for (var i = 0; i < worker.Image.Length; i++)
                    (worker.Pairs[2 * i], worker.Pairs[(2 * i) + 1]) = (worker.Image[i], 0);
                worker.Plan.Transform(worker.Pairs, worker.Scratch);
                var spectrum = task[0].Span<Complex64>().Slice(checked((int)((first + frame) * worker.Image.Length)), worker.Image.Length);
                for (var i = 0; i < worker.Image.Length; i++)
                {
                    var to = (((i / columns) + (rows / 2)) % rows * columns) + (((i % columns) + (columns / 2)) % columns);
                    spectrum[to] = new(worker.Pairs[2 * i], worker.Pairs[(2 * i) + 1]);
                }
            }

            return true;
        }
    }
}
