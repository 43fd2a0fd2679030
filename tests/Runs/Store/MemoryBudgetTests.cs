using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Ronchi.Store;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Store;

public sealed class MemoryBudgetTests
{
    [Fact]
    public void ControlGroups_OfBothVersions_LimitWhatTheMachineHas()
    {
        using var folder = new TemporaryFolder();
        var meminfo = folder.File("meminfo");
        File.WriteAllText(meminfo, "MemTotal:  16000000 kB\nMemFree: 100 kB\nMemAvailable:   8000000 kB\n");
        Assert.Equal(8_192_000_000, MemoryBudget.Free(meminfo, folder.Path));

        File.WriteAllText(folder.File("memory.max"), "max\n");
        Assert.Equal(8_192_000_000, MemoryBudget.Free(meminfo, folder.Path));
        File.WriteAllText(folder.File("memory.max"), "4000000000\n");
        File.WriteAllText(folder.File("memory.current"), "1500000000\n");
        Assert.Equal(2_500_000_000, MemoryBudget.Free(meminfo, folder.Path));
        File.WriteAllText(folder.File("memory.stat"), "anon 900000000\ninactive_file 300000000\nactive_file 5\n");
        Assert.Equal(2_800_000_000, MemoryBudget.Free(meminfo, folder.Path));
        File.WriteAllText(folder.File("memory.current"), "5000000000\n");
        Assert.Equal(0, MemoryBudget.Free(meminfo, folder.Path));

        File.Delete(folder.File("memory.max"));
        Directory.CreateDirectory(folder.File("memory"));
        File.WriteAllText(folder.File("memory/memory.limit_in_bytes"), "3000000000\n");
        File.WriteAllText(folder.File("memory/memory.usage_in_bytes"), "1000000000\n");
        Assert.Equal(2_000_000_000, MemoryBudget.Free(meminfo, folder.Path));
        Assert.Null(MemoryBudget.Free(folder.File("nothing"), folder.Path));
        Assert.InRange(MemoryBudget.ForData(), 1, long.MaxValue);
    }

    [Fact]
    public void Choice_IsTheFastestFormThatFits()
    {
        var estimate = new ResidenceEstimate(Dense: 10_000, Narrowed: 5_000, Sparse: 4_000, Compressed: 2_000);
        Assert.Equal(ResidenceForm.ScanBlocked, estimate.Choose(10_000).Form);
        Assert.Equal(ResidenceForm.Compressed, estimate.Choose(9_999).Form);
        Assert.Equal(ResidenceForm.ScanBlocked, (estimate with { Narrowed = 4_900 }).Choose(9_999).Form);
        Assert.Equal(ResidenceForm.Partial, estimate.Choose(1_999).Form);
        Assert.Equal(ResidenceForm.Sparse, (estimate with { Sparse = 1_250 }).Choose(9_000).Form);
        Assert.Equal(ResidenceForm.Sparse, (estimate with { Compressed = null }).Choose(4_500).Form);
        Assert.Contains("0.0 MB", estimate.Choose(1_999).Reason);
    }

    [Fact]
    public void Estimate_SeesNarrowAndSparseData()
    {
        var shape = new DataShape(new Extent(10, 10), new Extent(8, 8));
        using var narrow = new ArraySource<ushort>(
            Enumerable.Range(0, 6400).Select(static i => (ushort)(i % 64 == 3 ? 60000 : i % 250)).ToArray(),
            shape,
            new Validity { MaskedPixels = PixelSet.From(64, static pixel => pixel == 3) });
        Assert.Equal((12_800, 6_400), (ResidenceEstimate.Of(narrow).Dense, ResidenceEstimate.Of(narrow).Narrowed));
        using var sparse = new ArraySource<float>(Enumerable.Range(0, 6400).Select(static i => i % 64 == 5 ? 1.5f : 0).ToArray(), shape);
        Assert.Equal(
            (25_600, 25_600, 800),
            (ResidenceEstimate.Of(sparse).Dense, ResidenceEstimate.Of(sparse).Narrowed, ResidenceEstimate.Of(sparse).Sparse));
        Assert.Equal(ResidenceForm.Sparse, ResidenceEstimate.Of(sparse).Choose(20_000).Form);
    }

    [Fact]
    public void DetectorBin_IsTheSmallestThatFits()
    {
        var shape = new DataShape(new Extent(512, 512), new Extent(192, 192));
        static ElementType Type(int factor) => factor == 1 ? ElementType.U16 : ElementType.U32;
        Assert.Equal(1, ResidenceEstimate.DetectorBin(shape, Type, 20L << 30).Factor);
        Assert.Equal(2, ResidenceEstimate.DetectorBin(shape, Type, 10L << 30).Factor);
        Assert.Equal(4, ResidenceEstimate.DetectorBin(shape, Type, 3L << 30).Factor);
        var (factor, reason) = ResidenceEstimate.DetectorBin(shape, Type, 1 << 20);
        Assert.Equal(8, factor);
        Assert.Contains("still too much", reason);
        Assert.Equal(
            100L * 3 * 4 * 5 * 2 * 2,
            ResidenceEstimate.BytesBinned(new DataShape(new Extent(100, 7, 9), new Extent(11, 5)), 2, 2, ElementType.U16));
    }
}
