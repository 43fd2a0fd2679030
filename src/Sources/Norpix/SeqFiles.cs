namespace Ronchi.Sources.Norpix;

/// <summary>What Direct Electron's software writes beside a sequence: the other halves of frames, dark, gain, configuration.</summary>
/// <param name="Path">The sequence.</param>
/// <param name="IsTop">Whether it holds the top halves of frames; null: whole frames.</param>
/// <param name="Stem">What the names of the files beside begin with: <c>X.seq</c>.</param>
internal sealed record SeqFiles(string Path, bool? IsTop, string Stem)
{
    private const string Ending = ".seq";
    private const string Top = "_Top_";
    private const string Bottom = "_Bottom_";

    /// <summary>The name of the configuration.</summary>
    public string Configuration => Stem + ".Config.Metadata.xml";

    /// <summary>The names of dark and gain.</summary>
    public (string Dark, string Gain) References => (Stem + ".dark.mrc", Stem + ".gain.mrc");

    /// <summary>Tells by the name of a sequence.</summary>
    public static SeqFiles Of(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        foreach (var (mark, isTop) in ((string, bool)[])[(Top, true), (Bottom, false)])
        {
            var at = System.IO.Path.GetFileName(full).LastIndexOf(mark, StringComparison.Ordinal);
            if (at > 0 && full.EndsWith(Ending, StringComparison.OrdinalIgnoreCase))
                return new(full, isTop, System.IO.Path.Combine(
                    System.IO.Path.GetDirectoryName(full)!, string.Concat(System.IO.Path.GetFileName(full).AsSpan(0, at), Ending)));
        }

        return new(full, null, full);
    }

    /// <summary>A file beside the sequence; null: there is none that may be opened.</summary>
    public static string? Beside(string path, OpenOptions options) =>
        File.Exists(path) && options.MayRead?.Invoke(path) != false ? path : null;

    /// <summary>The files that may hold the other halves: with the time in their names they differ in more than that.</summary>
    public IReadOnlyList<string> OtherHalves(OpenOptions options)
    {
        if (IsTop is not { } isTop)
            return [];
        var (folder, stem) = (System.IO.Path.GetDirectoryName(Stem)!, System.IO.Path.GetFileNameWithoutExtension(Stem));
        var start = stem + (isTop ? Bottom : Top);
        return
        [
            .. Directory.EnumerateFiles(folder)
                .Where(path => System.IO.Path.GetFileName(path).StartsWith(start, StringComparison.Ordinal)
                    && path.EndsWith(Ending, StringComparison.OrdinalIgnoreCase) && options.MayRead?.Invoke(path) != false)
                .Order(StringComparer.Ordinal),
        ];
    }
}
