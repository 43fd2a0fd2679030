using System.Globalization;
using Ronchi.Frames;
using Ronchi.Hdf5;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Velox;

/// <summary>What a Velox file holds, and which of it is meant.</summary>
internal sealed class VeloxContents
{
    private const string Images = "/Data/Image";
    private const string Spectra = "/Data/Spectrum";
    private const int Listed = 12;

    // Events of an X-ray detector, packed in a way that only Velox knows.
    private static readonly string[] Streams = ["/Data/SpectrumStream", "/Data/SpectrumImage"];

    private readonly Hdf5File _file;
    private readonly List<VeloxSignal> _signals;

    private VeloxContents(Hdf5File file)
    {
        _file = file;
        var titles = VeloxTitles.Of(file);
        _signals = [.. Of(Images, 2, titles).Concat(Of(Spectra, 1, titles)).OrderByDescending(static signal => signal.DetectorAxes)
            .ThenBy(static signal => signal.Order).ThenBy(static signal => signal.Path, StringComparer.Ordinal)];
    }

    /// <summary>Reads what there is.</summary>
    public static VeloxContents Of(Hdf5File file) => new(file);

    /// <summary>The signal that is named, or else the image with the most values that can be read, of several the one that Velox shows
    /// first; spectra only if there is no image.</summary>
    /// <param name="named">Its title or path; null: none is named.</param>
    /// <exception cref="SourceException">There is none, several have the title, or it cannot be read.</exception>
    public VeloxSignal Choose(string? named)
    {
        if (named is null)
            return _signals.Where(static signal => FrameDatasets.WhyNot(signal.Data) is null)
                .OrderByDescending(static signal => signal.DetectorAxes).ThenByDescending(static signal => signal.Data.ElementCount)
                .FirstOrDefault()
                ?? throw new SourceException(_file.Path, $"this Velox file has no image that can be read{Said(Others(null))}.");
        var meant = _signals.Where(signal => signal.Is(named)).ToList();
        return meant switch
        {
            [var only] when FrameDatasets.WhyNot(only.Data) is { } problem =>
                throw new SourceException(_file.Path, $"'{named}' {problem}."),
            [var only] => only,
            [] when WithMember(named) is { } part => part,
            [] => throw new SourceException(
                _file.Path, $"there is no image '{named}' in this Velox file; there are {string.Join(", ", _signals.Take(Listed))}."),
            _ => throw new SourceException(
                _file.Path, $"several images are called '{named}': choose one by its path, {string.Join(" or ", meant.Select(
                    static signal => signal.Path))}."),
        };
    }

    /// <summary>Sentences on what the file holds besides.</summary>
    /// <param name="chosen">What is read.</param>
    public IEnumerable<string> Notes(VeloxSignal chosen)
    {
        if (Others(chosen) is { Count: > 0 } others)
            yield return $"{chosen} is read; --dataset chooses another: {string.Join(", ", others.Take(Listed))}"
                + $"{(others.Count > Listed ? ", …" : "")}.";
        foreach (var path in Streams)
        {
            if (_file.TryOpen(path) is Hdf5Group { Links.Count: > 0 and var count })
                yield return $"{Counted.Of(count, "stream")} of X-ray events ('{path}') {(count == 1 ? "is" : "are")} not read: "
                    + "export the spectrum image from Velox, or read it with RosettaSciIO.";
        }
    }

    // Complex images have a real and an imaginary part.
    private VeloxSignal? WithMember(string named)
    {
        var end = named.LastIndexOf('/');
        return end > 0 && _signals.FindAll(signal => signal.Is(named[..end])) is [var only]
            && FrameDatasets.MemberOf(only.Data.Type, named[(end + 1)..]) is { } member && only.Data.ObstacleOf(member) is null
            ? only with { Member = member }
            : null;
    }

    private List<VeloxSignal> Others(VeloxSignal? chosen) => [.. _signals.Where(signal => signal.Path != chosen?.Path)];

    private static string Said(List<VeloxSignal> others) =>
        others.Count == 0 ? ""
        : $"; it holds {string.Join(", ", others.Take(Listed))}: of complex numbers choose a part with --dataset TITLE/MEMBER";

    private IEnumerable<VeloxSignal> Of(string folder, int detectorAxes, VeloxTitles titles)
    {
        if (_file.TryOpen(folder) is not Hdf5Group group)
            yield break;
        var number = 0;
        foreach (var link in group.Links)
        {
            var path = $"{folder}/{link.Name}";
            number++;
            if (_file.TryOpen(path) is Hdf5Group signal && signal.TryOpen(VeloxSignal.Values) is Hdf5Dataset data
                && data.Shape.Length == detectorAxes + 1 && data.ElementCount > 0)
            {
                var (title, order) = titles.Find(path) ?? (string.Create(
                    CultureInfo.InvariantCulture, $"{(detectorAxes == 1 ? "spectrum" : "image")} {number}"), int.MaxValue);
                yield return new(path, title, order, data, detectorAxes);
            }
        }
    }
}
