using System.Globalization;
using System.Numerics;
using System.Text;
using Ronchi.Frames;

namespace Ronchi.Pictures;

/// <summary>Writes curves as text: a line for each place along the axis, with its coordinate and the values; fields apart by
/// commas.</summary>
public static class CsvWriter
{
    /// <summary>Writes a curve, or several over one axis.</summary>
    /// <param name="stream">Where to write; stays open.</param>
    /// <param name="array">The array: one axis, and one more when there are several curves.</param>
    /// <exception cref="ArgumentException">It has another number of axes.</exception>
    public static void Write(Stream stream, NamedArray array)
    {
        ArgumentNullException.ThrowIfNull(array);
        if (!IsCurve(array.Shape.Length, array.VectorAxes))
            throw new ArgumentException($"'{array.Name}' has {array.Shape.Length} axes; a .csv holds curves.", nameof(array));
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), bufferSize: -1, leaveOpen: true) { NewLine = "\n" };
        var curves = array.Shape.Length == 2 ? (int)array.Shape[1] : 1;
        var axis = array.Axes is [var known, ..] ? known : new Axis("channel");
        var name = $"{array.Name}{(array.Unit is { } unit ? $" ({unit})" : "")}";
        writer.WriteLine(string.Join(
            ',',
            Enumerable.Range(0, curves).Select(curve => Quoted(curves == 1 ? name : $"{name} {curve}"))
                .Prepend(Quoted(axis.IsCalibrated ? $"{axis.Name} ({axis.Unit})" : axis.Name))));
        for (var place = 0L; place < array.Shape[0]; place++)
        {
            writer.Write(axis.At(place).ToString("R", CultureInfo.InvariantCulture));
            for (var curve = 0; curve < curves; curve++)
            {
                writer.Write(',');
                if (array.IsMeasured((place * curves) + curve))
                    writer.Write(Number(array.Values.GetValue((place * curves) + curve)!));
            }

            writer.WriteLine();
        }
    }

    /// <summary>Whether an array is a curve, or several over one axis.</summary>
    /// <param name="axes">How many axes it has.</param>
    /// <param name="vectorAxes">How many of them are components.</param>
    internal static bool IsCurve(int axes, int vectorAxes) => axes - vectorAxes == 1 && vectorAxes <= 1;

    // Whole numbers with all their digits.
    private static string Number(object value) => value switch
    {
        bool flag => flag ? "1" : "0",
        float single => NotFinite(single) ?? single.ToString("R", CultureInfo.InvariantCulture),
        double real => NotFinite(real) ?? real.ToString("R", CultureInfo.InvariantCulture),
        _ => ((IFormattable)value).ToString(format: null, CultureInfo.InvariantCulture),
    };

    /// <summary>How a value is written that has no digits: what is no number is left open. Null: it has some.</summary>
    internal static string? NotFinite<T>(T value)
        where T : INumberBase<T>
        => T.IsFinite(value) ? null : T.IsNaN(value) ? "" : T.IsNegative(value) ? "-inf" : "inf";

    /// <summary>A field, in quotes where it must be.</summary>
    internal static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(',', '"', '\n') < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
