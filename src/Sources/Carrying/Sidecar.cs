using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ronchi.Frames;

namespace Ronchi.Sources.Carrying;

/// <summary>
/// A <see cref="CarriedScan"/> beside a file that has no place for it: the member <c>carried</c> of <c>NAME.ronchi.json</c>, in which
/// people keep lengths too.
/// </summary>
internal static class Sidecar
{
    private const string Member = "carried";
    private const int FrameAxes = 2;   // what is taken for the detector's where nothing else is said
    private const long MostBytes = 16 << 20;

    /// <summary>The file beside another.</summary>
    public static string FileFor(string path) => Path.TrimEndingDirectorySeparator(path) + SidecarName.Suffix;

    /// <summary>Whether there is nothing that the data file does not say itself.</summary>
    public static bool IsNeeded(CarriedScan carried) =>
        carried.MaskedPixels is not null || carried.MaximumIsNoData || !carried.Recorded.IsDefault
            || !carried.Facts.IsEmpty || !carried.Notes.IsEmpty || !carried.Losses.IsEmpty
            || carried.Provenance is not null || carried.Detector.Length != FrameAxes
            || carried.Axes.Any(static axis => axis.IsCalibrated || axis.Scale != 1 || axis.Offset != 0);

    /// <summary>What the file says.</summary>
    /// <param name="carried">What to keep.</param>
    /// <param name="elementType">Type of the values: it tells whether a file of that name is still the same.</param>
    public static byte[] Bytes(CarriedScan carried, ElementType elementType)
    {
        var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(
            stream,
            new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WritePropertyName(Member);
            CarriedJson.Write(json, carried, elementType);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>Reads what is kept beside a file.</summary>
    /// <param name="path">The file with the frames.</param>
    /// <param name="shape">What was opened.</param>
    /// <param name="elementType">Type of its values.</param>
    /// <param name="options">Say whether the file beside may be read.</param>
    /// <returns>What is kept, or why it is not used; both null: nothing is there.</returns>
    /// <exception cref="SourceException">The file is damaged.</exception>
    public static (CarriedScan? Carried, string? WhyNot) Beside(string path, DataShape shape, ElementType elementType, OpenOptions options)
    {
        var file = new FileInfo(FileFor(path));
        if (!file.Exists || options.MayRead?.Invoke(file.FullName) == false)
            return default;
        return Reading<(CarriedScan?, string?)>(file, json =>
        {
            var carried = CarriedJson.Read(json);
            if (!carried.IsPlausible)
                throw Damaged(file.FullName, "its numbers are inconsistent");
            if (CarriedJson.TypeOf(json) != elementType.Name() || !carried.Detector.AsSpan().SequenceEqual(shape.Detector.Lengths.AsSpan())
                || new Extent(carried.Scan.AsSpan()).Count != shape.FrameCount)
                return (
                    null,
                    $"{file.Name} describes other data ({new Extent([.. carried.Scan, .. carried.Detector])} "
                    + $"{CarriedJson.TypeOf(json)}) and is not used.");
            return (CarriedJson.Masked(json, carried, shape.FrameElements), null);
        });
    }

    /// <summary>How many axes of an array are the detector's, as the file beside it says; null: it says nothing of such an array.</summary>
    /// <param name="path">The file with the array.</param>
    /// <param name="shape">All its axes.</param>
    /// <param name="options">Say whether the file beside may be read.</param>
    /// <exception cref="SourceException">The file is damaged.</exception>
    public static int? DetectorAxesOf(string path, ImmutableArray<long> shape, OpenOptions options)
    {
        var file = new FileInfo(FileFor(path));
        if (!file.Exists || options.MayRead?.Invoke(file.FullName) == false)
            return null;
        return Reading<int?>(file, json => CarriedJson.Read(json).DetectorAxesOf(shape.AsSpan()));
    }

    // What is said of the frames; the default: nothing.
    private static T? Reading<T>(FileInfo file, Func<JsonObject, T> take)
    {
        RegularFile.Require(file.FullName);
        try
        {
            return RegularFile.Behind(file.FullName).Length <= MostBytes
                && JsonNode.Parse(File.ReadAllText(file.FullName)) is JsonObject all && all[Member] is JsonObject json
                ? take(json)
                : default;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            throw Damaged(file.FullName, e.Message.TrimEnd('.'));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceException(file.FullName, $"the file cannot be read: {RegularFile.Reason(e)}.", innerException: e);
        }
    }

    /// <summary>How frames lie in a file without a header, as the file beside it says; null: nothing says it.</summary>
    public static RawLayout? LayoutOf(string path)
    {
        var file = new FileInfo(FileFor(path));
        if (!path.EndsWith(".raw", StringComparison.OrdinalIgnoreCase)
            || file is not { Exists: true, LinkTarget: null, Length: <= MostBytes })
            return null;
        RegularFile.Require(file.FullName);
        try
        {
            return JsonNode.Parse(File.ReadAllText(file.FullName)) is JsonObject all && all[Member] is JsonObject json
                && CarriedJson.Read(json).Detector is { IsEmpty: false } detector
                && Array.Find(Enum.GetValues<ElementType>(), type => type.Name() == CarriedJson.TypeOf(json)) is var type
                && type.Name() == CarriedJson.TypeOf(json)
                ? new RawLayout(new Extent(detector.AsSpan()), type)
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException
            or FormatException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw Damaged(file.FullName, e.Message.TrimEnd('.'));
        }
    }

    private static SourceException Damaged(string path, string why) =>
        new(path, $"the file is damaged: {why}; repair it, or move it away to read the data without it.");
}
