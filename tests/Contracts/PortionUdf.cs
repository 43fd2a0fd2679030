using System.Numerics;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Contracts;

/// <summary>
/// Sums frames and pixels in the plainest way by every method, and notes positions: whatever the portions, the results are the same.
/// </summary>
/// <param name="method">The method to use.</param>
/// <typeparam name="T">Type of the values that it sees.</typeparam>
public sealed class PortionUdf<T>(UdfMethod method) : Udf, ITileUdf, IStackUdf, IFrameUdf, IPartitionUdf
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    /// <inheritdoc/>
    public override string Name => "portion";

    /// <inheritdoc/>
    public override ElementType? PreferredType => ElementTypes.Of<T>();

    /// <inheritdoc/>
    public override UdfMethod? Method(DataDescription data) => method;

    /// <inheritdoc/>
    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
    [
        new("frame_sum", ResultKind.Scan, ElementType.F64),
        new("pattern", ResultKind.Detector, ElementType.F64),
        new("largest", ResultKind.Single, ElementType.F64, Merge: MergeRule.Maximum),
        new("coordinates", ResultKind.Scan, ElementType.I64, new Extent(data.Shape.Scan.Rank)),
        new("number", ResultKind.Scan, ElementType.I64),
        new("pairs", ResultKind.Detector, ElementType.I32, new Extent(2)),
    ];

    /// <inheritdoc/>
    public void ProcessTile(in Tile tile, UdfTask task) => Add(tile, task);

    /// <inheritdoc/>
    public void ProcessStack(in Tile tile, UdfTask task) => Add(tile, task);

    /// <inheritdoc/>
    public void ProcessFrame(in Tile frame, UdfTask task)
    {
        if (frame.Frames.Count != 1)
            throw new InvalidOperationException($"A frame of {frame.Frames.Count}.");
        Add(frame, task);
    }

    /// <inheritdoc/>
    public void ProcessPartition(in Tile partition, UdfTask task)
    {
        if (task.Runs.Sum(static run => run.Count) != partition.Frames.Count || task.Runs[0].Start != partition.Frames.Start)
            throw new InvalidOperationException("A partition that is not its runs.");
        Add(partition, task);
    }

    private static void Add(in Tile tile, UdfTask task)
    {
        if (task.Frames != tile.Frames)
            throw new InvalidOperationException("The task is elsewhere.");
        var sums = task.View<double>(0);
        var pattern = task.View<double>(1);
        var largest = task.View<double>(2);
        var pairs = task.View<int>(5);
        task.Coordinates().CopyTo(task.View<long>(3));
        var numbers = task.View<long>(4);
        var slice = task.Slice;
        for (var frame = 0; frame < tile.Frames.Count; frame++)
        {
            numbers[frame] = slice.Start + frame;
            var pixels = tile.Frame<T>(frame);
            if (pixels.Length != task.Region.Pixels || pattern.Length != pixels.Length)
                throw new InvalidOperationException("A tile that is not its region.");
            for (var i = 0; i < pixels.Length; i++)
            {
                var value = double.CreateTruncating(pixels[i]);
                sums[frame] += value;
                pattern[i] += value;
                pairs[2 * i]++;
                pairs[(2 * i) + 1] += 2;
                largest[0] = Math.Max(largest[0], value);
            }
        }
    }
}
