using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Throughput;

/// <summary>What a figure was measured on, without a name.</summary>
/// <param name="Cores">Logical processors.</param>
/// <param name="Isa">The widest vector extensions that the run-time uses.</param>
/// <param name="Dotnet">Version of the run-time.</param>
/// <param name="ReadGBs">10⁹ bytes a second that all cores together read from memory, best of seven.</param>
internal sealed record Machine(int Cores, string Isa, string Dotnet, double ReadGBs)
{
    private const int ReadBytes = 256 << 20;

    public static Machine Measure() =>
        new(Environment.ProcessorCount, DescribeIsa(), Environment.Version.ToString(), Math.Round(MeasureRead(), 1));

    private static string DescribeIsa()
    {
        var names = new List<string>();
        void Add(bool supported, string name)
        {
            if (supported)
                names.Add(name);
        }

        Add(Avx512F.IsSupported, "AVX-512");
        Add(Avx512Vbmi.IsSupported, "VBMI");
        Add(Avx2.IsSupported && !Avx512F.IsSupported, "AVX2");
        Add(Gfni.IsSupported, "GFNI");
        Add(AdvSimd.IsSupported, "AdvSimd");
        Add(names.Count == 0 && Vector128.IsHardwareAccelerated, "Vector128");
        return names.Count == 0 ? "scalar" : string.Join(' ', names);
    }

    private static double MeasureRead()
    {
        int cores = Environment.ProcessorCount;
        int perCore = ReadBytes / cores / sizeof(ulong);
        ulong[][] parts = [.. Enumerable.Range(0, cores).Select(_ => new ulong[perCore])];
        foreach (ulong[] part in parts)
            Array.Fill(part, 1UL);
        double best = double.MaxValue;
        ulong total = 0;
        for (int round = 0; round < 7; round++)
        {
            long start = Stopwatch.GetTimestamp();
            Parallel.ForEach(parts, part => Interlocked.Add(ref total, Sum(part)));
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return total == 0 ? 0 : (double)cores * perCore * sizeof(ulong) / best / 1e9;
    }

    private static ulong Sum(ReadOnlySpan<ulong> values)
    {
        ReadOnlySpan<Vector<ulong>> vectors = MemoryMarshal.Cast<ulong, Vector<ulong>>(values);
        Vector<ulong> a = default, b = default, c = default, d = default;
        for (int i = 0; i + 3 < vectors.Length; i += 4)
        {
            a += vectors[i];
            b += vectors[i + 1];
            c += vectors[i + 2];
            d += vectors[i + 3];
        }
        return Vector.Sum(a + b + (c + d));
    }
}
