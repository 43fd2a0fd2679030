using System.Text.Json;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Tests.Oracles;

/// <summary>One case of the numbers that LiberTEM gave (tests/Golden/Libertem).</summary>
public sealed class LibertemCase
{
    private static readonly JsonElement[] All = [.. JsonDocument.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "Libertem", "libertem.json"))).RootElement
        .GetProperty("cases").EnumerateArray()];

    private readonly JsonElement _case;

    public LibertemCase(string name) => _case = All.Single(one => one.GetProperty("name").GetString() == name);

    /// <summary>Names of all cases.</summary>
    public static IEnumerable<string> Names => All.Select(static one => one.GetProperty("name").GetString()!);

    public JsonElement Parameters => _case.GetProperty("params");

    public JsonElement Expected => _case.GetProperty("expected");

    /// <summary>The region of interest, flat.</summary>
    public bool[] Roi => [.. Flat(_case.GetProperty("roi")).Select(static one => one.GetBoolean())];

    /// <summary>The case's data.</summary>
    public ArraySource<ushort> Open()
    {
        var data = _case.GetProperty("data");
        var shape = data.GetProperty("shape").EnumerateArray().Select(static length => length.GetInt64()).ToArray();
        var values = Generate((int)new Extent(shape).Count, data.GetProperty("mod").GetUInt32(), data.GetProperty("seed").GetUInt32());
        return new(
            Array.ConvertAll(values, static value => (ushort)value),
            new DataShape(new Extent(shape.AsSpan(0, 2)), new Extent(shape.AsSpan(2))));
    }

    /// <summary>The generator of the cases.</summary>
    public static uint[] Generate(int count, uint modulus, uint seed)
    {
        var values = new uint[count];
        for (var i = 0u; i < count; i++)
            values[i] = (((i * 2654435761u) + (seed * 40503u)) >> 16) % modulus;
        return values;
    }

    /// <summary>The expected values called <paramref name="name"/>, flat; null is NaN, a bool is 0 or 1.</summary>
    public double[] Values(string name) => [.. Flat(Expected.GetProperty(name)).Select(static one => one.ValueKind switch
    {
        JsonValueKind.Null => double.NaN,
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        _ => one.GetDouble(),
    })];

    /// <summary>Compares a result with the case: 1e-5 relative, and against the largest value for what cancels.</summary>
    public void AssertEqual(string name, ResultArray result)
    {
        var expected = Values(name);
        Assert.Equal(expected.Length, result.Values.Length);
        var scale = expected.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        for (var i = 0; i < expected.Length; i++)
        {
            var actual = Convert.ToDouble(result.Values.GetValue(i), null);
            if (double.IsNaN(expected[i]))
                Assert.True(double.IsNaN(actual), $"{name}[{i}]: expected NaN, got {actual}");
            else
                Assert.True(
                    Math.Abs(expected[i] - actual) <= 1e-5 * Math.Max(Math.Abs(expected[i]), 0.1 * scale),
                    $"{name}[{i}]: expected {expected[i]}, got {actual}");
        }
    }

    /// <summary>Compares complex images, of which LiberTEM puts the scan's axes last.</summary>
    public void AssertComplexImages(string name, ResultArray result)
    {
        var expected = Expected.GetProperty(name);
        double[] real = Numbers("re"), imaginary = Numbers("im");
        var values = (Complex64[])result.Values;
        Assert.Equal(real.Length, values.Length);
        var frames = (int)(result.Shape[0] * result.Shape[1]);
        var images = values.Length / frames;
        var scale = real.Max(Math.Abs);
        for (var i = 0; i < values.Length; i++)
        {
            var (frame, image) = (i / images, i % images);
            Assert.Equal(real[(image * frames) + frame], values[i].Real, 1e-5 * scale);
            Assert.Equal(imaginary[(image * frames) + frame], values[i].Imaginary, 1e-5 * scale);
        }

        double[] Numbers(string part) => [.. Flat(expected.GetProperty(part)).Select(static one => one.GetDouble())];
    }

    private static IEnumerable<JsonElement> Flat(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().SelectMany(Flat) : [element];
}
