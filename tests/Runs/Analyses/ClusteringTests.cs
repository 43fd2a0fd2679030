using Ronchi.Analyses.Clustering;
using Ronchi.Analyses.Statistics;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Tests.Analyses;

public sealed class ClusteringTests
{
    [Fact]
    public void Labels_AreThoseOfTheStepByStepMethod()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var scan = random.Next(3) switch
            {
                0 => new Extent(random.Next(1, 12)),
                1 => new Extent(random.Next(1, 6), random.Next(1, 6)),
                _ => new Extent(random.Next(1, 3), random.Next(1, 4), random.Next(1, 4)),
            };
            var count = random.Next(4);
            // Few different values: many equal costs.
            float[] features = [.. Enumerable.Range(0, (int)scan.Count * count).Select(_ => (float)random.Next(seed % 2 == 0 ? 4 : 1000))];
            bool[] selected = seed % 3 == 0 ? [] : [.. Enumerable.Range(0, (int)scan.Count).Select(_ => random.Next(4) > 0)];
            for (var clusters = 1; clusters < 6; clusters++)
                Assert.True(
                    Plain(features, count, scan, selected, clusters)
                        .SequenceEqual(WardClustering.Labels(features, count, scan, selected, clusters)),
                    $"seed {seed}, {clusters} clusters");
        }
    }

    [Fact]
    public void ManyPositions_TakeSeconds()
    {
        // Four quadrants with noise: found as they are.
        const int side = 128;
        var random = new Random(1);
        float[] features = [.. Enumerable.Range(0, side * side * 3)
            .Select(i => (float)(random.NextDouble() + (4 * Quadrant(i / 3) * ((i % 3) + 1))))];

        var labels = WardClustering.Labels(features, 3, new Extent(side, side), [], 4);

        Assert.Equal(Enumerable.Range(0, side * side).Select(Quadrant), labels);

        static int Quadrant(int position) => (position / side * 2 / side * 2) + (position % side * 2 / side);
    }

    [Fact]
    public async Task SpotsThatComeAndGo_AreFeaturesAndMakeClusters()
    {
        // Left half of the scan: spots at (3, 3) and (12, 9); right half: at (3, 12). A bright centre that does not change.
        var random = new Random(2);
        var values = new ushort[8 * 10 * 16 * 16];
        for (var position = 0; position < 80; position++)
        {
            for (var pixel = 0; pixel < 256; pixel++)
                values[(position * 256) + pixel] = (ushort)random.Next(5);
            values[(position * 256) + (8 * 16) + 8] = 900;
            var isLeft = position % 10 < 5;
            values[(position * 256) + (3 * 16) + 3] += (ushort)(isLeft ? 200 : 0);
            values[(position * 256) + (12 * 16) + 9] += (ushort)(isLeft ? 150 : 0);
            values[(position * 256) + (3 * 16) + 12] += (ushort)(isLeft ? 0 : 100);
        }

        using var source = new ArraySource<ushort>(values, new DataShape(new Extent(8, 10), new Extent(16, 16)));
        var results = await RunAsync(
            source, new FeatureVectors(new() { Center = (8, 8), InnerRadius = 3, Peaks = 3, MinDistance = 2 }, clusters: 2));

        Assert.Equal([3, 3, 12, 9, 3, 12], results["peaks"].Span<int>().ToArray());
        Assert.Equal(Enumerable.Range(0, 80).Select(static position => position % 10 < 5 ? 0 : 1), results["labels"].Span<int>().ToArray());
        Assert.Equal([40L, 40], results["sizes"].Span<long>().ToArray());
        Assert.Equal(
            (await RunAsync(source, new StandardDeviation()))["std"].Span<float>().ToArray(), results["std"].Span<float>().ToArray());
        var features = results["features"].Span<float>().ToArray();
        for (var peak = 0; peak < 3; peak++)
        {
            int pixel = ((int[])[(3 * 16) + 3, (12 * 16) + 9, (3 * 16) + 12])[peak];
            var mean = Enumerable.Range(0, 80).Average(position => (double)values[(position * 256) + pixel]);
            for (var position = 0; position < 80; position++)
                Assert.Equal(values[(position * 256) + pixel] / mean, features[(position * 3) + peak], 1e-4);
            for (var cluster = 0; cluster < 2; cluster++)
            {
                var expected = Enumerable.Range(0, 80)
                    .Where(position => (position % 10 < 5 ? 0 : 1) == cluster)
                    .Average(position => features[(position * 3) + peak]);
                Assert.Equal(expected, results["centroids"].Span<float>()[(cluster * 3) + peak], 1e-4);
            }
        }
    }

    [Fact]
    public async Task NothingThatVaries_HasNoFeatures()
    {
        using var source = new ArraySource<ushort>(new ushort[6 * 25], new DataShape(new Extent(2, 3), new Extent(5, 5)));
        var results = await RunAsync(source, new FeatureVectors(new() { Center = (2, 2), Peaks = 4 }, clusters: 2));

        Assert.All(results["peaks"].Span<int>().ToArray(), static place => Assert.Equal(-1, place));
        Assert.All(results["features"].Span<float>().ToArray(), static feature => Assert.Equal(0, feature));
        Assert.Equal(2, results["labels"].Span<int>().ToArray().Distinct().Count());
    }

    [Fact]
    public async Task RegionOfInterest_IsAllThatIsClustered()
    {
        var random = new Random(3);
        using var source = new ArraySource<ushort>(
            Enumerable.Range(0, 12 * 25).Select(_ => (ushort)random.Next(50)).ToArray(), new DataShape(new Extent(3, 4), new Extent(5, 5)));
        var roi = ScanSelection.FromIndices(source.Shape.Scan, [0, 1, 2, 4, 5, 6]);
        var results = await new CpuExecutor(2)
            .RunAsync(RunPlan.Create(source, [new FeatureVectors(new() { Center = (2, 2), Peaks = 4 }, clusters: 2)], roi));
        var labels = results["labels"].Span<int>().ToArray();

        Assert.Equal([3, 7, 8, 9, 10, 11], Enumerable.Range(0, 12).Where(position => labels[position] < 0));
        Assert.Equal(6, results["sizes"].Span<long>().ToArray().Sum());
    }

    [Fact]
    public void WhatCannotBe_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new FeatureVectors(new() { Center = default, Peaks = 0 }));
        Assert.Throws<ArgumentException>(() => new FeatureVectors(new() { Center = default, InnerRadius = 3, OuterRadius = 2 }));
        Assert.Throws<ArgumentException>(() => WardClustering.Labels(new float[5], 2, new Extent(2), [], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => WardClustering.Labels(new float[4], 2, new Extent(2), [], 0));
    }

    private static Task<ResultSet> RunAsync(IFrameSource source, Udf udf) => new CpuExecutor(2).RunAsync(RunPlan.Create(source, [udf]));

    // All pairs, every time.
    private static int[] Plain(float[] features, int count, Extent scan, bool[] selected, int clusters)
    {
        var positions = (int)scan.Count;
        var sets = new SortedDictionary<int, List<int>>();
        for (var position = 0; position < positions; position++)
        {
            if (selected.Length == 0 || selected[position])
                sets.Add(sets.Count, [position]);
        }

        var next = sets.Count;
        while (sets.Count > clusters)
        {
            (double Cost, int A, int B)? best = null;
            foreach (var (a, first) in sets)
            {
                foreach (var (b, second) in sets)
                {
                    if (a >= b || !first.Exists(x => second.Exists(y => Touch(x, y))))
                        continue;
                    double[] meanA = Mean(first), meanB = Mean(second);
                    var distance = meanA.Zip(meanB, static (x, y) => (x - y) * (x - y)).Sum();
                    var cost = distance * first.Count * second.Count / (first.Count + second.Count);
                    if (best is null || cost < best.Value.Cost - 1e-9)
                        best = (cost, a, b);
                }
            }

            if (best is not var (_, left, right))
                break;
            sets.Add(next++, [.. sets[left], .. sets[right]]);
            sets.Remove(left);
            sets.Remove(right);
        }

        var labels = new int[positions];
        Array.Fill(labels, -1);
        var number = 0;
        foreach (var set in sets.Values.OrderBy(static set => set.Min()))
        {
            foreach (var position in set)
                labels[position] = number;
            number++;
        }

        return labels;

        double[] Mean(List<int> set) =>
            [.. Enumerable.Range(0, count).Select(i => set.Sum(position => (double)features[(position * count) + i]) / set.Count)];

        bool Touch(int x, int y)
        {
            var steps = 0L;
            for (var axis = scan.Rank - 1; axis >= 0; axis--)
            {
                steps += Math.Abs((x % scan[axis]) - (y % scan[axis]));
                (x, y) = ((int)(x / scan[axis]), (int)(y / scan[axis]));
            }

            return steps == 1;
        }
    }
}
