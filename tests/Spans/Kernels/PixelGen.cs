using System.Numerics;
using CsCheck;

namespace Ronchi.Tests.Kernels;

/// <summary>
/// Generators of pixels and masks. A law that fails is shrunk to a small case, and its seed is printed (set CsCheck_Seed to see it again).
/// </summary>
internal static class PixelGen
{
    /// <summary>One to four bitmaps, to be fitted to the pixels.</summary>
    public static Gen<byte[][]> Masks { get; } =
        Gen.OneOf(
            Gen.Const(new byte[] { 0 }),
            Gen.Const(new byte[] { 0xFF }),
            Gen.Byte.Array[1, 40],
            Gen.Int[0, 9].Select(static one => (byte)(one < 2 ? 1 << (7 * one) : 0)).Array[1, 40]).Array[1, 4];

    /// <summary>Integers of all magnitudes, small ones and maxima among them; floats within ±1000.</summary>
    public static Gen<T[]> Of<T>()
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        Gen<T> one = typeof(T) == typeof(float) || typeof(T) == typeof(double)
            ? Gen.Double[-1000, 1000].Select(static value => T.CreateTruncating(value))
            : Gen.OneOf(
                Gen.ULong.Select(static bits => T.CreateTruncating(bits)),
                Gen.Int[0, 50].Select(static value => T.CreateTruncating(value)),
                Gen.Const(T.MaxValue));
        return Gen.OneOf(one.Array[0, 70], one.Array[0, 1100]);
    }

    /// <summary>A bitmap repeated over so many pixels.</summary>
    public static byte[] Fit(byte[] mask, int pixels) => [.. Enumerable.Range(0, (pixels + 7) / 8).Select(i => mask[i % mask.Length])];
}
