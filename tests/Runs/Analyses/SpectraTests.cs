using Ronchi.Analyses;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Tests.Analyses;

public sealed class SpectraTests
{
    private static readonly DataShape Shape = new(new Extent(5, 6), new Extent(40));

    [Fact]
    public async Task EnergyWindow_IsTheSumOfItsChannels()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var random = new Random(seed);
            using var source = Source(random, out var values);
            var (from, to) = (random.Next(20), 20 + random.Next(20));
            var detectors = VirtualDetectorText.ParseAll([$"range:{from},{to}"], static _ => throw new InvalidOperationException(),
                static () => throw new InvalidOperationException());
            var window = new VirtualImage(null, detectors.Select(static detector => detector.On(Shape.Detector)));
            var image = await new CpuExecutor().RunAsync(RunPlan.Create(source, [window]));
            var expected = Enumerable.Range(0, 30)
                .Select(frame => (ulong)values.Skip((frame * 40) + from).Take(to - from + 1).Sum(static value => value));
            Assert.Equal(expected, image[VirtualImage.Result].Span<ulong>().ToArray());
        }
    }

    [Fact]
    public async Task Looks_AreOfferedForSpectraWhereTheyRunOnThem()
    {
        using var source = Source(new Random(2), out _);
        var context = new OperationContext(DataDescription.Of(source));
        foreach (var (analysis, look) in KnownAnalyses.All.SelectMany(static analysis => analysis.Looks.Select(look => (analysis, look))))
        {
            var texts = look.Parameters.Concat(look.Parts[0].Parameters)
                .Concat(look.Inputs.SelectMany(input => input.Input is LookInput.Detectors or LookInput.Detector
                    ? Enumerable.Range(0, Math.Max(look.LeastDetectors, 1))
                        .Select(number => (input.Parameter, Text: $"d{number}=range:2,9"))
                    : []))
                .ToLookup(static given => given.Parameter, static given => given.Text);
            var run = () => new InlineExecutor().RunAsync(RunPlan.Create(
                source, [analysis.Create(context, Arguments.Parse(analysis.Schema, parameter => [.. texts[parameter.Name]]))]));
            if (look.Axes == 2)
                await Assert.ThrowsAnyAsync<ArgumentException>(run);
            else
                await run();
        }
    }

    [Fact]
    public async Task EveryAnalysis_RunsOnSpectraOrSaysWhatItNeeds()
    {
        using var source = Source(new Random(1), out _);
        var context = new OperationContext(DataDescription.Of(source));
        var ran = new List<string>();
        var askedForNothing = KnownAnalyses.All.Where(static analysis =>
            !analysis.Schema.Parameters.Any(static parameter => parameter.IsRequired));
        foreach (var analysis in askedForNothing)
        {
            try
            {
                await new InlineExecutor().RunAsync(RunPlan.Create(source, [analysis.Create(context, Arguments.None(analysis.Schema))]));
                ran.Add(analysis.Name);
            }
            catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException)
            {
                Assert.True(e.Message.Contains("2D", StringComparison.Ordinal) || e.Message.Contains("two axes", StringComparison.Ordinal)
                    || e.Message.Contains("disk", StringComparison.Ordinal), $"{analysis.Name}: {e}");
            }
        }

        Assert.Superset(
            new HashSet<string> { "sum", "sum-sig", "frame-statistics", "max", "min", "stddev", "median", "log-sum", "pca" },
            ran.ToHashSet());
    }

    [Fact]
    public void ShapesAndRanges_NeedTheirOwnKindOfFrame()
    {
        var range = VirtualDetector.Range(2, 5);
        Assert.Contains("one axis", Assert.Throws<ArgumentException>(() => range.On(new Extent(8, 8))).Message, StringComparison.Ordinal);
        Assert.Contains("range:FROM,TO", Assert.Throws<ArgumentException>(() => VirtualDetector.Disk(2, 2, 1).On(new Extent(8))).Message,
            StringComparison.Ordinal);
        Assert.Contains("channels 0…7", Assert.Throws<ArgumentException>(() => VirtualDetector.Range(8, 9).On(new Extent(8))).Message,
            StringComparison.Ordinal);
        Assert.Equal(4, range.On(new Extent(8)).Pixels.Count);
    }

    private static ArraySource<ushort> Source(Random random, out ushort[] values)
    {
        values = [.. Enumerable.Range(0, (int)Shape.Full.Count).Select(_ => (ushort)random.Next(1000))];
        return new ArraySource<ushort>(values, Shape);
    }
}
