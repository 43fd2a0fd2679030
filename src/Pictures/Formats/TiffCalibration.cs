using System.Globalization;
using System.Text;
using Ronchi.Frames;

namespace Ronchi.Pictures;

/// <summary>What a TIFF picture says of itself: size of a pixel, unit of the values, what its pages are.</summary>
/// <remarks>Written into the description as ImageJ writes it, so that it shows lengths and values in their units.</remarks>
public sealed record TiffCalibration
{
    /// <summary>The axes of rows and columns; null: not known.</summary>
    public (Axis Row, Axis Column)? Axes { get; init; }

    /// <summary>Unit of the values; null: a number without unit, or none is known.</summary>
    public string? ValueUnit { get; init; }

    /// <summary>What runs over the pages, in words; empty: nothing is said.</summary>
    public string Labels { get; init; } = "";

    /// <summary>Further words, one line; empty: none.</summary>
    public string Notes { get; init; } = "";

    /// <summary>How the values can be computed again, in one line; empty: it is not said.</summary>
    internal string Graph { get; init; } = "";

    /// <summary>Pixels along one unit of length (right, down); null: not calibrated, or with two units.</summary>
    internal (double X, double Y)? PixelsPerUnit =>
        Axes is var (row, column) && column is { IsCalibrated: true, Unit.Length: > 0, Values: null } && row.Values is null
            && row.Unit == column.Unit && IsLength(row.Scale) && IsLength(column.Scale)
            ? (1 / column.Scale, 1 / row.Scale)
            : null;

    /// <summary>The lines of the description.</summary>
    internal string Lines()
    {
        var text = new StringBuilder();
        if (PixelsPerUnit is not null)
        {
            var (row, column) = Axes!.Value;
            Line("unit", column.Unit);
            Line("xorigin", Number(-column.Offset / column.Scale));
            Line("yorigin", Number(-row.Offset / row.Scale));
        }

        if (ValueUnit is { } unit)
        {
            // ImageJ takes a unit of values only with a straight line from stored to shown values.
            text.Append("cf=0\nc0=0.0\nc1=1.0\n");
            Line("vunit", unit);
        }

        Line("pages", Labels);
        Line("info", Notes);
        Line("graph", Graph);
        return text.ToString();

        void Line(string key, string value)
        {
            if (value.Length == 0)
                return;
            text.Append(key).Append('=');
            foreach (var c in value)
                text.Append(c is >= ' ' and <= '~' ? c.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"));
            text.Append('\n');
        }
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    // What a fraction of two 32-bit numbers holds to six digits.
    private static bool IsLength(double scale) => scale is >= 1e-9 and <= 1e4;
}
