using BenchmarkDotNet.Attributes;
using Ronchi.Kernels.Pixels;

namespace Ronchi.Micro.Kernels;

/// <summary>A tile of 32 frames of 128 × 128 u16: the fast path of the machine against a scalar loop.</summary>
[GroupBenchmarksBy(BenchmarkDotNet.Configs.BenchmarkLogicalGroupRule.ByCategory)]
public unsafe class StatisticsBenchmarks
{
    private const int Pixels = 128 * 128;
    private const int Frames = 32;

    private readonly ushort[] _frames = new ushort[Frames * Pixels];
    private readonly ushort[] _minima = new ushort[Frames];
    private readonly ulong[] _sums = new ulong[Pixels];
    private readonly ulong[] _squares = new ulong[Pixels];
    private readonly double[] _logarithms = new double[Pixels];
    private readonly float[] _dark = new float[Pixels];
    private readonly float[] _gain = new float[Pixels];
    private readonly float[] _corrected = new float[Frames * Pixels];

    [GlobalSetup]
    public void Fill()
    {
        var random = new Random(1);
        foreach (ref ushort value in _frames.AsSpan())
            value = (ushort)random.Next(3000);
        foreach (ref float value in _gain.AsSpan())
            value = random.NextSingle() + 0.5f;
    }

    [Benchmark(Baseline = true), BenchmarkCategory("sum and squares")]
    public void SumAndSquaresScalar()
    {
        fixed (ushort* frames = _frames)
        fixed (ulong* sums = _sums, squares = _squares)
            PixelVarianceScalar.AddExact(frames, Frames, Pixels, from: 0, sums, squares);
    }

    [Benchmark, BenchmarkCategory("sum and squares")]
    public void SumAndSquares() => PixelVariance.AddExact<ushort>(_frames, _sums, _squares);

    [Benchmark(Baseline = true), BenchmarkCategory("sum of logarithms")]
    public void LogSumScalar()
    {
        fixed (ushort* frames = _frames, minima = _minima)
        fixed (double* sums = _logarithms)
            PixelLogSum.AddScalar(frames, Frames, Pixels, from: 0, minima, sums);
    }

    [Benchmark, BenchmarkCategory("sum of logarithms")]
    public void LogSum() => PixelLogSum.Add<ushort>(_frames, _logarithms);

    [Benchmark(Baseline = true), BenchmarkCategory("dark and gain")]
    public void DarkGainScalar()
    {
        fixed (ushort* frames = _frames)
        fixed (float* dark = _dark, gain = _gain, corrected = _corrected)
            for (int f = 0; f < Frames; f++)
                DarkGain.ApplyScalar(frames + (f * Pixels), from: 0, Pixels, dark, gain, corrected + (f * Pixels));
    }

    [Benchmark, BenchmarkCategory("dark and gain")]
    public void DarkAndGain() => DarkGain.Apply<ushort>(_frames, Pixels, _dark, _gain, _corrected);
}
