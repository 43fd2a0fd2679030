using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Tests.Engine;

/// <summary>Sums frames and pixels of u16 data in the plainest way, and counts how often each frame came.</summary>
internal sealed class CountingUdf : Udf, IStackUdf
{
    public Action<FrameRange>? OnTile { get; init; }

    public override string Name => "counting";

    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
    [
        new("visits", ResultKind.Scan, ElementType.I32),
        new("frame_sum", ResultKind.Scan, ElementType.U64),
        new("pattern", ResultKind.Detector, ElementType.U64),
        new("largest", ResultKind.Single, ElementType.I64, Merge: MergeRule.Maximum),
        new("smallest", ResultKind.Single, ElementType.I64, Merge: MergeRule.Minimum),
        new("hidden", ResultKind.Single, ElementType.F64, Use: BufferUse.Private),
    ];

    public void ProcessStack(in Tile tile, UdfTask task)
    {
        OnTile?.Invoke(tile.Frames);
        for (var frame = 0; frame < tile.Frames.Count; frame++)
        {
            var position = new FrameRange(tile.Frames.Start + frame, 1);
            task[0].Span<int>(position)[0]++;
            var pixels = tile.Frame<ushort>(frame);
            var pattern = task[2].Span<ulong>();
            for (var i = 0; i < pixels.Length; i++)
            {
                task[1].Span<ulong>(position)[0] += pixels[i];
                pattern[i] += pixels[i];
                task[3].Span<long>()[0] = Math.Max(task[3].Span<long>()[0], pixels[i]);
                task[4].Span<long>()[0] = Math.Min(task[4].Span<long>()[0], pixels[i]);
            }
        }
    }
}
