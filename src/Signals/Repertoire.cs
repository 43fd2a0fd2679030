using Ronchi.Analyses;
using Ronchi.Engine.Operations;
using Ronchi.Engine.Run;
using Ronchi.Signals.Plugins;
using Ronchi.Sources;

namespace Ronchi.Signals;

/// <summary>What there is to work with: the formats that are read, and the analyses and executors that are offered by name.</summary>
public sealed record Repertoire
{
    /// <summary>What Ronchi brings itself.</summary>
    public static Repertoire Known { get; } = new();

    /// <summary>The formats, in the order in which a file is offered to them.</summary>
    public IReadOnlyList<SourceFormat> Formats { get; init; } = KnownFormats.All;

    /// <summary>The analyses.</summary>
    public IReadOnlyList<Analysis> Analyses { get; init; } = KnownAnalyses.All;

    /// <summary>The frame operations.</summary>
    public IReadOnlyList<FrameOperation> FrameOperations { get; init; } = KnownFrameOperations.All;

    /// <summary>The executors; the first is used unless another is asked for.</summary>
    public IReadOnlyList<ExecutorKind> Executors { get; init; } = KnownExecutors.All;

    /// <summary>The plug-ins that some of these come from.</summary>
    public IReadOnlyList<Plugin> Plugins { get; init; } = [];

    /// <summary>What can be said when data are opened: the parameters of a <see cref="ScanRequest"/>, and those that formats have of their
    /// own.</summary>
    public ParameterSchema Opening => ScanRequest.SchemaOf(Formats);

    /// <summary>The request that values of <see cref="Opening"/> make.</summary>
    /// <param name="said">The values.</param>
    /// <exception cref="ParameterException">The path is missing.</exception>
    public ScanRequest RequestOf(Arguments said)
    {
        ArgumentNullException.ThrowIfNull(said);
        return (ScanRequest)said.Make() with { Formats = Formats };
    }

    /// <summary>This, and what plug-ins add.</summary>
    /// <param name="plugins">The plug-ins.</param>
    /// <exception cref="PluginException">Two have one name, or add something of a name that there is already.</exception>
    public Repertoire With(params IReadOnlyList<Plugin> plugins)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        var all = this;
        foreach (var plugin in plugins)
            all = all.With(plugin);
        return all;
    }

    /// <summary>Name of the plug-in that an analysis, a format or an executor comes from; null: it is Ronchi's own.</summary>
    public string? PluginOf(object part) =>
        Plugins.FirstOrDefault(plugin => plugin.Formats.Contains(part) || plugin.Analyses.Contains(part)
            || plugin.FrameOperations.Contains(part) || plugin.Executors.Contains(part))?.Name;

    private Repertoire With(Plugin plugin)
    {
        if (Plugins.FirstOrDefault(other => other.Name == plugin.Name) is { } twin)
            throw new PluginException(plugin.Path, $"there is another plug-in of this name, {twin.Path}: remove one.");
        var all = this with
        {
            Formats = [.. Unique("a format", plugin, plugin.Formats, Formats, static format => format.Name), .. Formats],
            Analyses = [
                .. Analyses,
                .. Unique(
                    "an analysis", plugin, plugin.Analyses,
                    (IReadOnlyList<Operation>)[.. Analyses, .. FrameOperations], static analysis => analysis.Name)],
            FrameOperations = [
                .. FrameOperations,
                .. Unique(
                    "a frame operation", plugin, plugin.FrameOperations,
                    (IReadOnlyList<Operation>)[.. FrameOperations, .. Analyses], static operation => operation.Name)],
            Executors = [.. Executors, .. Unique("an executor", plugin, plugin.Executors, Executors, static executor => executor.Name)],
            Plugins = [.. Plugins, plugin],
        };
        try
        {
            _ = all.Opening;
        }
        catch (ArgumentException e)
        {
            throw new PluginException(plugin.Path, e.Message, e);
        }

        all.RefuseShared(plugin);
        return all;
    }

    // On a command line the options of a format stand beside the parameters of an analysis.
    private void RefuseShared(Plugin plugin)
    {
        foreach (var format in Formats)
        {
            var own = format.Options.SelectMany(static options => ParameterSchema.Of(options.Record).Parameters)
                .Select(static parameter => parameter.Name).ToHashSet(StringComparer.Ordinal);
            foreach (var analysis in Analyses)
            {
                if (analysis.Schema.Parameters.FirstOrDefault(parameter => own.Contains(parameter.Name)) is { } shared)
                    throw new PluginException(
                        plugin.Path,
                        $"the format '{format.Name}' and the analysis '{analysis.Name}' both have an option --{shared.Name}: rename one.");
            }
        }
    }

    // Operations of both kinds stand side by side in a pipeline: they have different names.
    private IReadOnlyList<T> Unique<T, TOther>(
        string what, Plugin plugin, IReadOnlyList<T> added, IReadOnlyList<TOther> there, Func<TOther, string> nameOf)
        where T : notnull, TOther
        where TOther : notnull
    {
        foreach (var part in added)
        {
            if (added.Cast<TOther>()
                .Concat(there)
                .FirstOrDefault(other => !ReferenceEquals(other, part) && nameOf(other) == nameOf(part)) is { } twin)
            {
                var where = added.Any(own => ReferenceEquals(own, twin))
                    ? "twice in it"
                    : PluginOf(twin) is { } other ? $"in the plug-in {other}" : "in Ronchi";
                throw new PluginException(
                    plugin.Path,
                    $"it brings {what} '{nameOf(part)}', which there is already ({where}): rename one, or leave the plug-in out.");
            }
        }

        return added;
    }
}
