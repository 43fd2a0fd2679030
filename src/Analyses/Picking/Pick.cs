using System.Numerics;
using Ronchi.Analyses.Statistics;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Analyses.Picking;

/// <summary>The selected frames as they are stored, one after the other in scan order.</summary>
/// <remarks>
/// The result <c>intensity</c> has the axes of the selection, then those of the detector, and the type of the data. Positions that were not
/// recorded, masked pixels and "no data" values are not valid (<see cref="ResultArray.ValidMask"/>): NaN in float data; integers hold what
/// is stored, and 0 at positions without a frame.
/// </remarks>
/// <param name="selection">The positions that the run visits.</param>
public sealed class Pick(ScanSelection selection) : Udf, IStackUdf
{
    /// <summary>Name of the result.</summary>
    public const string Result = "intensity";

    /// <inheritdoc/>
    public override string Name => "pick";

    /// <inheritdoc/>
    public override UnmeasuredValues Unmeasured => UnmeasuredValues.Kept;

    /// <inheritdoc/>
    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data)
    {
        var shape = Shape(data);
        return shape.Count <= Array.MaxLength
            ? [
                new("frames", ResultKind.Single, data.ElementType, shape, MergeRule.Shared, BufferUse.Private),
                new(Result, ResultKind.Single, data.ElementType, shape, Use: BufferUse.ResultOnly)
                {
                    Unit = data.ValueUnit,
                    Positions = selection,
                }]
            : throw new ArgumentException(
                $"{selection.FrameCount:N0} frames of {data.Shape.Detector} are more than one array can hold: choose "
                + "fewer, or write them with 'convert'.");
    }

    /// <inheritdoc/>
    public void ProcessStack(in Tile tile, UdfTask task)
    {
        var first = selection.NumberOf(tile.Frames.Start);
        task.Data.ElementType.Dispatch<CopyAction, bool>(new(tile, task[0], checked((int)(first * task.Data.Shape.FrameElements))));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ResultArray> GetResults(UdfTask merged)
    {
        ArgumentNullException.ThrowIfNull(merged);
        var measured = StoredValues.Measured(merged[0].Values, merged.Data);
        var result = new ResultArray(
            Result, ResultKind.Single, merged.Data.ElementType, Shape(merged.Data), StoredValues.Blanked(merged[0].Values, measured));
        return [measured is null ? result : result.WithMask(measured, result.Shape)];
    }

    private readonly ref struct CopyAction(Tile tile, ResultBuffer frames, int at) : IElementTypeAction<bool>
    {
        private readonly Tile _tile = tile;

        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            _tile.Pixels<T>().CopyTo(frames.Span<T>()[at..]);
            return true;
        }
    }

    private Extent Shape(DataDescription data) => selection.Shape.Append(data.Shape.Detector);
}
