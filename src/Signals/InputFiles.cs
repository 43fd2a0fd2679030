using Ronchi.Analyses.Steps;
using Ronchi.Engine.Operations;
using Ronchi.Frames;
using Ronchi.Sources;

namespace Ronchi.Signals;

/// <summary>The files that frames and results are made of: the data, and what opening and operations name beside them, as dark frames,
/// masks and lists of positions. Nothing that is written replaces them.</summary>
public static class InputFiles
{
    private const string ArrayExtension = ".npy";
    private static readonly string[] RegionForms = ["list:", "mask:"];

    /// <summary>Those of a signal, of everything that it is made from, and of all data that are open in its session.</summary>
    /// <param name="signal">The signal.</param>
    public static IEnumerable<string> Of(ISignal signal)
    {
        ArgumentNullException.ThrowIfNull(signal);
        var session = (signal as Scan ?? signal.Parent!).Session;
        return session.Roots.SelectMany(Needed).Concat(Needed(signal)).Select(file => session.Resolve?.Invoke(file) ?? file);
    }

    /// <summary>Those that parameters name, as they are written; results of other signals are none.</summary>
    /// <param name="arguments">The parameters.</param>
    /// <param name="isSignal">Whether an array is that of a signal of the same name. Null: none is.</param>
    public static IEnumerable<string> OfArguments(Arguments arguments, Func<SignalInput, bool>? isSignal = null)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var kinds = arguments.Schema.Parameters.ToDictionary(static parameter => parameter.Name, static parameter => parameter.Kind);
        return arguments.ToTexts()
            .Where(texts => kinds[texts.Key] != ParameterKind.Signal)
            .SelectMany(texts => texts.Value.Select(text => FileOf(kinds[texts.Key], text)))
            .Concat(arguments.Inputs.Where(input => input is { Result: null, IsArray: false } && isSignal?.Invoke(input) != true)
                .Select(static input => input.Text))
            .OfType<string>();
    }

    /// <summary>The file that a region names; empty: it is a shape.</summary>
    /// <param name="region">The region; null: all positions.</param>
    public static IEnumerable<string> OfRegion(ScanRegion? region) =>
        region is { } given && FileOf(ParameterKind.ScanRegion, given.Text) is { } file ? [file] : [];

    /// <summary>Refuses a file to be written that is one of those that are read.</summary>
    /// <param name="target">The file to be written.</param>
    /// <param name="scan">The frames that are written, or that results are of.</param>
    /// <param name="others">What is read beside them.</param>
    /// <exception cref="ArgumentException">It is one of them.</exception>
    internal static void Refuse(string target, Scan scan, IEnumerable<string> others)
    {
        OwnFiles.Refuse(target, scan.Info);
        OwnFiles.Refuse(target, Of(scan).Concat(others).SelectMany(file => Behind(file, scan.Session)));
    }

    // Of a dark frame that is a scan the files of its frames, too.
    private static IEnumerable<string> Behind(string file, Session session)
    {
        yield return file;
        if (!File.Exists(file) || session.RoleOf(Path.GetFileName(file)) is not FileRole.Scan)
            yield break;
        foreach (var part in PartsOf(file, session))
            yield return part;
    }

    private static IReadOnlyList<string> PartsOf(string file, Session session)
    {
        try
        {
            using var source = session.Open(file, options: null, CancellationToken.None);
            return [.. source.Info.Files, .. source.Info.FilesBeside];
        }
        catch (Exception e) when (e is SourceException or ArgumentException)
        {
            return [];   // it is an array, or cannot be read at all
        }
    }

    private static IEnumerable<string> Needed(ISignal signal)
    {
        var own = signal is Scan { Parent: null } data
            ? data.Info.Files.Concat(data.Info.FilesBeside).Append(data.Info.Path)
                .Concat(data.Request is { } request ? OfArguments(request.Arguments) : [])
            : OfArguments(signal.Call!.Arguments).Concat(OfRegion(signal.Region)).Concat(Needed(signal.Parent!))
                .Concat(signal.Call.Arguments.Inputs.Select(static input => input.Result).OfType<SignalResult>()
                    .SelectMany(static result => Needed(result.Signal)));
        return signal is Scan { IsPrepared: true } frames ? own.Concat(frames.Info.Files) : own;
    }

    // A virtual detector may have a name before its file.
    private static string? FileOf(ParameterKind kind, string text) => kind switch
    {
        ParameterKind.File => text,
        ParameterKind.ScanRegion =>
            Array.Find(RegionForms, form => text.StartsWith(form, StringComparison.Ordinal)) is { } form ? text[form.Length..] : null,
        _ when text.EndsWith(ArrayExtension, StringComparison.OrdinalIgnoreCase) =>
            kind == ParameterKind.VirtualDetector ? text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..] : text,
        _ => null,
    };
}
