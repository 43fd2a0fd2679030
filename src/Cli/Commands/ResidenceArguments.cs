using System.CommandLine;
using System.Globalization;
using Ronchi.Engine.Operations;
using Ronchi.Frames;
using Ronchi.Signals;
using Ronchi.Store;

namespace Ronchi.Cli.Commands;

/// <summary>The options of commands that can bring the data into memory first.</summary>
internal sealed class ResidenceArguments
{
    private static readonly (string Name, ResidenceForm Form)[] Forms =
    [
        ("blocks", ResidenceForm.ScanBlocked),
        ("frames", ResidenceForm.Frames),
        ("compressed", ResidenceForm.Compressed),
        ("sparse", ResidenceForm.Sparse),
        ("partial", ResidenceForm.Partial),
    ];

    /// <summary>Name of the option.</summary>
    public const string Name = "--resident";

    private readonly Option<string?> _resident = new(Name)
    {
        HelpName = "FORM",
        Description =
            "Load the data into memory first, in the form that fits best or in one of: blocks, frames, compressed, sparse, partial",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public void AddTo(Command command) => command.Add(_resident);

    /// <summary>Whether a text is what the option takes.</summary>
    public static bool IsForm(string text) => text == "auto" || Array.Exists(Forms, known => known.Name == text);

    /// <summary>The name of a form in commands.</summary>
    public static string NameOf(ResidenceForm form) => Forms.First(known => known.Form == form).Name;

    /// <summary>How the data are to be held; null: they are read when they are needed.</summary>
    public ResidentOptions? Options(ParseResult parsed)
    {
        if (parsed.GetResult(_resident) is not { Implicit: false })
            return null;
        var form = parsed.GetValue(_resident);
        if (form is not null && !IsForm(form))
            throw new FormatException(
                $"--resident: '{form}' is not a form: expected {string.Join(", ", Forms.Select(static known => known.Name))} or auto.");
        return new()
        {
            MemoryBytes = MemorySize.Of(parsed),
            Form = form is null or "auto" ? null : Forms.First(known => known.Name == form).Form,
        };
    }

    /// <summary>Loads, and says on stderr what came of it.</summary>
    public async Task<ResidentScan> LoadAsync(
        Session session, ScanRequest request, ReadPath readPath, ResidentOptions options,
        ParseResult parsed, CancellationToken cancellationToken)
    {
        ResidentScan scan;
        GrowthNotes? notes = null;
        try
        {
            using var bar = RunProgressBar.Start("load");
            scan = await session.OpenResidentAsync(
                request.Path, request.Options, readPath,
                options with
                {
                    OnStarted = started =>
                    {
                        notes = GrowthNotes.Begin(started.Scan.Source.Growth, request);
                        options.OnStarted?.Invoke(started);
                    },
                },
                bar, cancellationToken);
        }
        finally
        {
            notes?.Dispose();
        }

        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"in memory as {NameOf(scan.Form)}: {scan.Memory.Used / 1e9:0.00} GB used, {scan.Memory.Reserved / 1e9:0.00} GB reserved, "
            + $"loaded in {scan.LoadTime.Total.TotalSeconds:0.00} s ({scan.Reason})"));
        if (scan.Disk is { } disk)
        {
            var pixels = scan.HotPixels is { Count: > 0 } hot
                ? $"; {Counted.Of(hot.Count, "pixel")} look{(hot.Count == 1 ? "s" : "")} hot"
                : "";
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"bright-field disk: centre {disk.Row:0.0},{disk.Column:0.0}, radius {disk.Radius:0.0}{pixels}"));
        }

        return scan;
    }
}
