using System.Numerics;
using System.Runtime.InteropServices;
using Ronchi.Fuzz;
using Ronchi.Kernels.Pixels;
using Ronchi.Kernels.Sparse;
using Xunit;

namespace Ronchi.Tests.Kernels.Pixels;

/// <summary>Kernels over tiles between pages that may not be touched: also what they fetch ahead must stay a hint.</summary>
public sealed class TileKernelGuardTests
{
    private const int Capacity = 1 << 17;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TileKernels_TouchNothingOutsideTheirSpans(bool atEnd)
    {
        Assert.SkipUnless(GuardedMemory.IsSupported, "Guard pages are made with Linux system calls.");
        Check<byte>(atEnd);
        Check<ushort>(atEnd);
        Check<short>(atEnd);
        Check<uint>(atEnd);
        Check<float>(atEnd);
        Check<double>(atEnd);
    }

    private static void Check<T>(bool atEnd)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        using GuardedMemory values = new(Capacity), weights = new(Capacity),
            sums = new(Capacity), others = new(Capacity), results = new(Capacity);
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            int pixels = RandomPixels.Sizes[random.Next(1, 14)], masks = random.Next(1, 20);
            int count = Math.Min(random.Next(1, 10), Capacity / (pixels * 8));
            masks = Math.Min(masks, Capacity / (4 * pixels));
            ReadOnlySpan<T> frames = Place<T>(values, RandomPixels.Of<T>(random, pixels * count), atEnd);
            ReadOnlySpan<float> stack = Place<float>(weights, RandomPixels.Of<float>(random, pixels * masks), atEnd);
            MaskStackSum.Add(frames, pixels, stack, pixels, masks, Place<double>(sums, new double[count * masks], atEnd));
            Span<double> first = Place<double>(sums, new double[pixels], atEnd), second = Place<double>(others, new double[pixels], atEnd);
            long frameCount = 0;
            PixelVariance.AddTile(frames, ref frameCount, first, second);
            Assert.Equal(count, frameCount);
            PixelLogSum.Add(frames, first);
            PixelEnvelope.Raise(frames, Place<T>(results, new T[pixels], atEnd), null);
            DarkGain.Apply(frames, pixels, stack[..pixels], [], Place<float>(results, new float[pixels * count], atEnd));
            if (typeof(T) == typeof(byte) || typeof(T) == typeof(ushort))
                PixelVariance.AddExact(frames, MemoryMarshal.Cast<double, ulong>(first), MemoryMarshal.Cast<double, ulong>(second));
            int[] everyOther = [.. Enumerable.Range(0, pixels / 2).Select(static i => 2 * i)];
            ReadOnlySpan<int> columns = Place<int>(others, everyOther, atEnd);
            ReadOnlySpan<T> stored = atEnd ? frames[^columns.Length..] : frames[..columns.Length];
            CsrMaskStackSum.Add<T>(new(stored, columns, [0, columns.Length], pixels), stack, masks, new double[masks]);
        }
    }

    private static Span<T> Place<T>(GuardedMemory memory, T[] items, bool atEnd)
        where T : unmanaged
        => MemoryMarshal.Cast<byte, T>(memory.Copy(MemoryMarshal.AsBytes<T>(items), atEnd));
}
