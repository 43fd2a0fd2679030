using System.Globalization;
using Ronchi.Frames;
using Ronchi.Server;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Server;

public sealed class ArraySliceTests
{
    [Fact]
    public void AnySlice_TakesWhatNumPyTakes()
    {
        DebianPython.Require("numpy");
        const int seed = 14;
        var random = new Random(seed);
        string[] slices = [.. Enumerable.Range(0, 400).Select(_ => Text(random))];
        var expected = DebianPython.Run(
            """
            import sys, numpy as np
            a = np.arange(5 * 1 * 7).reshape(5, 1, 7)
            for text in sys.argv[1].split(' '):
                try:
                    taken = eval(f'a[{text}]')
                    print(list(taken.shape), taken.ravel().tolist())
                except (IndexError, ValueError):
                    print('refused')
            """,
            string.Join(' ', slices)).Split('\n');
        var shape = new Extent(5, 1, 7);

        for (var i = 0; i < slices.Length; i++)
            Assert.True(expected[i] == Taken(slices[i]), $"seed {seed}: {slices[i]}: {expected[i]}, but {Taken(slices[i])}");

        string Taken(string text)
        {
            try
            {
                var slice = ArraySlice.Parse(text, shape);
                return $"[{string.Join(", ", slice.Shape.Lengths)}] [{string.Join(", ", slice.Indices(shape))}]";
            }
            catch (FormatException)
            {
                return "refused";
            }
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("...")]
    [InlineData(":,...")]
    [InlineData("0:,::1")]
    public void WholeArray_IsItself(string? text) => Assert.True(ArraySlice.Parse(text, new(2, 3)).IsWhole(new(2, 3)));

    [Fact]
    public void TurnedArray_IsNotTheWhole() => Assert.False(ArraySlice.Parse("::-1", new(2, 3)).IsWhole(new(2, 3)));

    private static string Text(Random random) =>
        string.Join(',', Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(8) switch
        {
            0 => "...",
            1 or 2 => Number(random),
            3 => ":",
            4 => $"{Perhaps(random)}:{Perhaps(random)}",
            _ => $"{Perhaps(random)}:{Perhaps(random)}:{Perhaps(random)}",
        }));

    private static string Perhaps(Random random) => random.Next(3) == 0 ? "" : Number(random);

    private static string Number(Random random) =>
        random.Next(12) == 0 ? "-9223372036854775807" : random.Next(-8, 9).ToString(CultureInfo.InvariantCulture);
}
