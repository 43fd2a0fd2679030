using System.Globalization;

namespace Ronchi.Sources.Tia;

/// <summary>Which files belong together: <c>X.emi</c> describes <c>X_1.ser</c>, <c>X_2.ser</c>, ….</summary>
internal static class EmiFiles
{
    private const int MostSeries = 64;

    /// <summary>The description of a SER file; null: there is none that may be opened.</summary>
    public static string? Of(string ser, OpenOptions options)
    {
        var stem = Path.GetFileNameWithoutExtension(ser);
        var line = stem.LastIndexOf('_');
        if (line <= 0 || !int.TryParse(stem[(line + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            return null;
        var emi = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(ser))!, stem[..line] + ".emi");
        return File.Exists(emi) && options.MayRead?.Invoke(emi) != false ? emi : null;
    }

    /// <summary>The SER files that an EMI file describes and that may be opened, with their numbers.</summary>
    public static IReadOnlyList<(int Number, string Path)> SeriesOf(string emi, OpenOptions options)
    {
        var stem = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(emi))!, Path.GetFileNameWithoutExtension(emi));
        return
        [
            .. Enumerable.Range(1, MostSeries)
                .Select(number => (Number: number, Path: string.Create(CultureInfo.InvariantCulture, $"{stem}_{number}.ser")))
                .Where(series => File.Exists(series.Path) && options.MayRead?.Invoke(series.Path) != false),
        ];
    }
}
