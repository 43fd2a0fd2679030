using BenchmarkDotNet.Attributes;
using Ronchi.Kernels.Pixels;
using Ronchi.Kernels.Sparse;

namespace Ronchi.Micro.Kernels;

/// <summary>A tile of 32 frames of 128 × 128 u16 under a stack of f32 masks, dense and 1 % filled, against a scalar loop.</summary>
public class MaskStackBenchmarks
{
    private const int Pixels = 128 * 128;
    private const int Frames = 32;
    private const int Spacing = 100;

    private readonly ushort[] _frames = new ushort[Frames * Pixels];
    private readonly long[] _rowStarts = new long[Frames + 1];
    private ushort[] _values = [];
    private int[] _columns = [];
    private float[] _weights = [];
    private double[] _sums = [];

    [Params(1, 4, 16)]
    public int Masks { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        var random = new Random(1);
        foreach (ref ushort value in _frames.AsSpan())
            value = (ushort)random.Next(3000);
        const int each = Pixels / Spacing;
        for (int f = 0; f <= Frames; f++)
            _rowStarts[f] = f * each;
        _columns = [.. Enumerable.Range(0, Frames * each).Select(i => (i % each * Spacing) + random.Next(Spacing))];
        _values = [.. _columns.Select(_ => (ushort)random.Next(1, 9))];
        _weights = [.. Enumerable.Range(0, Masks * Pixels).Select(_ => random.NextSingle())];
        _sums = new double[Frames * Masks];
    }

    [Benchmark(Baseline = true)]
    public void Scalar()
    {
        for (int f = 0; f < Frames; f++)
        {
            ReadOnlySpan<ushort> frame = _frames.AsSpan(f * Pixels, Pixels);
            for (int k = 0; k < Masks; k++)
            {
                ReadOnlySpan<float> weights = _weights.AsSpan(k * Pixels, Pixels);
                double sum = 0;
                for (int i = 0; i < frame.Length; i++)
                    sum += frame[i] * (double)weights[i];
                _sums[(f * Masks) + k] += sum;
            }
        }
    }

    [Benchmark]
    public void Dense() => MaskStackSum.Add<ushort>(_frames, Pixels, _weights, Pixels, Masks, _sums);

    [Benchmark]
    public void Sparse() => CsrMaskStackSum.Add<ushort>(new(_values, _columns, _rowStarts, Pixels), _weights, Masks, _sums);
}
