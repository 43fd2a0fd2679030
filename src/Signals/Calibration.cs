using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Sources;

namespace Ronchi.Signals;

/// <summary>
/// A user's calibration of a scan, stored next to the data: <c>scan_master.h5</c> has <c>scan_master.h5.ronchi.json</c>. It goes before
/// what the data say.
/// </summary>
public sealed record Calibration
{
    private const long MostBytes = 16 << 20;

    // The last is what 'ronchi convert' keeps in the same file.
    private static readonly string[] Known = [
        "scanStep", "scanUnit", "detectorStep", "detectorUnit", "voltage", "rotation", "flip", "carried"];

    /// <summary>Length of a scan step, in <see cref="ScanUnit"/>. Null: as the data say.</summary>
    public double? ScanStep { get; init; }

    /// <summary>Unit of the scan: nm, Å, µm or px.</summary>
    public string? ScanUnit { get; init; }

    /// <summary>Length of a detector pixel, in <see cref="DetectorUnit"/>. Null: as the data say.</summary>
    public double? DetectorStep { get; init; }

    /// <summary>Unit of the detector: mrad, 1/nm, 1/Å or px; of spectra eV, keV, nm or px.</summary>
    public string? DetectorUnit { get; init; }

    /// <summary>Acceleration voltage in kV.</summary>
    public double? Voltage { get; init; }

    /// <summary>
    /// Rotation between detector and scan, in degrees, by which <c>com</c> and its kin turn directions: clockwise on screen.
    /// </summary>
    public double? Rotation { get; init; }

    /// <summary>Whether the detector rows run against the scan rows. Null: they do not.</summary>
    public bool? Flip { get; init; }

    /// <summary>The file next to the data.</summary>
    /// <param name="path">The scan's file or folder.</param>
    public static string FileFor(string path) => Path.TrimEndingDirectorySeparator(path) + SidecarName.Suffix;

