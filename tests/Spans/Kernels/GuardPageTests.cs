using System.Numerics;
using System.Runtime.InteropServices;
using Ronchi.Fuzz;
using Ronchi.Kernels.Pixels;
using Ronchi.Kernels.Planes;
using Xunit;

namespace Ronchi.Tests.Kernels;

/// <summary>
/// Spans lie flush against pages that may not be touched: a kernel that reads or writes one byte outside ends the process.
/// </summary>
public sealed class GuardPageTests
{
    private const int Capacity = 1 << 17;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PlaneKernels_TouchNothingOutsideTheirSpans(bool atEnd)
    {
        Assert.SkipUnless(GuardedMemory.IsSupported, "Guard pages are made with Linux system calls.");
        using GuardedMemory planes = new(Capacity), masks = new(Capacity);
        for (int seed = 0; seed < 300; seed++)
        {
            var data = new RandomPlanes(seed);
            PlaneBlock random = data.Block;
            var block = new PlaneBlock(planes.Copy(random.Planes, atEnd), data.PlaneBytes, data.Bits, data.LivePlanes);
            ReadOnlySpan<byte> mask = masks.Copy(data.Mask(), atEnd);
            ulong[] sums = new ulong[1];
            long[] excluded = new long[1];
            PlaneSum.MaskedValid(block, mask, mask.Length, sums, excluded);
            Assert.True(PlaneSum.MaskedValid(block, mask, out int count) == sums[0], data.Failure);
            Assert.True(count == excluded[0], data.Failure);
            var moments = default(Moments);
            PlaneMoments.AddValid(block, mask, 64, 192, ref moments);
            Assert.True(mask.IsEmpty || moments.Total == sums[0], data.Failure);
            moments = default;
            PlaneMoments.Add(block, [], 8, 100, ref moments);
            Assert.True(moments.Total == PlaneSum.Total(block), data.Failure);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PixelKernels_TouchNothingOutsideTheirSpans(bool atEnd)
    {
        Assert.SkipUnless(GuardedMemory.IsSupported, "Guard pages are made with Linux system calls.");
        Check<byte, ulong>(atEnd);
        Check<ushort, ulong>(atEnd);
        Check<uint, ulong>(atEnd);
        Check<short, long>(atEnd);
        Check<float, double>(atEnd);
        Check<double, double>(atEnd);
    }

    private static void Check<T, TSum>(bool atEnd)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TSum : unmanaged, INumber<TSum>
    {
        using GuardedMemory values = new(Capacity), masks = new(Capacity), accumulators = new(Capacity), weightMemory = new(Capacity);
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            int pixels = RandomPixels.Sizes[random.Next(1, RandomPixels.Sizes.Length - 1)];
            int frames = Math.Min(random.Next(1, 10), Capacity / (pixels * Marshal.SizeOf<T>()));
            ReadOnlySpan<T> all = MemoryMarshal.Cast<byte, T>(
                values.Copy(MemoryMarshal.AsBytes<T>(RandomPixels.Of<T>(random, pixels * frames)), atEnd));
            ReadOnlySpan<T> frame = atEnd ? all[^pixels..] : all[..pixels];
            ReadOnlySpan<byte> mask = masks.Copy(RandomPixels.Mask(random, pixels).AsSpan(0, (pixels + 7) / 8), atEnd);
            Span<TSum> sums = MemoryMarshal.Cast<byte, TSum>(accumulators.Copy(new byte[pixels * 8], atEnd));
            Span<float> weights = MemoryMarshal.Cast<byte, float>(weightMemory.Copy(new byte[pixels * 4], atEnd));
            PixelSum.Add(all, sums);
            long excluded = PixelSum.AddValid(all, sums, T.MaxValue);
            Assert.InRange(excluded, 0, all.Length);
            _ = MaskedSum.Of<T, TSum>(frame, mask);
            _ = MaskedSum.Valid<T, TSum>(frame, mask, T.MaxValue, out _);
            _ = PixelTotal.Of<T, TSum>(frame);
            _ = PixelExtremes<T>.Of(frame);
            Assert.Equal(0, WeightedSum.Of<T>(frame, weights));
        }
    }
}
