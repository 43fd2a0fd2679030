using System.Numerics;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Kernels.Fourier;

namespace Ronchi.Analyses.Fourier;

/// <summary>
/// Σ over frames of the magnitudes of their Fourier transforms: which distances between spots there are anywhere in the scan.
/// </summary>
/// <remarks>
/// The result <c>intensity</c> has the detector's axes, f32, accumulated in f64, with frequency 0 at row rows∕∕2, column columns∕∕2. What
/// is 0 before the transform: as in <see cref="FourierMasks"/>.
/// </remarks>
/// <param name="leftOut">A disk of the frame that is not transformed. Null: none.</param>
public sealed class FourierSum(RealSpaceMask? leftOut = null) : Udf, IStackUdf
{
    /// <summary>Name of the result.</summary>
    public const string Result = "intensity";

    private readonly RealSpaceMask _leftOut = leftOut ?? new();

    /// <inheritdoc/>
    public override string Name => "fft-sum";

    /// <inheritdoc/>
    public override UnmeasuredValues Unmeasured => UnmeasuredValues.LeftOut;

    /// <inheritdoc/>
    public override PixelSet? Support(DataDescription data) => _leftOut.PixelsOn(data);

    /// <inheritdoc/>
    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data)
    {
        ArgumentNullException.ThrowIfNull(data);
        _ = _leftOut.WeightsOn(data);
        var detector = data.Shape.Detector;
        return
        [
            new("half", ResultKind.Single, ElementType.F64, new Extent(detector[0], (detector[1] / 2) + 1), Use: BufferUse.Private),
            new(Result, ResultKind.Detector, ElementType.F32, Use: BufferUse.ResultOnly) { Unit = data.ValueUnit },
        ];
    }

    /// <inheritdoc/>
    public override object CreateTaskData(DataDescription data, TileForm form)
    {
        var plan = new Fourier2D<float>((int)data.Shape.Detector[0], (int)data.Shape.Detector[1]);
        return new Worker(
            plan, _leftOut.WeightsOn(data), new float[data.Shape.FrameElements],
            new float[2 * plan.Rows * plan.HalfColumns], new float[plan.ScratchLength]);
    }

    /// <inheritdoc/>
    public void ProcessStack(in Tile tile, UdfTask task) => task.Data.ElementType.Dispatch<AddAction, bool>(new(tile, task));

    /// <inheritdoc/>
    public override IReadOnlyList<ResultArray> GetResults(UdfTask merged)
    {
        ArgumentNullException.ThrowIfNull(merged);
        var half = merged[0].Span<double>();
        var detector = merged.Data.Shape.Detector;
        var (rows, columns) = ((int)detector[0], (int)detector[1]);
        var sums = new float[detector.Count];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                // The row and column of the frequency; those of the missing half are mirrored at the origin.
                int u = (row + rows - (rows / 2)) % rows, v = (column + columns - (columns / 2)) % columns;
                if (v > columns / 2)
                    (u, v) = ((rows - u) % rows, columns - v);
                sums[(row * columns) + column] = (float)half[(u * ((columns / 2) + 1)) + v];
            }
        }

        // Frequencies are no pixels: all are measured, or none.
        var isMeasured = merged.MeasuredScan.IsEmpty || merged.MeasuredScan.Contains(true);
        return [new(Result, ResultKind.Detector, ElementType.F32, detector, sums) { Valid = isMeasured ? null : new bool[sums.Length] }];
    }

    private sealed record Worker(Fourier2D<float> Plan, float[] RealWeights, float[] Image, float[] Half, float[] Scratch);

    private readonly ref struct AddAction(Tile tile, UdfTask task) : IElementTypeAction<bool>
    {
        private readonly Tile _tile = tile;

        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var worker = (Worker)task.TaskData!;
            var sums = task.View<double>(0);
            for (var frame = 0; frame < _tile.Frames.Count; frame++)
            {
                RealSpaceMask.Apply(_tile.Frame<T>(frame), worker.RealWeights, task.Data, worker.Image);
                worker.Plan.TransformReal(worker.Image, worker.Half, worker.Scratch);
                for (var i = 0; i < sums.Length; i++)
                    sums[i] += MathF.Sqrt(
                        (worker.Half[2 * i] * worker.Half[2 * i]) + (worker.Half[(2 * i) + 1] * worker.Half[(2 * i) + 1]));
            }

            return true;
        }
    }
}
