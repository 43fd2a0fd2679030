using Ronchi.Pictures;
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
                Assert.Contains(letter, StrokeFont.Letters);
                var picture = Convert.ToBase64String(Written(new(height), letter.ToString(), 60).Pixels);
                Assert.True(seen.TryAdd(picture, letter), $"{letter} and {seen.GetValueOrDefault(picture)} look the same at {height} pixels.");
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
            var canvas = Written(letters, text, width + 40);
            var last = Enumerable.Range(0, canvas.Columns).Last(column => Enumerable.Range(0, canvas.Rows).Any(row => canvas.Pixels[((row * canvas.Columns) + column) * 3] != 0));

            // Right of the last letter stands its distance from a next one.
            Assert.True(last < width && last > width - (6 * letters.CapHeight / 12.0) - 3, $"seed {seed}, '{text}' at {letters.CapHeight}: measured {width}, drawn {last + 1}.");
        }
    }

    [Fact]
    public void LetterThatIsNotDrawn_IsABox() => Assert.Contains(Written(new(12), "漢", 40).Pixels, static value => value != 0);

    private static Canvas Written(Lettering letters, string text, int columns)
    {
        var canvas = new Canvas(letters.CapHeight * 3, columns, Ink.Black);
        letters.Write(canvas, text, letters.CapHeight * 2, 0, Ink.White);
        return canvas;
    }
}
