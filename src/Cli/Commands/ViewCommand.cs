using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Ronchi.Engine.Run;
using Ronchi.Server;
using Ronchi.Signals;

namespace Ronchi.Cli.Commands;

/// <summary><c>ronchi view</c>: serves the page on which scans are looked at.</summary>
internal static class ViewCommand
{
    public static Command Create(Repertoire repertoire)
    {
        var source = new SourceArguments(repertoire, isOptional: true);
        var listen = new Option<string?>("--listen")
        {
            HelpName = "ADDRESS",
            Description =
                "Address to listen on, for access from other machines, which need the link with its token (default: this machine only)",
        };
        var port = new Option<int>("--port") { HelpName = "N", Description = "Port; 0: any free port" };
        var roots = new Option<string[]>("--root")
        {
            HelpName = "FOLDER",
            Description = "Folder whose files may be opened, with its subfolders; may be given several times (default: the "
                + "file's folder and the working folder)",
            AllowMultipleArgumentsPerToken = false,
        };
        var isQuiet = new Option<bool>("--no-browser") { Description = "Print the link without opening a browser" };
        var isNewLink = new Option<bool>("--new-link")
        {
            Description = "Use a new port and token; links and pages of earlier sessions stop working",
        };
        var command = new Command("view", "Shows a scan in the browser: drag a detector, see its image")
        {
            listen, port, roots, isQuiet, isNewLink
        };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var address = parsed.GetValue(listen) is { } text
                ? IPAddress.TryParse(text, out var given)
                    ? given
                    : throw new FormatException(
                        $"--listen: '{text}' is not an address: expected one as in 192.168.1.20, or 0.0.0.0 for all.")
                : IPAddress.Loopback;
            int number = parsed.GetValue(port) is >= 0 and <= 65535 and var free
                ? free
                : throw new FormatException($"--port: {parsed.GetValue(port)} is not a port: expected 0 to 65535.");
            if (parsed.GetValue(isNewLink))
                File.Delete(AddressFile());
            await RunAsync(
                source.IsGiven(parsed) ? source.Request(parsed) : null,
                new ServerOptions
                {
                    Address = address,
                    Port = number,
                    Roots = [.. parsed.GetValue(roots) ?? []],
                    MemoryBytes = MemorySize.Of(parsed),
                    Repertoire = repertoire,
                },
                !parsed.GetValue(isQuiet),
                cancellationToken);
            return 0;
        });
        return command;
    }

    /// <summary>Serves until it is interrupted.</summary>
    /// <param name="request">What is opened; null: what was open when this was called last, if it lies below the roots.</param>
    /// <param name="options">Where to listen; without roots those that suit the path.</param>
    /// <param name="opensBrowser">Whether a browser is opened, where there is a screen.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task RunAsync(
        ScanRequest? request, ServerOptions options, bool opensBrowser, CancellationToken cancellationToken)
    {
        await using var session = new Session(options.Repertoire);
        if (request is { Follow: false })
            await session.OutlineAsync(request, cancellationToken);   // what cannot be opened is said at once

        string demo = Path.Combine(StateFolder(), "demo");
        Directory.CreateDirectory(demo);
        string[] folders = [.. options.Roots];
        if (folders.Length == 0)
            folders = request is null ? [Environment.CurrentDirectory] : [Folder(request.Path), Environment.CurrentDirectory];
        await using var server = await ViewerServer.StartAsync(options with
        {
            Roots = [.. folders, demo],
            SessionFile = Path.Combine(StateFolder(), "session.json"),
            AddressFile = AddressFile(),
            MakeDemo = (progress, token) => MakeDemoAsync(demo, progress, token),
        }, cancellationToken);
        if (server.IsBesideOther)
            Console.Error.WriteLine(
                $"note: another 'ronchi view' is running{(server.LinkOfOther is { } other ? $", at {other}" : "")}: it keeps the session; "
                + "what is done in this one is not there any more when it ends.");
        foreach (var link in ViewLinks.Of(server.Link, options.Address))
            Console.Out.WriteLine($"view: {link}");
        if (!IPAddress.IsLoopback(options.Address))
            Console.Out.WriteLine("The connection is not encrypted: on an untrusted network, leave --listen out and use an SSH tunnel.");
        Console.Out.WriteLine("Ctrl-C ends it.");
        var opening = OpenAsync(server, request, cancellationToken);
        if (opensBrowser)
            OpenBrowser(server.Link);
        await server.RunAsync(cancellationToken);
        await opening;
    }

    private static async Task OpenAsync(ViewerServer server, ScanRequest? request, CancellationToken cancellationToken)
    {
        try
        {
            if (request is null)
                await server.Session.RestoreAsync(cancellationToken);
            else if (await server.Session.TryOpenAsync(
                request.Resolved(Path.GetFullPath) with { Path = Path.GetFullPath(request.Path) }, cancellationToken) is { } error)
                Console.Error.WriteLine($"ronchi: {error}");   // the page says so, too
        }
        catch (OperationCanceledException)
        {
            // The browser opened another scan, or it is over.
        }
    }

    private static string Folder(string path)
    {
        string full = Path.GetFullPath(path);
        return Directory.Exists(full) ? full : Path.GetDirectoryName(full)!;
    }

    private static string AddressFile() => Path.Combine(StateFolder(), "address.json");

    private static string StateFolder()
    {
        string folder = Path.Combine(
            Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } state
                ? state
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state"),
            "ronchi");
        Directory.CreateDirectory(folder);
        return folder;
    }

    private static async Task<string> MakeDemoAsync(string folder, IProgress<double> progress, CancellationToken cancellationToken)
    {
        string path = DemoScan.PathIn(folder);
        if (!File.Exists(path))
            await Task.Run(
                () => DemoScan.Write(
                    folder,
                    new DirectProgress<RunProgress>(run => progress.Report(run.TotalFrames > 0 ? (double)run.Frames / run.TotalFrames : 0)),
                    cancellationToken),
                cancellationToken);
        return path;
    }

    // Only where there is a screen; who works over ssh takes the link.
    private static void OpenBrowser(Uri link)
    {
        if (Console.IsOutputRedirected
            || (OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable("DISPLAY") is null
                && Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is null))
            return;
        try
        {
            Process.Start(new ProcessStartInfo(link.ToString()) { UseShellExecute = true })?.Dispose();
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception or PlatformNotSupportedException)
        {
            Console.Error.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"No browser could be opened ({e.Message}): open the link yourself."));
        }
    }
}
