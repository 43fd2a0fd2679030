using Ronchi.Engine.Operations;

namespace Ronchi.Signals.Pipelines;

/// <summary>The files that parameters and regions of a pipeline name: dark frames, masks, lists of positions.</summary>
internal static class NamedFiles
{
    private const string ArrayExtension = ".npy";
    private static readonly string[] RegionForms = ["list:", "mask:"];

    /// <summary>Those that there are, as they are written.</summary>
    public static IEnumerable<string> Of(Pipeline pipeline)
    {
        var names = pipeline.Signals.Select(static signal => signal.Name).ToHashSet(StringComparer.Ordinal);
        var texts = TextsOf(pipeline.Opening).Concat(pipeline.Signals.SelectMany(static signal => TextsOf(signal.Call.Arguments)));
        var regions = pipeline.Signals.Select(static signal => signal.Region?.Text).OfType<string>()
            .Select(static text => (Kind: ParameterKind.ScanRegion, Text: text));
        return texts.Concat(regions)
            .Where(value => value.Kind != ParameterKind.Signal || !names.Contains(PipelineJson.Split(value.Text).Name))
            .Select(static value => FileOf(value.Kind, value.Text))
            .OfType<string>()
            .Where(File.Exists);
    }

    private static IEnumerable<(ParameterKind Kind, string Text)> TextsOf(Arguments arguments) =>
        arguments.ToTexts()
            .SelectMany(texts => texts.Value.Select(
                text => (arguments.Schema.Parameters.First(parameter => parameter.Name == texts.Key).Kind, text)));

    // A virtual detector may have a name before its file.
    private static string? FileOf(ParameterKind kind, string text) => kind switch
    {
        ParameterKind.File or ParameterKind.Signal => text,
        ParameterKind.ScanRegion =>
            Array.Find(RegionForms, form => text.StartsWith(form, StringComparison.Ordinal)) is { } form ? text[form.Length..] : null,
        _ when text.EndsWith(ArrayExtension, StringComparison.OrdinalIgnoreCase) =>
            kind == ParameterKind.VirtualDetector ? text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..] : text,
        _ => null,
    };
}
