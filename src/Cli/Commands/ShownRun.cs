using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Engine;
using Ronchi.Server;
using Ronchi.Signals;

namespace Ronchi.Cli.Commands;

/// <summary>A run whose results are looked at in the browser while they grow.</summary>
internal sealed class ShownRun : IAsyncDisposable
{
    private readonly ViewerServer _server;
    private readonly string _path;

    private ShownRun(ViewerServer server, string path) => (_server, _path) = (server, path);

    /// <summary>Starts a server for a scan, and says where it is.</summary>
    public static async Task<ShownRun> StartAsync(string path, Repertoire repertoire, CancellationToken cancellationToken)
    {
        string full = Path.GetFullPath(path);
        string folder = Directory.Exists(full) ? full : Path.GetDirectoryName(full)!;
        if (!Directory.Exists(folder))
            throw new Frames.SourceException(path, "there is no such file.");
        var server = await ViewerServer.StartAsync(
            new ServerOptions { Roots = [folder, Environment.CurrentDirectory], Repertoire = repertoire }, cancellationToken);
        Console.Error.WriteLine($"show: {server.Link}");
        return new(server, full);
    }

    /// <summary>Shows the scan.</summary>
    public void Show(ResidentScan scan) => _server.Session.Show(scan, _path);

    /// <summary>Runs a plan and shows what there is of its results, several times a second.</summary>
    public Task<ResultSet> RunAsync(string title, Executor executor, RunPlan plan, CancellationToken cancellationToken) =>
        _server.Session.ShowRunAsync(
            title,
            plan.Data.Shape,
            (progress, token) => executor.RunPartsAsync(plan, period: null, progress, control: null, token),
            cancellationToken);

    /// <summary>Serves until it is interrupted.</summary>
    public Task KeepAsync(CancellationToken cancellationToken)
    {
        Console.Error.WriteLine("Everything is computed; Ctrl-C ends the page.");
        return _server.RunAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