    /// <summary>Reads the calibration stored next to a scan.</summary>
    /// <param name="path">The scan's file or folder.</param>
    /// <returns>Null: nothing is kept.</returns>
    /// <exception cref="SourceException">What is kept is no file, cannot be read, or makes no sense.</exception>
    public static Calibration? Beside(string path)
    {
        var file = FileFor(path);
        if (!File.Exists(file) && !Directory.Exists(file))
            return null;
        const string Cure = "correct it or remove it";
        try
        {
            using var stream = RegularFile.OpenRead(file);
            if (stream.Length > MostBytes)
                throw new SourceException(file, $"{stream.Length} bytes are too many for a calibration: {Cure}.");
            using var reader = new StreamReader(stream, Encoding.UTF8);
            var text = reader.ReadToEnd();
            if (JsonNode.Parse(text) is not JsonObject members)
                throw new SourceException(file, $"the calibration is not a JSON object: {Cure}.");
            if (members.FirstOrDefault(static member => !Known.Contains(member.Key, StringComparer.OrdinalIgnoreCase)).Key is { } unknown)
                throw new SourceException(
                    file, $"the calibration has an unknown member '{unknown}' (known: {string.Join(", ", Known.SkipLast(1))}): {Cure}.");
            return Read(text)
                ?? throw new SourceException(
                    file,
                    "the calibration is not valid: lengths and voltage must be positive numbers, units one of nm, "
                    + $"Å, µm, mrad, 1/nm, 1/Å, eV, keV or px; {Cure}.");
        }
        catch (JsonException e)
        {
            var place = e.LineNumber is { } line ? $" at line {line + 1}" : "";
            var member = e.Path is { Length: > 2 } at && at.StartsWith("$.", StringComparison.Ordinal) ? $" ('{at[2..]}')" : "";
            throw new SourceException(file, $"the calibration cannot be understood{place}{member}: {Cure}.", innerException: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new SourceException(file, $"the calibration cannot be read: {e.Message}", innerException: e);
        }
    }

    /// <summary>Saves it next to a scan; an existing file is replaced when the new one is complete.</summary>
    /// <param name="path">The scan's file or folder.</param>
    /// <exception cref="ArgumentException">A length is not positive, or a unit is unknown.</exception>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    public void Keep(string path)
    {
        if (!IsSensible)
            throw new ArgumentException("Lengths and voltages are positive numbers; units are nm, Å, µm, mrad, 1/nm, 1/Å, eV, keV or px.");
        using var file = new AtomicFile(FileFor(path), overwrite: true);
        file.Stream.Write(Encoding.UTF8.GetBytes(Merged(path)));
        file.Complete();
    }

    /// <summary>Whether it contains a scan step or a detector step.</summary>
    internal bool HasLengths => ScanStep is not null || DetectorStep is not null;

    /// <summary>The axes of a scan with this calibration.</summary>
    /// <param name="info">What the data say; they may say nothing of axes.</param>
    /// <param name="shape">Scan and detector.</param>
    /// <param name="binning">Detector pixels that were summed to one, a side.</param>
    public ImmutableArray<Axis> Of(SourceInfo info, DataShape shape, int binning = 1)
    {
        ArgumentNullException.ThrowIfNull(info);
        var detector = shape.Detector.Rank;
        var scan = shape.Full.Rank - detector;
        var axes = info.Axes.Length == scan + detector
            ? info.Axes
            : [.. Enumerable.Range(0, scan).Select(i => new Axis((scan - i) switch { 1 => "scan column", 2 => "scan row", _ => "member" })),
                .. Enumerable.Range(0, detector).Select(i => new Axis((detector, i) switch
                {
                    (1, _) => "channel",
                    (_, 0) => "detector row",
                    (_, 1) => "detector column",
                    _ => "color",
                }))];
        return [.. axes.Select((axis, i) => (i - scan, ScanStep, DetectorStep) switch
        {
            (-1 or -2, { } step, _) => With(axis, step, ScanUnit),
            (0 or 1, _, { } step) => With(axis, step * binning, DetectorUnit),
            _ => axis,
        })];
    }

    // Where the axis begins stays the same place, told in the new unit.
    private static Axis With(Axis axis, double step, string? unit) =>
        axis with
        {
            Values = null,
            Scale = step,
            Offset = axis.Scale == 0 ? 0 : axis.Offset / axis.Scale * step,
            Unit = unit ?? axis.Unit,
            Origin = CalibrationOrigin.BesideData,
        };

    /// <summary>Reads it from JSON: members named as the properties, in camel case.</summary>
    /// <returns>Null: the numbers or units make no sense.</returns>
    /// <exception cref="JsonException">It is no JSON, or a member has another type.</exception>
    public static Calibration? Read(string json) =>
        JsonSerializer.Deserialize(json, CalibrationJson.Default.Calibration) is { IsSensible: true } read ? read : null;

    /// <summary>It as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, CalibrationJson.Default.Calibration);

    // What a conversion keeps in the same file stays.
    private string Merged(string path)
    {
        var file = RegularFile.Behind(FileFor(path));
        if (file is not { Exists: true, Length: <= MostBytes })
            return ToJson();
        try
        {
            if (JsonNode.Parse(File.ReadAllText(file.FullName)) is not JsonObject before || JsonNode.Parse(ToJson()) is not JsonObject now)
                return ToJson();
            foreach (var (name, value) in before)
            {
                if (value is JsonObject && !now.ContainsKey(name))
                    now[name] = value.DeepClone();
            }

            return now.ToJsonString(CalibrationJson.Default.Options);
        }
        catch (JsonException)
        {
            return ToJson();   // what makes no sense is replaced
        }
    }

    private bool IsSensible =>
        new[] { ScanStep, DetectorStep, Voltage }.All(static value => value is null or (> 0 and < 1e12))
            && (Rotation is null || double.IsFinite(Rotation.Value))
            && ScanUnit is null or "nm" or "Å" or "A" or "µm" or "um" or "px"
            && DetectorUnit is null or "mrad" or "1/nm" or "1/Å" or "1/A" or "eV" or "keV" or "nm" or "px";
}
