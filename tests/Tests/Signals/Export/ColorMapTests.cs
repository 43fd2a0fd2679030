using Ronchi.Signals.Export;
using Xunit;

namespace Ronchi.Tests.Signals.Export;

public sealed class ColorMapTests
{
    // First, middle and last colour as published.
    [Theory]
    [InlineData("gray", 0x000000, 0x808080, 0xFFFFFF)]
    [InlineData("viridis", 0x440154, 0x21918C, 0xFDE725)]
    [InlineData("inferno", 0x000004, 0xBC3754, 0xFCFFA4)]
    [InlineData("magma", 0x000004, 0xB73779, 0xFCFDBF)]
    [InlineData("cividis", 0x00224E, 0x7D7C78, 0xFEE838)]
    [InlineData("turbo", 0x30123B, 0xA4FC3C, 0x7A0403)]
    public void Map_HasItsPublishedColors(string name, int first, int middle, int last)
    {
        var table = ColorMap.Named(name).Table;

        Assert.Equal(768, table.Length);
        Assert.Equal(first, Color(table, 0));
        Assert.Equal(middle, Color(table, 128));
        Assert.Equal(last, Color(table, 255));

        static int Color(ReadOnlySpan<byte> table, int step) => (table[step * 3] << 16) | (table[(step * 3) + 1] << 8) | table[(step * 3) + 2];
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
