using System.Numerics;
using BenchmarkDotNet.Attributes;
using Ronchi.Kernels.Pixels;

namespace Ronchi.Micro.Kernels;

/// <summary>Eight dense frames of 192 × 192: the fast path of the machine against its scalar twin.</summary>
[GenericTypeArguments(typeof(byte), typeof(ulong))]
[GenericTypeArguments(typeof(ushort), typeof(ulong))]
[GenericTypeArguments(typeof(uint), typeof(ulong))]
[GenericTypeArguments(typeof(float), typeof(double))]
[GroupBenchmarksBy(BenchmarkDotNet.Configs.BenchmarkLogicalGroupRule.ByCategory)]
public unsafe class PixelBenchmarks<T, TSum>
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
    where TSum : unmanaged, INumber<TSum>
{
    private const int Pixels = 192 * 192;
    private const int Frames = 8;

    private readonly T[] _frames = new T[Frames * Pixels];
    private readonly byte[] _mask = new byte[Pixels / 8];
    private readonly TSum[] _sums = new TSum[Pixels];

    [GlobalSetup]
    public void Fill()
    {
        var random = new Random(1);
        foreach (ref T value in _frames.AsSpan())
            value = T.CreateTruncating(random.Next(50));
        random.NextBytes(_mask);
    }

    [Benchmark(Baseline = true), BenchmarkCategory("sum over frames")]
    public void SumOverFramesScalar()
    {
        long none = 0;
        fixed (T* frames = _frames)
        fixed (TSum* sums = _sums)
            PixelSumScalar.Add<T, TSum, ExcludeNothing>(frames, Frames, Pixels, from: 0, sums, default, ref none);
    }

    [Benchmark, BenchmarkCategory("sum over frames")]
    public void SumOverFrames() => PixelSum.Add<T, TSum>(_frames, _sums);

    [Benchmark(Baseline = true), BenchmarkCategory("masked sum")]
    public TSum MaskedSumScalarTwin()
    {
        long none = 0;
        fixed (T* frames = _frames)
        fixed (byte* mask = _mask)
            return MaskedSumScalar.Sum<T, TSum, ExcludeNothing>(frames, Pixels, mask, default, ref none);
    }

    [Benchmark, BenchmarkCategory("masked sum")]
    public TSum MaskedSumOfOneFrame() => MaskedSum.Of<T, TSum>(_frames.AsSpan(0, Pixels), _mask);
}
