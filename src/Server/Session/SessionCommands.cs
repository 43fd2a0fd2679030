using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ronchi.Signals;

namespace Ronchi.Server;

/// <summary>What is asked of a session, over HTTP or a WebSocket alike, beside values and opening.</summary>
internal static class SessionCommands
{
    /// <summary>Closes a scan, shows it, sets its signals, or computes one of them: as the command's type says.</summary>
    /// <exception cref="FormatException">A member is missing, or makes no sense.</exception>
    /// <exception cref="ArgumentException">There is no such scan or signal.</exception>
    public static void Do(ViewerSession session, ViewCommand command)
    {
        switch (command.Type)
        {
            case "close":
                session.Close(Needed(command, "scan", "which scan is closed"));
                break;
            case "show":
                session.Show(Needed(command, "scan", "which scan is looked at"));
                break;
            case "signals":
                session.SetSignals(
                    command.Body.TryGetProperty("signals", out var signals)
                        ? signals
                        : throw new FormatException("\"signals\" lists the signals of the scan."),
                    command.Text("scan"),
                    command.Switch("keepUnread"));
                break;
            default:
                var open = session.Opened(command.Text("scan"));
                _ = session.Compute(open, open.Tree[Needed(command, "signal", "what is computed")]);
                break;
        }
    }

    /// <summary>Ends a job.</summary>
    /// <returns>Whether it was running.</returns>
    /// <exception cref="FormatException">There is no number.</exception>
    public static bool Cancel(ViewerSession session, ViewCommand command) =>
        session.Jobs.Cancel(long.TryParse(command.Parameter("job"), NumberStyles.None, CultureInfo.InvariantCulture, out var job)
            ? job
            : throw new FormatException("\"job\" is the number of a job."));

    /// <summary>Changes a document, or the layout.</summary>
    /// <inheritdoc cref="Do" path="/exception"/>
    public static void Patch(ViewerSession session, ViewCommand command, object? by = null)
    {
        var (document, layout) = (Changes(command, "document"), Changes(command, "layout"));
        if (document is null && layout is null)
            throw new FormatException("\"document\" is an object of changes, and so is \"layout\": one of them is needed.");
        if (document is not null)
            session.Patch(document, by, command.Text("scan"));
        if (layout is not null)
            session.Arrange(layout, by);
    }

    /// <summary>Keeps a calibration.</summary>
    /// <exception cref="FormatException">It makes no sense, or cannot be kept.</exception>
    public static void Calibrate(ViewerSession session, ViewCommand command)
    {
        try
        {
            session.Calibrate(
                command.Body.TryGetProperty("calibration", out var given) && Calibration.Read(given.GetRawText()) is { } calibration
                    ? calibration
                    : throw new FormatException(
                        "\"calibration\" says lengths that are positive, in nm, Å, µm, mrad, 1/nm, 1/Å, eV, keV or px."),
                command.Text("scan"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new FormatException($"the calibration cannot be kept: {e.Message}", e);
        }
    }

    private static string Needed(ViewCommand command, string name, string says) =>
        command.Text(name) ?? throw new FormatException($"\"{name}\" says {says}.");

    private static JsonObject? Changes(ViewCommand command, string name) =>
        !command.Body.TryGetProperty(name, out var given) || given.ValueKind == JsonValueKind.Null
            ? null
            : JsonNode.Parse(given.GetRawText()) as JsonObject ?? throw new FormatException($"\"{name}\" is an object of changes.");
}
