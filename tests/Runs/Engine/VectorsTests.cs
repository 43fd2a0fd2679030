using Ronchi.Engine;
using Ronchi.Frames;
using Xunit;

namespace Ronchi.Tests.Engine;

public sealed class VectorsTests
{
    private static readonly VectorLayout Layout = new(ElementType.F64, new("row", "px"), new("column", "px"), new("height"));

    [Fact]
    public void Lists_ComeBackAsTheyWere()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var (lists, scan) = Lists(new Random(seed));
            var vectors = Vectors.Of(Layout, scan, lists);
            Assert.Equal(lists.Sum(static list => list?.Length / 3 ?? 0), vectors.RowCount);
            for (var position = 0; position < lists.Length; position++)
            {
                Assert.Equal(lists[position] ?? [], vectors.Rows<double>(position).ToArray());
                Assert.Equal((lists[position]?.Length ?? 0) / 3, vectors.Count(position));
                Assert.Equal(lists[position] is not null, vectors.IsRecorded(position));
            }

            Assert.Equal(
                lists.SelectMany(static list => list ?? []).Where(static (_, i) => i % 3 == 1), vectors.Column<double>("column"));
        }
    }

    [Fact]
    public void SlicesOfPartsThatCoverTheScan_AddUpToTheWhole()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var random = new Random(seed);
            var (lists, scan) = Lists(random);
            var whole = Vectors.Of(Layout, scan, lists);
            var owner = lists.Select(_ => random.Next(4)).ToArray();
            var parts = Enumerable.Range(0, 4)
                .Select(part => whole.Slice(ScanSelection.FromMask(scan, [.. owner.Select(own => own == part)]))).ToList();
            for (var part = 0; part < 4; part++)
                Assert.Equal(Vectors.Of(Layout, scan, [.. lists.Select((list, i) => owner[i] == part ? list : null)]), parts[part]);
            random.Shuffle(parts.ToArray());
            Assert.Equal(whole, parts.Aggregate(static (all, part) => all.With(part)));
        }
    }

    [Fact]
    public void Equality_IsThatOfColumnsPositionsAndBits()
    {
        double[]?[] lists = [[1, 2, double.NaN], [], null, [4, 5, 6, 7, 8, 9]];
        var vectors = Vectors.Of(Layout, new Extent(2, 2), lists);
        var same = Vectors.Of(
            new VectorLayout(ElementType.F64, new("row", "px"), new("column", "px"), new("height")), new Extent(2, 2), lists);
        Assert.Equal(vectors, same);
        Assert.Equal(vectors.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(vectors, Vectors.Of(Layout, new Extent(4), lists));
        Assert.NotEqual(vectors, Vectors.Of(Layout, new Extent(2, 2), [lists[0], null, [], lists[3]]));
        Assert.NotEqual(vectors, Vectors.Of(Layout, new Extent(2, 2), [[1, 2, 3], [], null, lists[3]]));
        Assert.NotEqual(
            vectors,
            Vectors.Of(
                new VectorLayout(ElementType.F64, new("row", "nm"), new("column", "px"), new("height")), new Extent(2, 2), lists));
    }

    [Fact]
    public void PartsOfDifferentThings_AreNotPutTogether()
    {
        var vectors = Vectors.Of(Layout, new Extent(2, 2), [new double[] { 1, 2, 3 }, null, null, null]);
        Assert.Contains("0,0", Message(() => vectors.With(vectors)), StringComparison.Ordinal);
        Assert.Contains("4", Message(() => vectors.With(Vectors.Of(Layout, new Extent(4), new double[4][]))), StringComparison.Ordinal);
        var other = Vectors.Of(new VectorLayout(ElementType.F64, new VectorColumn("other")), new Extent(2, 2), new double[4][]);
        Assert.Contains(
            "other",
            Message(() => vectors.With(other)),
            StringComparison.Ordinal);
        Assert.Contains("scan of 4", Message(() => vectors.Slice(ScanSelection.All(new Extent(4)))), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNotThere_IsRefusedWithWhatIs()
    {
        var vectors = Vectors.Of(Layout, new Extent(1), [new double[] { 1, 2, 3 }]);
        Assert.Contains("'height'", Message(() => vectors.Column<double>("width")), StringComparison.Ordinal);
        Assert.Throws<InvalidCastException>(() => vectors.Rows<float>(0).Length);
        Assert.Throws<InvalidCastException>(() => vectors.Column<long>("row"));
        Assert.Throws<ArgumentOutOfRangeException>(() => vectors.Count(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => vectors.IsRecorded(-1));
    }

    [Fact]
    public void LayoutsThatSayNothing_AreRefused()
    {
        Assert.Contains("column", Message(() => new VectorLayout(ElementType.F32)), StringComparison.Ordinal);
        Assert.Contains("'a'", Message(() => new VectorLayout(ElementType.F32, new("a"), new("a", "px"))), StringComparison.Ordinal);
        Assert.Contains("no name", Message(() => new VectorLayout(ElementType.F32, new VectorColumn(" "))), StringComparison.Ordinal);
        foreach (var type in (ElementType[])[ElementType.Object, ElementType.C64, ElementType.Bool])
            Assert.Contains(type.Name(), Message(() => new VectorLayout(type, new VectorColumn("a"))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new long[] { 0, 1, 2 }, "3 offsets")]
    [InlineData(new long[] { 1, 1, 2, 2 }, "begin at 1")]
    [InlineData(new long[] { 0, 2, 1, 2 }, "behind position 1")]
    [InlineData(new long[] { 0, 1, 2, 3 }, "3 rows")]
    [InlineData(new long[] { 0, 1, 2, long.MaxValue }, "position 2")]
    public void OffsetsThatDoNotBelongToTheRows_AreRefused(long[] offsets, string words)
    {
        var rows = new MemoryRows<double>(new double[6]);
        Assert.Contains(words, Message(() => Vectors.In(Layout, new Extent(3), offsets, null, rows, 48)), StringComparison.Ordinal);
    }

    [Fact]
    public void RowsAtAPositionThatWasNotRecorded_AreRefused()
    {
        var rows = new MemoryRows<double>(new double[6]);
        Assert.Contains(
            "position 1",
            Message(() => Vectors.In(Layout, new Extent(3), [0, 1, 2, 2], [true, false, true], rows, 48)),
            StringComparison.Ordinal);
        Assert.Equal(2, Vectors.In(Layout, new Extent(3), [0, 1, 2, 2], [true, true, false], rows, 48).RowCount);
    }

    [Fact]
    public void AppendingRows_AllocatesNothing()
    {
        var layout = new VectorLayout(ElementType.F32, new VectorColumn("a"), new VectorColumn("b"));
        var spool = new RowSpool(layout, new RowStore(1 << 20, folder: null), new uint[1000]);
        new FrameRows<float>(spool, 0).Append(1, 2);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var position = 1; position < 200; position++)
            new FrameRows<float>(spool, position).Append(position, 2);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static string Message(Func<object> action) => Assert.ThrowsAny<ArgumentException>(action).Message;

    private static (double[]?[] Lists, Extent Scan) Lists(Random random)
    {
        var scan = new Extent(random.Next(1, 8), random.Next(1, 8));
        return (
            [.. Enumerable.Range(0, (int)scan.Count).Select(_ => random.Next(4) switch
            {
                0 => null,
                1 => [],
                _ => Enumerable.Range(0, 3 * random.Next(1, 5)).Select(_ => random.NextDouble()).ToArray(),
            })],
            scan);
    }
}
