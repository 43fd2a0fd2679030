using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Frames;
using Xunit;

namespace Ronchi.Tests.Engine.Plan;

/// <summary>
/// A partition that a UDF takes as a whole is one array: the engine cuts so that it fits, and refuses what does not before anything is
/// read.
/// </summary>
public sealed class PartitionMemoryTests
{
    private const long FrameBytes = 4096L * 4096;

    [Fact]
    public void WellCompressedFrames_ArePartitionsThatFitInMemory()
    {
        using var source = new Compressed(new Extent(300, 300), storedFrameBytes: 100);
        var whole = RunPlan.Create(source, [new Whole(null)]);
        Assert.Equal(90_000, whole.Items.Sum(static item => item.Runs.Sum(static run => (long)run.Count)));
        Assert.All(whole.Items, static item => Assert.InRange(item.Runs.Sum(static run => run.Count) * FrameBytes, FrameBytes, 256 << 20));
        // The type that the UDF asks for counts.
        var wide = RunPlan.Create(source, [new Whole(ElementType.F64)]);
        Assert.All(
            wide.Items, static item => Assert.InRange(item.Runs.Sum(static run => run.Count) * 8 * FrameBytes, 8 * FrameBytes, 256 << 20));
        // A UDF by frame is cut as before.
        Assert.True(RunPlan.Create(source, [new Each()]).Items.Length < whole.Items.Length);
    }

    [Fact]
    public void PartitionsAbove2GiB_AreRefused_WithTheNumberThatFits()
    {
        using var source = new Compressed(new Extent(16, 64), FrameBytes);
        foreach (var options in (RunOptions[])[new() { Partitions = 4 }, new() { PartitionFrames = 256 }])
        {
            var refused = Assert.Throws<ArgumentException>(() => RunPlan.Create(source, [new Whole(null)], options: options));
            Assert.Equal(
                "'whole' takes whole partitions, and one of 256 frames of 16,777,216 bytes exceeds the 2 GiB of an array: ask "
                + "for partitions of at most 127 frames.",
                refused.Message);
            Assert.Equal(4, RunPlan.Create(source, [new Each()], options: options).Items.Length);
        }

        Assert.Throws<ArgumentException>(
            () => RunPlan.Create(source, [new Whole(ElementType.F64)], options: new() { PartitionFrames = 127 }));
        Assert.Equal(9, RunPlan.Create(source, [new Whole(null)], options: new() { PartitionFrames = 127 }).Items.Length);
    }

    private sealed class Compressed(Extent scan, long storedFrameBytes) : IFrameSource
    {
        public SourceInfo Info { get; } = new("test", "compressed");

        public DataShape Shape { get; } = new(scan, new Extent(4096, 4096));

        public ElementType ElementType => ElementType.U8;

        public Validity Validity { get; } = new();

        public IReadOnlyList<TileForm> Forms => [TileForm.Pixels];

        public long StoredFrameBytes => storedFrameBytes;

        public ITileReader OpenReader(TileRequest request) => throw new InvalidOperationException("Nothing is read.");

        public void Dispose()
        {
        }
    }

    private sealed class Whole(ElementType? type) : Udf, IPartitionUdf
    {
        public override string Name => "whole";

        public override ElementType? PreferredType => type;

        public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) => [new("x", ResultKind.Single, ElementType.I64)];

        public void ProcessPartition(in Tile partition, UdfTask task)
        {
        }
    }

    private sealed class Each : Udf, IFrameUdf
    {
        public override string Name => "each";

        public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) => [new("x", ResultKind.Single, ElementType.I64)];

        public void ProcessFrame(in Tile frame, UdfTask task)
        {
        }
    }
}
