using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.AspNetCore.Hosting;
using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Server.Http;
using Ronchi.Signals;

namespace Ronchi.Server;

/// <summary>Shows a session over HTTP and WebSockets (docs/protocol.md). Everything that is answered needs the token in the link.</summary>
public sealed class ViewerServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ServerOptions _options;
    private readonly AccessToken _token;
    private readonly CancellationTokenSource _ending = new();
    private readonly StageTimes _stages = new();
    private readonly SessionLock? _lock;
    private Admission? _admission;

    private ViewerServer(ServerOptions options, AccessToken token)
    {
        (_options, _token) = (options, token);
        Roots = new FileRoots(options.Roots);
        if (options.SessionFile is { } file && (_lock = SessionLock.TryTake(file)) is null)
            (IsBesideOther, LinkOfOther) = (true, SessionLock.LinkOfHolder(file));
        Session = new ViewerSession(Roots, IsBesideOther ? null : options.SessionFile, options.MemoryBytes, options.Repertoire);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = ViewCommand.MostBytes;
            kestrel.Listen(options.Address, options.Port);
        });
        builder.Services.AddRoutingCore();
        ApiDocument.AddTo(builder.Services, FrameMessage.Version, () => (JsonArray)Session.Operations()["operations"]!);
        _app = builder.Build();
        _app.Use(AdmitAsync);
        _app.Use(static (context, next) =>
        {
            // Answered as GET is; the host leaves the body out, as it knows what came.
            if (HttpMethods.IsHead(context.Request.Method))
                context.Request.Method = HttpMethods.Get;
            return next(context);
        });
        _app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(15) });
        _app.UseRouting();
        Map();
    }

    /// <summary>What the server reads.</summary>
    public FileRoots Roots { get; }

    /// <summary>What it shows.</summary>
    public ViewerSession Session { get; }

    /// <summary>Whether another server keeps its session in the same file: the session of this one is not kept.</summary>
    public bool IsBesideOther { get; }

    /// <summary>The link of that other server; null: there is none, or it does not say.</summary>
    public Uri? LinkOfOther { get; }

    /// <summary>Its token.</summary>
    public string Token => _token.Text;

    /// <summary>Address and port, as in <c>http://127.0.0.1:40123</c>.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>The link that opens it.</summary>
    public Uri Link => new(Address, $"/?token={Token}");

    /// <summary>Starts a server.</summary>
    /// <param name="options">Where it listens and what it may read.</param>
    /// <param name="cancellationToken">Stops waiting for the start.</param>
    /// <exception cref="DirectoryNotFoundException">A root does not exist.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<ViewerServer> StartAsync(ServerOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        // Who listens to a network may have heard a token that is kept: there each start has its own.
        string? file = IPAddress.IsLoopback(options.Address) ? options.AddressFile : null;
        var kept = file is null ? null : KeptAddress.Read(file);
        var token = kept?.Token ?? AccessToken.Create();
        if (kept is not null && options.Port == 0)
        {
            try
            {
                return await StartAsync(options with { Port = kept.Port }, token, cancellationToken).ConfigureAwait(false);
            }
            catch (IOException)
            {
                // Whoever has the port may have been told the token by a page that is still open: it is not used elsewhere.
                return await StartAsync(options, AccessToken.Create(), cancellationToken).ConfigureAwait(false);
            }
        }

        var server = await StartAsync(options, token, cancellationToken).ConfigureAwait(false);
        if (file is not null)
            new KeptAddress(server.Address.Port, token).Write(file);
        return server;
    }

    private static async Task<ViewerServer> StartAsync(ServerOptions options, AccessToken token, CancellationToken cancellationToken)
    {
        var server = new ViewerServer(options, token);
        try
        {
            await server._app.StartAsync(cancellationToken).ConfigureAwait(false);
            var bound = new Uri(
                server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
            server.Address = options.Address.Equals(IPAddress.Any) || options.Address.Equals(IPAddress.IPv6Any)
                ? new UriBuilder(bound) { Host = Dns.GetHostAddresses(Dns.GetHostName()).FirstOrDefault()?.ToString() ?? "127.0.0.1" }.Uri
                : bound;
            server._admission = new Admission(options.Address, bound.Port, server._token);
            server._lock?.Say(server.Link);
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Waits until it is cancelled, then ends all connections.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _ending.CancelAsync().ConfigureAwait(false);   // who keeps a connection open is not waited for
        await _app.StopAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
        _stages.Dispose();
        await Session.DisposeAsync().ConfigureAwait(false);
        _lock?.Dispose();
    }

    private async Task AdmitAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (_admission is not { } admission)
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "the server is starting.").ConfigureAwait(false);
            return;
        }

        string? given = request.Query["token"].FirstOrDefault() ?? request.Cookies[admission.Cookie]
            ?? request.Headers.Authorization.FirstOrDefault()?.Replace("Bearer ", "", StringComparison.Ordinal);
        if (admission.WhyNot(request.Headers.Host, request.Headers.Origin.FirstOrDefault(), given) is { } why)
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, why).ConfigureAwait(false);
            return;
        }

        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.ContentSecurityPolicy =
            "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        if (request.Query.ContainsKey("token"))
            context.Response.Cookies.Append(
                admission.Cookie, Token, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/" });
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted)
        {
            await RefuseAsync(
                context, StatusCodes.Status409Conflict, "it was cancelled, or another request took its place.").ConfigureAwait(
                false);
        }
        catch (Exception e) when (e is SourceException or RunException or ArgumentException or FormatException or InvalidOperationException
            or JsonException or KeyNotFoundException or OverflowException or IOException or UnauthorizedAccessException
            && !context.Response.HasStarted)
        {
            await RefuseAsync(
                context, StatusCodes.Status400BadRequest, ErrorSentence.Of(e), (e as ParameterException)?.Parameter).ConfigureAwait(false);
        }
    }

    private void Map()
    {
        foreach (string name in ViewerPage.Names)
            _app.MapGet(name == "index.html" ? "/" : "/" + name, context => ViewerPage.SendAsync(context, name));
        SessionRoutes.Map(_app, Session);
        SignalRoutes.Map(_app, Session);
        FactRoutes.Map(_app, Session, _stages);
        new RequestDescription("The WebSocket of docs/protocol.md", "Texts and values") { IsJson = false }
            .Of(_app.MapGet("/ws", async context =>
            {
                if (!context.WebSockets.IsWebSocketRequest)
                    throw new FormatException("this address is for WebSockets.");
                using var socket = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
                await using var browser = new ViewerSocket(socket, Session, _options.MakeDemo is null ? null : OpenDemoAsync);
                using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _ending.Token);
                await browser.RunAsync(ending.Token).ConfigureAwait(false);
            }));
    }

    private async Task OpenDemoAsync(CancellationToken cancellationToken)
    {
        string path = "";
        await Session.Jobs.RunAsync("Making the demo scan", async job =>
        {
            var tell = Session.Jobs.Teller(job);
            path = await _options.MakeDemo!(new DirectProgress<double>(part => tell(part, "")), job.Token).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
        await Session.OpenAsync(path, cancellationToken).ConfigureAwait(false);
    }

    private static Task RefuseAsync(HttpContext context, int status, string message, string? parameter = null)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        var answer = new JsonObject { ["error"] = message };
        if (parameter is not null)
            answer["parameter"] = parameter;
        return context.Response.WriteAsync(answer.ToJsonString());
    }
}
