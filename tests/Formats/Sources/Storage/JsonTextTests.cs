using System.Text.Json;
using Ronchi.Sources.Storage;
using Xunit;

namespace Ronchi.Tests.Sources.Storage;

/// <summary>Texts that a parser takes and nobody can read.</summary>
public sealed class JsonTextTests
{
    public static TheoryData<byte[], bool> Documents => new()
    {
        { [.. "{\"a\": [1, null, true, \"µ\"], \"b\": {\"c\": \"\\u00b5\"}}"u8], true },
        { [.. "{\"a\": \"\\ud83d\\ude00\"}"u8], true },
        { [.. "{\"a\": [\"\\ud83d\"]}"u8], false },
        { [.. "{\"\\ude00\": 1}"u8], false },
        { [.. "{\"a\": \""u8, 0xDA, .. "\"}"u8], false },
        { [.. "{\""u8, 0xFF, .. "\": 1}"u8], false },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public void Texts_AreUnicodeOrNot(byte[] json, bool isUnicode)
    {
        using var document = JsonDocument.Parse(json);
        Assert.Equal(isUnicode, JsonText.IsUnicode(document.RootElement));
    }
}
