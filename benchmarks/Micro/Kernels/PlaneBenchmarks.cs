using BenchmarkDotNet.Attributes;
using Ronchi.Kernels.Planes;

namespace Ronchi.Micro.Kernels;

/// <summary>One block of 4096 u16 pixels with six live planes: the fast path of the machine against its scalar twin.</summary>
[GroupBenchmarksBy(BenchmarkDotNet.Configs.BenchmarkLogicalGroupRule.ByCategory)]
public unsafe class PlaneBenchmarks
{
    private const int PlaneBytes = 512;
    private const int LivePlanes = 6;

    private readonly byte[] _planes = new byte[16 * PlaneBytes];
    private readonly byte[] _mask = new byte[PlaneBytes];
    private readonly ulong[] _words = new ulong[PlaneBytes / 8];

    [GlobalSetup]
    public void Fill()
    {
        var random = new Random(1);
        random.NextBytes(_planes.AsSpan(0, LivePlanes * PlaneBytes));
        random.NextBytes(_mask);
    }

    [Benchmark(Baseline = true), BenchmarkCategory("masked sum")]
    public ulong MaskedSumScalar()
    {
        fixed (byte* planes = _planes, mask = _mask)
            return PlaneSumScalar.Sum(planes, PlaneBytes, LivePlanes, mask, from: 0);
    }

    [Benchmark, BenchmarkCategory("masked sum")]
    public ulong MaskedSum() => PlaneSum.Masked(new PlaneBlock(_planes, PlaneBytes, 16, LivePlanes), _mask);

    [Benchmark(Baseline = true), BenchmarkCategory("word sums")]
    public ulong WordSumsScalar()
    {
        fixed (byte* planes = _planes)
        fixed (ulong* words = _words)
            return PlaneWordsScalar.Sum(new PlaneChunk(planes, PlaneBytes, PlaneBytes, LivePlanes, null), words, from: 0);
    }

    [Benchmark, BenchmarkCategory("word sums")]
    public ulong Moments()
    {
        var moments = default(Moments);
        PlaneMoments.Add(new PlaneBlock(_planes, PlaneBytes, 16, LivePlanes), [], 4096, 192, ref moments);
        return moments.Column;
    }
}
