using Ronchi.Kernels;
using Ronchi.Kernels.Pixels;
using Ronchi.Kernels.Planes;

namespace Ronchi.Throughput.Suites;

/// <summary>The numeric kernels alone, without decoding: what a frame of 192 × 192 u16 costs once it is in the cache.</summary>
internal static class KernelsSuite
{
    private const int Side = 192;
    private const int Pixels = Side * Side;
    private const int BlockPixels = 4096;
    private const int PlaneBytes = BlockPixels / 8;
    private const int Blocks = Pixels / BlockPixels;
    private const int LivePlanes = 6;
    private const int Bits = 16;

    public static void Run(SuiteRun suite)
    {
        var random = new Random(1);
        // As many frames as a tile has: they stay in the second-level cache, as behind a decoder or a positioned read.
        const int frames = 8;
        ushort[] pixels = new ushort[frames * Pixels];
        foreach (ref ushort pixel in pixels.AsSpan())
            pixel = (ushort)random.Next(1 << LivePlanes);
        byte[] planes = new byte[frames * Blocks * Bits * PlaneBytes];
        for (int i = 0; i < pixels.Length; i++)
            for (int p = 0; p < LivePlanes; p++)
                if ((pixels[i] >> p & 1) != 0)
                    planes[(((i / BlockPixels * Bits) + p) * PlaneBytes) + (i % BlockPixels / 8)] |= (byte)(1 << (i % 8));

        PlaneSums(suite, planes, frames);
        PixelSums(suite, pixels, frames);
        FourierMetrics.Run(suite);
    }

    private static void PlaneSums(SuiteRun suite, byte[] planes, int frames)
    {
        var perFrame = Unit.MicrosecondsPer("frame");
        byte[] disk = Mask(d => d <= 30);
        byte[] rings = [.. Enumerable.Range(0, 8).SelectMany(k => Mask(d => d >= 12 * k && d < 12 * (k + 1)))];
        int[] touched = [.. Enumerable.Range(0, Blocks).Where(b => BitMask.Any(disk.AsSpan(b * PlaneBytes, PlaneBytes)))];
        ulong total = 0;

        PlaneBlock Block(int frame, int block) =>
            new(planes.AsSpan(((frame * Blocks) + block) * Bits * PlaneBytes, Bits * PlaneBytes), PlaneBytes, Bits, LivePlanes);

        suite.Time("planes-disk-r30-u16", perFrame, frames, () =>
        {
            for (int f = 0; f < frames; f++)
                foreach (int b in touched)
                    total += PlaneSum.Masked(Block(f, b), disk.AsSpan(b * PlaneBytes, PlaneBytes));
        }, target: 0.15, Peer.SameRun("scalar twin", () =>
        {
            for (int f = 0; f < frames; f++)
                foreach (int b in touched)
                    total += PlaneSumScalar(Block(f, b), disk.AsSpan(b * PlaneBytes, PlaneBytes));
        }));

        ulong[] sums = new ulong[8];
        suite.Time("planes-8-rings-u16", perFrame, frames, () =>
        {
            for (int f = 0; f < frames; f++)
                for (int b = 0; b < Blocks; b++)
                    PlaneSum.Masked(Block(f, b), rings.AsSpan(b * PlaneBytes), Pixels / 8, sums);
        }, target: 1.5);

        var moments = default(Moments);
        suite.Time("planes-total-com-u16", perFrame, frames, () =>
        {
            for (int f = 0; f < frames; f++)
                for (int b = 0; b < Blocks; b++)
                    PlaneMoments.AddValid(Block(f, b), [], b * BlockPixels, Side, ref moments);
        }, target: 1.5);
    }

    private static void PixelSums(SuiteRun suite, ushort[] pixels, int frames)
    {
        var perFrame = Unit.MicrosecondsPer("frame");
        byte[] disk = Mask(d => d <= 30);
        byte[] masks = [.. Enumerable.Range(0, 16).SelectMany(k => Mask(d => d >= 6 * k && d < 6 * (k + 1)))];
        float[] weights = [.. Enumerable.Range(0, Pixels).Select(i => (float)Math.Sin(i))];
        ulong[] sums = new ulong[Pixels];
        ulong[] masked = new ulong[16];
        double[] weighted = new double[1];
        ulong total = 0;

        suite.Time("pixels-sum-u16", perFrame, frames, () =>
        {
            PixelSum.Add<ushort, ulong>(pixels, sums);
        }, target: 1.2, Peer.SameRun("plain loop", () =>
        {
            for (int i = 0; i < pixels.Length; i++)
                sums[i % Pixels] += pixels[i];
        }));
        suite.Time("pixels-sum-valid-u16", perFrame, frames, () =>
        {
            total += (ulong)PixelSum.AddValid<ushort, ulong>(pixels, sums, ushort.MaxValue);
        }, target: 1.2);
        suite.Time("pixels-disk-r30-u16", perFrame, frames, () =>
        {
            for (int f = 0; f < frames; f++)
                total += MaskedSum.Of<ushort, ulong>(pixels.AsSpan(f * Pixels, Pixels), disk);
        });
        suite.Time("pixels-16-rings-u16", perFrame, frames, () =>
        {
            for (int f = 0; f < frames; f++)
                MaskedSum.Add<ushort, ulong>(pixels.AsSpan(f * Pixels, Pixels), masks, Pixels / 8, masked);
        });
        suite.Time("pixels-weighted-u16", perFrame, frames, () =>
        {
            for (int f = 0; f < frames; f++)
                WeightedSum.Add<ushort>(pixels.AsSpan(f * Pixels, Pixels), weights, weighted);
        });
        ulong[] squares = new ulong[Pixels];
        suite.Time("pixels-sum-squares-u16", perFrame, frames, () =>
        {
            PixelVariance.AddExact<ushort>(pixels, sums, squares);
        });
        double[] logarithms = new double[Pixels];
        suite.Time("pixels-log-sum-u16", perFrame, frames, () =>
        {
            PixelLogSum.Add<ushort>(pixels, logarithms);
        });
        float[] stack = [.. Enumerable.Range(0, 16 * Pixels).Select(i => (float)Math.Sin(i))];
        foreach (int count in (int[])[1, 4, 16])
        {
            double[] stackSums = new double[frames * count];
            suite.Time($"pixels-{count}-weighted-u16", perFrame, frames, () =>
            {
                MaskStackSum.Add<ushort>(pixels, Pixels, stack, Pixels, count, stackSums);
            });
        }
        suite.Time("pixels-extremes-u16", perFrame, frames, () =>
        {
            for (int f = 0; f < frames; f++)
                total += PixelExtremes<ushort>.Of(pixels.AsSpan(f * Pixels, Pixels)).Maximum;
        });
    }

    private static byte[] Mask(Func<double, bool> chosen)
    {
        byte[] bits = new byte[Pixels / 8];
        BitMask.FromPredicate(Pixels, i => chosen(Math.Sqrt(Square((i / Side) - 95.5) + Square((i % Side) - 95.5))), bits);
        return bits;
    }

    private static double Square(double x) => x * x;

    private static ulong PlaneSumScalar(in PlaneBlock block, ReadOnlySpan<byte> mask)
    {
        ulong sum = 0;
        ReadOnlySpan<ulong> words = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ulong>(mask);
        for (int p = 0; p < block.LivePlanes; p++)
        {
            ReadOnlySpan<ulong> plane = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ulong>(block.Plane(p));
            ulong count = 0;
            for (int i = 0; i < words.Length; i++)
                count += (ulong)System.Numerics.BitOperations.PopCount(words[i] & plane[i]);
            sum += count << p;
        }
        return sum;
    }
}
