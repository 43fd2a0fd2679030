using System.CommandLine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;

namespace Ronchi.Cli.Commands;

/// <summary>The options that say how a run is carried out.</summary>
/// <param name="kinds">The executors that there are; the first is used unless another is named.</param>
internal sealed class ExecutorArguments(IReadOnlyList<ExecutorKind> kinds)
{
    private readonly Option<string> _executor = new("--executor")
    {
        HelpName = "NAME",
        Description = Names(kinds),
        DefaultValueFactory = _ => kinds[0].Name,
    };
    private readonly Option<int> _workers = new("--workers")
    {
        HelpName = "N",
        Description = "Worker threads; 0: one per core",
        DefaultValueFactory = static _ => 0,
    };
    private readonly Option<string?> _forms = new("--forms")
    {
        HelpName = "LIST",
        Description = "Tile forms that may be used: pixels, bitplanes, sparse",
    };
    private readonly Option<bool> _ordered = new("--ordered")
    {
        Description = "Merge in scan order: floating-point sums are identical in every run",
    };
    private readonly Option<bool> _explain = new("--explain") { Description = "Print how the run is planned" };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _executor, _workers, _forms, _ordered, _explain })
            command.Add(option);
    }

    public bool Explains(ParseResult parsed) => parsed.GetValue(_explain);

    public RunOptions Options(ParseResult parsed) => new()
    {
        IsOrdered = parsed.GetValue(_ordered),
        Forms = parsed.GetValue(_forms) is { } text ? [.. text.Split(',').Select(Form)] : null,
    };

    public Executor Executor(ParseResult parsed)
    {
        var workers = parsed.GetValue(_workers);
        if (workers is < 0 or > 4096)
            throw new ArgumentException($"--workers must be between 0 and 4096 (0: one per core); {workers} was given.");
        var name = parsed.GetValue(_executor);
        var kind = kinds.FirstOrDefault(kind => kind.Name == name)
            ?? throw new ArgumentException($"--executor: '{name}' is not known: expected {Names(kinds)}.");
        return kind.HasOneThread && workers > 1
            ? throw new ArgumentException(
                $"--executor {kind.Name} works in one thread: leave --workers {workers} out, or choose {kinds[0].Name}.")
            : kind.Create(workers);
    }

    private static string Names(IReadOnlyList<ExecutorKind> kinds) =>
        $"{string.Join(", ", kinds.SkipLast(1).Select(static kind => kind.Name))} or {kinds[^1].Name}";

    private static TileForm Form(string text) => text.Trim().ToLowerInvariant() switch
    {
        "pixels" => TileForm.Pixels,
        "bitplanes" => TileForm.BitPlanes,
        "sparse" => TileForm.Sparse,
        "blocked" => TileForm.Blocked,
        _ =>
            throw new FormatException(
                $"--forms: '{text}' is not a tile form: expected pixels, bitplanes, sparse or blocked, separated by commas."),
    };
}
