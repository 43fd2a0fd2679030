using Ronchi.Pictures;
using SkiaSharp;
using Xunit;

namespace Ronchi.Tests.Pictures;

public sealed class LetteringTests
{
    private const string Beyond = "µÅ°×²⁻¹·±−";

    private static string Printable => string.Concat(Enumerable.Range(33, 94).Select(static code => (char)code)) + Beyond;

    [Fact]
    public void EveryPrintableLetter_IsDrawnAndDistinct()
    {
        foreach (var height in new[] { 10, 12, 21 })
        {
            var seen = new Dictionary<string, char>();
            foreach (var letter in Printable)
            {
                var picture = Convert.ToBase64String(Written(new(height), letter.ToString(), 60));
                Assert.True(
                    seen.TryAdd(picture, letter), $"{letter} and {seen.GetValueOrDefault(picture)} look the same at {height} pixels.");
            }
        }
    }

    [Fact]
    public void Text_IsAsWideAsMeasured()
    {
        const int seed = 3;
        var random = new Random(seed);
        for (var i = 0; i < 200; i++)
        {
            var letters = new Lettering(random.Next(8, 30));
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => Printable[random.Next(Printable.Length)]));
            var width = letters.Width(text);
            var (rows, columns) = (letters.CapHeight * 3, width + 40);
            var pixels = Written(letters, text, columns);
            var last = Enumerable.Range(0, columns)
                .Last(column => Enumerable.Range(0, rows).Any(row => pixels[((row * columns) + column) * 3] != 0));

            // Right of the last letter stands its distance from a next one; some letters reach over it a little.
            Assert.True(
                last < width + 2 && last > width - (0.5 * letters.CapHeight) - 3,
                $"seed {seed}, '{text}' at {letters.CapHeight}: measured {width}, drawn {last + 1}.");
        }
    }

    [Fact]
    public void LetterThatIsNotDrawn_IsABox() => Assert.Contains(Written(new(12), "漢", 40), static value => value != 0);

    private static byte[] Written(Lettering letters, string text, int columns)
    {
        using var page = new Page(letters.CapHeight * 3, columns, SKColors.Black);
        letters.Write(page, text, letters.CapHeight * 2, 0, SKColors.White);
        return page.ToRgb();
    }
}
