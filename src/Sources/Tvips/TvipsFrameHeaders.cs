using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Tvips;

/// <summary>Headers of single frames, in whichever file of the series they are.</summary>
internal sealed class TvipsFrameHeaders(TvipsHeader header, IReadOnlyList<FlatFile> files) : IDisposable
{
    private readonly Dictionary<string, HeaderReader> _open = new(StringComparer.Ordinal);

    /// <summary>Reads the header of a frame.</summary>
    /// <param name="number">Its number in the series.</param>
    public TvipsFrame Read(long number)
    {
        var at = 0;
        for (; number >= files[at].Frames; at++)
            number -= files[at].Frames;
        var (path, layout, _) = files[at];
        if (!_open.TryGetValue(path, out var file))
            _open.Add(path, file = HeaderReader.Open(path));
        return TvipsFrame.Read(file, header, layout.Offset - header.FrameHeaderBytes + (number * layout.Stride));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var file in _open.Values)
            file.Dispose();
    }
}
