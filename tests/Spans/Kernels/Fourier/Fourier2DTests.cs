using System.Numerics;
using Ronchi.Kernels.Fourier;
using Xunit;

namespace Ronchi.Tests.Kernels.Fourier;

public sealed class Fourier2DTests
{
    public static TheoryData<int, int> Sizes => new()
    {
        { 1, 1 }, { 1, 2 }, { 2, 1 }, { 3, 5 }, { 4, 4 }, { 7, 6 }, { 16, 16 },
        { 17, 13 }, { 20, 33 }, { 37, 8 }, { 5, 64 }, { 62, 3 }, { 11, 41 }, { 48, 31 },
    };

    [Fact]
    public void LinesOfEveryLength_EqualTheDefinition()
    {
        foreach (int length in Enumerable.Range(1, 70).Concat([97, 101, 127, 128, 210, 243, 256, 251, 289, 360, 509]))
        {
            Check<double>(1, length, 1e-12);
            Check<float>(1, length, 1e-5);
            Check<float>(length, 1, 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Images_EqualTheDefinition(int rows, int columns)
    {
        Check<double>(rows, columns, 1e-12);
        Check<float>(rows, columns, 1e-5);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void RealImages_AreHalfOfTheComplexOnes(int rows, int columns)
    {
        var plan = new Fourier2D<float>(rows, columns);
        var random = new Random(rows + columns);
        float[] image = [.. Enumerable.Range(0, rows * columns).Select(_ => random.NextSingle())];
        float[] half = new float[2 * rows * plan.HalfColumns], scratch = Garbage<float>(plan.ScratchLength);
        plan.TransformReal(image, half, scratch);
        var expected = Definition([.. image.Select(static value => new Complex(value, 0))], rows, columns, 1);
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < plan.HalfColumns; column++)
            {
                var value = expected[(row * columns) + column];
                int at = 2 * ((row * plan.HalfColumns) + column);
                Assert.Equal(value.Real, half[at], 1e-5 * Math.Sqrt(rows * columns));
                Assert.Equal(value.Imaginary, half[at + 1], 1e-5 * Math.Sqrt(rows * columns));
            }
        }

        // Some columns only.
        for (int trial = 0; trial < 5; trial++)
        {
            int first = random.Next(plan.HalfColumns), count = random.Next(plan.HalfColumns - first + 1);
            var seen = new Seen(new float[half.Length], plan.HalfColumns);
            plan.TransformReal(image, first, count, ref seen, scratch);
            for (int at = 0; at < half.Length; at++)
                Assert.Equal(
                    at / 2 % plan.HalfColumns is var column && column >= first && column < first + count ? half[at] : 0, seen.Half[at]);
        }
    }

    [Theory]
    [InlineData(256, 256)]
    [InlineData(96, 250)]
    [InlineData(131, 67)]
    public void LargeImages_ObeyParsevalLinearityShiftAndRoundTrip(int rows, int columns)
    {
        var plan = new Fourier2D<double>(rows, columns);
        var scratch = Garbage<double>(plan.ScratchLength);
        double[] first = Noise(rows * columns, 1), second = Noise(rows * columns, 2),
            both = [.. first.Zip(second, static (a, b) => (2 * a) - (3 * b))];
        double[] firstSpectrum = Spectrum(first), secondSpectrum = Spectrum(second), bothSpectrum = Spectrum(both);
        Assert.Equal(first.Sum(static value => value * value), firstSpectrum.Sum(static value => value * value) / rows / columns, 1e-9);
        for (int i = 0; i < both.Length; i++)
            Assert.Equal((2 * firstSpectrum[i]) - (3 * secondSpectrum[i]), bothSpectrum[i], 1e-9);

        double[] shifted = new double[first.Length];
        for (int i = 0; i < rows * columns; i++)
        {
            int to = ((((i / columns) + 3) % rows) * columns) + (((i % columns) + 5) % columns);
            (shifted[2 * to], shifted[(2 * to) + 1]) = (first[2 * i], first[(2 * i) + 1]);
        }

        double[] shiftedSpectrum = Spectrum(shifted);
        for (int i = 0; i < rows * columns; i++)
        {
            var turned = new Complex(firstSpectrum[2 * i], firstSpectrum[(2 * i) + 1])
                * Complex.Exp(new Complex(0, -2 * Math.PI * ((3.0 * (i / columns) / rows) + (5.0 * (i % columns) / columns))));
            Assert.Equal(turned.Real, shiftedSpectrum[2 * i], 1e-8);
            Assert.Equal(turned.Imaginary, shiftedSpectrum[(2 * i) + 1], 1e-8);
        }

        plan.Transform(firstSpectrum, scratch, inverse: true);
        for (int i = 0; i < first.Length; i++)
            Assert.Equal(first[i], firstSpectrum[i], 1e-12);

        double[] Spectrum(double[] pairs)
        {
            var copy = (double[])pairs.Clone();
            plan.Transform(copy, scratch);
            return copy;
        }
    }

    [Fact]
    public void EmptyImages_AreNothing()
    {
        foreach (var (rows, columns) in new[] { (0, 0), (0, 5), (5, 0) })
        {
            var plan = new Fourier2D<float>(rows, columns);
            plan.Transform([], new float[plan.ScratchLength]);
            plan.TransformReal([], new float[2 * rows * plan.HalfColumns], new float[plan.ScratchLength]);
        }
    }

    [Fact]
    public void WrongLengths_AreRefused()
    {
        var plan = new Fourier2D<float>(4, 6);
        float[] scratch = new float[plan.ScratchLength];
        Assert.Throws<ArgumentException>(() => plan.Transform(new float[47], scratch));
        Assert.Throws<ArgumentException>(() => plan.Transform(new float[48], scratch.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => plan.TransformReal(new float[24], new float[31], scratch));
        Assert.Throws<ArgumentException>(() => plan.TransformReal(new float[23], new float[32], scratch));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Fourier2D<float>(-1, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Fourier2D<float>(1 << 14, 1 << 14));
        Assert.ThrowsAny<ArgumentException>(() =>
        {
            var seen = new Seen(new float[32], 4);
            plan.TransformReal(new float[24], 2, 3, ref seen, scratch);
        });
    }

    private static T[] Garbage<T>(int length)
        where T : IFloatingPointIeee754<T>
    {
        var scratch = new T[length];
        Array.Fill(scratch, T.NaN);   // its content does not matter
        return scratch;
    }

    private static double[] Noise(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 2 * count).Select(_ => random.NextDouble() - 0.5)];
    }

    private static void Check<T>(int rows, int columns, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var plan = new Fourier2D<T>(rows, columns);
        double[] noise = Noise(rows * columns, (rows * 1000) + columns);
        Complex[] values = [.. noise.Chunk(2).Select(static pair => new Complex(pair[0], pair[1]))];
        T[] pairs = Array.ConvertAll(noise, T.CreateTruncating), scratch = Garbage<T>(plan.ScratchLength);
        plan.Transform(pairs, scratch);
        Compare(Definition(values, rows, columns, 1), pairs, tolerance * Math.Sqrt(rows * columns), $"{rows} × {columns} {typeof(T).Name}");
        plan.Transform(pairs, scratch, inverse: true);
        Compare(values, pairs, tolerance, $"back, {rows} × {columns} {typeof(T).Name}");
    }

    private static void Compare<T>(Complex[] expected, T[] pairs, double tolerance, string where)
        where T : INumber<T>
    {
        for (int i = 0; i < expected.Length; i++)
        {
            var value = new Complex(double.CreateTruncating(pairs[2 * i]), double.CreateTruncating(pairs[(2 * i) + 1]));
            Assert.True((expected[i] - value).Magnitude <= tolerance, $"{where}: value {i} is {value}, expected {expected[i]}");
        }
    }

    // The definition, rows then columns.
    private static Complex[] Definition(Complex[] values, int rows, int columns, int sign)
    {
        var along = new Complex[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            for (int x = 0; x < columns; x++)
                along[i] += values[(i / columns * columns) + x]
                    * Complex.Exp(new Complex(0, -sign * 2 * Math.PI * ((long)x * (i % columns) % columns) / columns));
        }

        var result = new Complex[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            for (int y = 0; y < rows; y++)
                result[i] += along[(y * columns) + (i % columns)]
                    * Complex.Exp(new Complex(0, -sign * 2 * Math.PI * ((long)y * (i / columns) % rows) / rows));
        }

        return result;
    }

    private readonly struct Seen(float[] half, int halfColumns) : IFourierColumns<float>
    {
        public float[] Half { get; } = half;

        public void Visit(int firstColumn, int columns, ReadOnlySpan<float> real, ReadOnlySpan<float> imaginary, int stride)
        {
            for (int row = 0; row * stride < real.Length; row++)
            {
                for (int column = 0; column < columns; column++)
                {
                    int at = 2 * ((row * halfColumns) + firstColumn + column);
                    (Half[at], Half[at + 1]) = (real[(row * stride) + column], imaginary[(row * stride) + column]);
                }
            }
        }
    }
}
