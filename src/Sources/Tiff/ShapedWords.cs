using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ronchi.Frames;

namespace Ronchi.Sources.Tiff;

/// <summary>The description that tifffile writes: the shape of the array, as JSON or, in old versions, as
/// <c>shape=(5,512,512)</c>.</summary>
internal static partial class ShapedWords
{
    /// <summary>Reads it.</summary>
    /// <param name="text">The description.</param>
    /// <param name="pixels">The first page.</param>
    /// <returns>Null: it is another one, or its shape is not that of the pages.</returns>
    public static TiffWords? Of(string text, TiffPixels pixels)
    {
        if (Lengths(text) is not { Length: >= 2 } shape)
            return null;
        var rank = pixels.Frame.Rank;
        while (rank > 2 && shape.Length < rank)
            rank--;
        var frame = pixels.Frame.Lengths.AsSpan()[..rank];
        if (shape.Length < rank || !shape.AsSpan(shape.Length - rank).SequenceEqual(frame))
            return null;
        long[] scan = [.. shape[..^rank].Where(static length => length > 1)];
        if (scan.Length == 0)
            return new();
        return new()
        {
            Scan = new Extent(scan),
            ScanAxes = [.. scan.Select((_, i) => new Axis((scan.Length - i, scan.Length) switch
            {
                (1, 1) => "image",
                (1, _) => "scan column",
                (2, _) => "scan row",
                _ => $"axis {i}",
            }))],
            IsInOnePiece = true,
        };
    }

    private static long[]? Lengths(string text)
    {
        if (OldShape().Match(text) is { Success: true } old)
            return Numbers(old.Groups["lengths"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        if (!text.StartsWith('{'))
            return null;
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("shape", out var shape)
                && shape.ValueKind == JsonValueKind.Array
                ? Numbers([.. shape.EnumerateArray().Select(static length => length.GetRawText())])
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static long[]? Numbers(string[] texts)
    {
        Int128 count = 1;
        var lengths = new long[texts.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            if (!int.TryParse(texts[i], NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length < 1
                || (count *= length) > long.MaxValue)
                return null;
            lengths[i] = length;
        }

        return lengths;
    }

    [GeneratedRegex(@"^shape=\((?<lengths>[0-9, ]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OldShape();
}
