using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Ronchi.Frames;
using Xunit;

namespace Ronchi.Tests.Sources.Oracles;

/// <summary>What other programs read in one data set of a file.</summary>
internal sealed record ExpectedSignal(JsonElement Json)
{
    /// <summary>Its lengths, scan first; of colours the last one.</summary>
    public IReadOnlyList<long> Shape { get; } =
    [
        .. (Json.TryGetProperty("stacked_shape", out var stacked) ? stacked : Json.GetProperty("shape"))
            .EnumerateArray().Select(static length => length.GetInt64()),
    ];

    /// <summary>Its title; null: it has none.</summary>
    public string? Title => Json.TryGetProperty("title", out var title) ? title.GetString() : null;

    /// <summary>Checks shape, type and every pixel.</summary>
    /// <param name="source">What was opened.</param>
    /// <param name="asDoubles">Whether the other program turned the values into float64.</param>
    public void CheckPixels(IFrameSource source, bool asDoubles = false)
    {
        Assert.Equal(Essential(Shape), Essential([.. source.Shape.Scan.Lengths, .. source.Shape.Detector.Lengths]));
        if (!asDoubles && Json.GetProperty("dtype").GetString() is { } type && !type.StartsWith('['))
            Assert.Equal(type, source.ElementType.Name());
        Assert.Equal(Json.GetProperty("sha256_c_order_le").GetString(), Hash(source, asDoubles));
    }

    /// <summary>Checks each axis that has a unit.</summary>
    public void CheckAxes(IFrameSource source)
    {
        if (!Json.TryGetProperty("calibration", out var axes) || axes.ValueKind != JsonValueKind.Array)
            return;
        var expected = axes.EnumerateArray().ToList();
        for (var fromEnd = 1; fromEnd <= expected.Count; fromEnd++)
        {
            var axis = expected[^fromEnd];
            var unit = axis.TryGetProperty("units", out var units) ? units.GetString() : null;
            if (string.IsNullOrEmpty(unit)
                || unit is "1" or "px" or "pixels" or "<undefined>" || !axis.TryGetProperty("scale", out var scale))
                continue;
            Assert.True(
                source.Info.Axes.Length >= fromEnd,
                string.Create(CultureInfo.InvariantCulture, $"axis {-fromEnd} in {unit} is missing"));
            var found = source.Info.Axes[^fromEnd];
            var (factor, kind) = ExpectedUnit.Of(unit);
            var (foundFactor, foundKind) = ExpectedUnit.Of(found.Unit);
            Assert.Equal(kind, foundKind);
            var step = Number(scale) * factor;
            Near(step, found.Scale * foundFactor, step, $"scale of axis {-fromEnd}");
            if (axis.TryGetProperty("offset", out var offset))
                Near(Number(offset) * factor, found.Offset * foundFactor, step, $"offset of axis {-fromEnd}");
        }
    }

    // Some are written as text.
    private static double Number(JsonElement element) => element.ValueKind == JsonValueKind.String
        ? double.Parse(element.GetString()!, CultureInfo.InvariantCulture)
        : element.GetDouble();

    // A scan of one position may be written or not.
    private static IEnumerable<long> Essential(IReadOnlyList<long> lengths) => lengths.SkipWhile(static length => length == 1);

    private static string Hash(IFrameSource source, bool asDoubles)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 5));
        for (var start = 0L; start < source.Shape.FrameCount;)
        {
            var range = new FrameRange(start, (int)Math.Min(source.Shape.FrameCount - start, 1 << 20));
            reader.Seek(range);
            while (reader.TryRead(out var tile))
                hash.AppendData(asDoubles ? source.ElementType.Dispatch<Doubles, byte[]>(new(tile.Pixels<byte>().ToArray()))
                    : tile.Pixels<byte>());
            start = range.End;
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private readonly struct Doubles(byte[] values) : IElementTypeAction<byte[]>
    {
        public byte[] Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T> =>
            MemoryMarshal.AsBytes(Array.ConvertAll(MemoryMarshal.Cast<byte, T>(values).ToArray(), double.CreateChecked).AsSpan()).ToArray();
    }

    private static void Near(double expected, double found, double step, string what) => Assert.True(
        Math.Abs(expected - found) <= 1e-5 * Math.Max(Math.Abs(step), Math.Abs(expected)),
        string.Create(CultureInfo.InvariantCulture, $"{what}: {found} instead of {expected} (SI)"));
}
