using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Tia;

/// <summary>Images or spectra of a SER file.</summary>
internal sealed class SerSource : IFrameSource
{
    private const long MostFrameBytes = 1 << 30;
    private readonly SafeFileHandle _handle;
    private readonly string _path;
    private readonly SerHeader _header;
    private readonly SerElement _element;
    private readonly long _frames;

    private SerSource(string path, SerHeader header, SerElement element, ScanShape scan, long frames, SourceInfo info)
    {
        (_path, _header, _element) = (path, header, element);
        Shape = new(scan.Scan, element.Detector);
        ElementType = element.Type!.Value;
        _frames = Math.Min(frames, Shape.FrameCount);
        Validity = _frames < Shape.FrameCount ? new() { RecordedFrames = _frames } : Validity.Everything;
        Info = info with { Axes = SerAxes.Of(header, element, Shape), UnknownScanShape = scan.Unknown };
        _handle = RegularFile.OpenHandle(path);
    }

    /// <inheritdoc/>
    public SourceInfo Info { get; }

    /// <inheritdoc/>
    public DataShape Shape { get; }

    /// <inheritdoc/>
    public ElementType ElementType { get; }

    /// <inheritdoc/>
    public Validity Validity { get; }

    /// <inheritdoc/>
    public IReadOnlyList<TileForm> Forms => [TileForm.Pixels];

    /// <inheritdoc/>
    public long StoredFrameBytes => Shape.FrameElements * ElementType.Size();

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="emi">The file with what is said of it; null: there is none.</param>
    /// <param name="options">The scan's shape.</param>
    /// <exception cref="SourceException">It is damaged, or its pixels are not read.</exception>
    /// <exception cref="ArgumentException">The scan shape does not fit the frames.</exception>
    public static SerSource Open(string path, string? emi, OpenOptions options)
    {
        using var file = HeaderReader.Open(path);
        var header = SerHeader.Read(file);
        var first = header.PlaceOf(file, 0);
        var element = SerElement.Read(file.Bytes(first, SerElement.HeaderBytes(header.Axes)), header.Axes);
        if (element.IsComplex)
            throw file.Fault(
                first,
                "the elements are complex numbers, which are not supported: save their modulus, or real and imaginary parts, in TIA.");
        if (element.Type is not { } type)
            throw file.Fault(first, $"the first element has values of type {element.TypeNumber}, which is not known; the file is damaged.");
        var bytes = (UInt128)type.Size() * (UInt128)element.Axes.Aggregate(
            (UInt128)1, static (count, axis) => count * (UInt128)axis.Length);
        if (bytes == 0 || bytes > MostFrameBytes)
            throw file.Fault(
                first,
                $"elements of {string.Join("×", element.Axes.Reverse().Select(static axis => axis.Length))} {type.Name()}: "
                + "an element must have 1 byte to 1 GiB.");
        var frames = Present(file, header, SerElement.HeaderBytes(header.Axes) + (long)bytes);
        if (frames == 0)
            throw file.Fault(first, $"the first element begins here, but the file is truncated at {file.Length} bytes; copy it again.");
        var scan = header.Valid == 1 && header.Total == 1 && options.ScanShape is null
            ? new ScanShape(new Extent())
            : header.Scan is null && options.ScanShape is null
                ? new ScanShape(new Extent(frames))
                : ScanShape.Decide(frames, options.ScanShape, header.Scan, header.Total);
        var (facts, note) = emi is null ? ([], null) : EmiFacts.Read(emi, path);
        return new(path, header, element, scan, frames, new SourceInfo("TIA SER", path)
        {
            Files = [path],
            FilesBeside = emi is null ? [] : [emi],
            Facts = [.. facts, .. Recorded(file, header)],
            Notes =
            [
                .. options.Remarks,
                .. new[] { Cut(frames, header.Valid), scan.Note, note }.OfType<string>(),
            ],
        });
    }

    /// <inheritdoc/>
    public ITileReader OpenReader(TileRequest request) => request.Form == TileForm.Pixels
        ? new SerFrameReader(_handle, _path, _header, _element, _frames, request.MaxFrames)
        : throw new ArgumentException($"SER files are read as {TileForm.Pixels}, not {request.Form}.", nameof(request));

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    // Valid elements of which all bytes are there: places ascend.
    private static long Present(HeaderReader file, SerHeader header, long elementBytes)
    {
        long present = 0, beyond = header.Valid + 1;
        for (var asked = header.Valid; beyond - present > 1; asked = present + ((beyond - present) / 2))
        {
            if (header.PlaceOf(file, asked - 1) is >= 0 and var place && place <= file.Length - elementBytes)
                present = asked;
            else
                beyond = asked;
        }

        return present;
    }

    // The tag of an element begins with its kind and the seconds since 1970.
    private static IEnumerable<Fact> Recorded(HeaderReader file, SerHeader header)
    {
        var at = header.PlaceOfTag(file, 0);
        if (at <= 0 || at > file.Length - 8)
            yield break;
        var seconds = file.U32(at + 4);
        if (seconds == 0)
            yield break;
        yield return new(
            "recorded",
            DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
    }

    private static string? Cut(long frames, long valid) => frames == valid
        ? null
        : string.Create(
            CultureInfo.InvariantCulture, $"the file is truncated: {frames:N0} of {Counted.Of(valid, "recorded element")} are present.");
}
