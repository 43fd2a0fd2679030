using Ronchi.Engine;
using Ronchi.Frames;
using Xunit;

namespace Ronchi.Tests.Frames;

/// <summary>Runs, counts and single frames of a scan with holes say the same.</summary>
public sealed class ValidityTests
{
    [Fact]
    public void RunsCountAndFrames_AgreeWithAPlainList()
    {
        var random = new Random(20261127);
        for (var trial = 0; trial < 300; trial++)
        {
            const int Frames = 40;
            int first = random.Next(6), end = Frames - random.Next(6);
            var there = Enumerable.Range(0, Frames).Select(frame => frame >= first && frame < end).ToArray();
            var missing = new List<FrameRange>();
            for (var at = first + 1; at < end - 2;)
            {
                var gap = new FrameRange(at, random.Next(1, Math.Min(4, end - 1 - at) + 1));
                if (gap.End >= end)
                    break;
                missing.Add(gap);
                there.AsSpan((int)gap.Start, gap.Count).Clear();
                at = (int)gap.End + random.Next(1, 12);
            }

            var validity = new Validity
            {
                FirstRecorded = first,
                RecordedFrames = end == Frames && random.Next(2) == 0 ? null : end,
                Missing = [.. missing],
            };
            Assert.Equal(there, Enumerable.Range(0, Frames).Select(frame => validity.IsRecorded(frame)));
            Assert.Equal(there.Count(static one => one), validity.RecordedCount(Frames));
            Assert.Equal(there.All(static one => one), validity.IsComplete(Frames));
            var listed = new bool[Frames];
            foreach (var run in validity.Recorded(Frames))
                listed.AsSpan((int)run.Start, run.Count).Fill(true);
            Assert.Equal(there, listed);
            Assert.Equal(
                there,
                Enumerable.Range(0, Frames)
                    .Select(frame => Validity.Everything.WithRecorded(validity.Recorded(Frames), Frames).IsRecorded(frame)));
            var scan = new Extent(5, 8);
            var selected = Enumerable.Range(0, Frames).Select(_ => random.Next(3) > 0).ToArray();
            Assert.Equal(
                there.Zip(selected, static (one, other) => one && other),
                ScanSelection.FromMask(scan, selected).Recorded(validity).ToMask());
        }
    }
}
