using System.Security.Cryptography;
using Ronchi.Pictures;
using Xunit;

namespace Ronchi.Tests.Pictures;

public sealed class ColorMapTests
{
    private static readonly string Published = Path.Combine(AppContext.BaseDirectory, "Golden", "ColorMaps", "maps.txt");

    public static TheoryData<string> PublishedMaps =>
        [.. File.ReadLines(Published).Select(static line => line[..line.IndexOf(' ', StringComparison.Ordinal)])];

    [Theory]
    [MemberData(nameof(PublishedMaps))]
    public void Map_HasItsPublishedColors(string name)
    {
        var colors = File.ReadLines(Published).Select(static line => line.Split(' ')).Single(line => line[0] == name)[1..];
        var table = ColorMap.Named(name).Table.ToArray();
        var isExact = name is "gray" or "viridis" or "inferno" or "magma" or "plasma" or "cividis" or "turbo" or "coolwarm" or "twilight";

        Assert.Equal(256, colors.Length);
        for (var step = 0; step < 256; step++)
        {
            var expected = Convert.FromHexString(colors[step]);
            for (var channel = 0; channel < 3; channel++)
            {
                // Joining classes and straight lines end on a half here and there, which rounds either way.
                Assert.InRange(table[(step * 3) + channel] - expected[channel], isExact ? 0 : -1, isExact ? 0 : 1);
            }
        }
    }

    [Fact]
    public void PublishedMaps_AreTheRecordedFile() => Assert.Equal(
        "25c3dbf6d34d46458caecfceb46ac1455a565c06b909332570d0e84de32a0e0a",
        Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Published))));

    [Fact]
    public void CyclicMap_EndsWhereItBegins()
    {
        foreach (var map in ColorMap.All.Where(static map => map.Kind == ColorMapKind.Cyclic))
        {
            for (var channel = 0; channel < 3; channel++)
                Assert.InRange(Math.Abs(map.Table[channel] - map.Table[765 + channel]), 0, 12);
        }
    }

    [Fact]
    public void HueWheel_HasEqualLightness()
    {
        var table = ColorMap.Hue.Table;
        var expected = Math.Pow((HueWheel.Lightness + 16) / 116, 3);
        for (var i = 0; i < 256; i++)
        {
            var luminance = (0.2126 * Light(table[i * 3])) + (0.7152 * Light(table[(i * 3) + 1])) + (0.0722 * Light(table[(i * 3) + 2]));
            Assert.InRange(luminance, expected - 0.005, expected + 0.005);
        }

        static double Light(byte value) => value <= 10 ? value / 255.0 / 12.92 : Math.Pow(((value / 255.0) + 0.055) / 1.055, 2.4);
    }

    [Fact]
    public void EveryMap_IsSmooth()
    {
        foreach (var map in ColorMap.All)
        {
            for (var i = 3; i < 768; i++)
                Assert.InRange(Math.Abs(map.Table[i] - map.Table[i - 3]), 0, 12);
        }
    }

    [Fact]
    public void NoMap_HasTheColorOfWhatIsNoNumber()
    {
        foreach (var map in ColorMap.All)
        {
            for (var step = 0; step < 256; step++)
                Assert.False(map.Table.Slice(step * 3, 3).SequenceEqual(map.NotANumber), $"{map.Name} {step}");
        }
    }

    [Fact]
    public void Name_Unknown_ListsTheMaps() =>
        Assert.Contains("viridis", Assert.Throws<ArgumentException>(() => ColorMap.Named("jet")).Message, StringComparison.Ordinal);
}
