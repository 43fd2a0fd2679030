using System.Globalization;
using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Masks;

/// <summary>By how much masks are moved down and right, in whole pixels: the same for all frames, or a file with a pair for each.</summary>
/// <param name="Rows">Down, where no file says it.</param>
/// <param name="Columns">Right, where no file says it.</param>
/// <param name="File">A file with the shape of the scan and a last axis of 2; null: none.</param>
[ParameterValue<MaskShift>]
public readonly record struct MaskShift(int Rows, int Columns, FilePath? File = null) : IParameterValue<MaskShift>
{
    /// <inheritdoc/>
    public static ParameterKind Kind => ParameterKind.Text;

    /// <inheritdoc/>
    public static string Form => "ROW,COL|FILE.npy";

    /// <inheritdoc/>
    public static MaskShift Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
            return new(0, 0, text);
        return text.Split(',') is [var row, var column]
            && int.TryParse(row, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var rows)
            && int.TryParse(column, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var columns)
            ? new(rows, columns)
            : throw new FormatException(
                $"'{text}' is not a shift: expected whole pixels ROW,COL, as in 2,-1, or the name of an .npy file.");
    }

    /// <inheritdoc/>
    public override string ToString() => File?.Path ?? string.Create(CultureInfo.InvariantCulture, $"{Rows},{Columns}");
}
