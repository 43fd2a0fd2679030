using System.Globalization;
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
using Ronchi.Frames;

namespace Ronchi.Server;

/// <summary>Shows a session over HTTP and WebSockets (docs/protocol.md). Everything that is answered needs the token in the link.</summary>
public sealed class ViewerServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ServerOptions _options;
    private readonly AccessToken _token = AccessToken.Create();
    private Admission? _admission;

    private ViewerServer(ServerOptions options)
    {
        _options = options;
        Roots = new FileRoots(options.Roots);
        Session = new ViewerSession(Roots, options.SessionFile);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = ViewCommand.MostBytes;
            kestrel.Listen(options.Address, options.Port);
        });
        builder.Services.AddRoutingCore();
        _app = builder.Build();
        _app.Use(AdmitAsync);
        _app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(15) });
        _app.UseRouting();
        Map();
    }

    /// <summary>What the server reads.</summary>
    public FileRoots Roots { get; }

    /// <summary>What it shows.</summary>
    public ViewerSession Session { get; }

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
        var server = new ViewerServer(options);
        try
        {
            await server._app.StartAsync(cancellationToken).ConfigureAwait(false);
            var bound = new Uri(server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
            server.Address = options.Address.Equals(IPAddress.Any) || options.Address.Equals(IPAddress.IPv6Any) ? new UriBuilder(bound) { Host = Dns.GetHostAddresses(Dns.GetHostName()).FirstOrDefault()?.ToString() ?? "127.0.0.1" }.Uri : bound;
            server._admission = new Admission(options.Address, bound.Port, server._token);
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
        await _app.StopAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync().ConfigureAwait(false);
        await Session.DisposeAsync().ConfigureAwait(false);
    }

    private async Task AdmitAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        string? given = request.Query["token"].FirstOrDefault() ?? request.Cookies[Admission.Cookie] ?? request.Headers.Authorization.FirstOrDefault()?.Replace("Bearer ", "", StringComparison.Ordinal);
        if (_admission is null || _admission.WhyNot(request.Headers.Host, request.Headers.Origin.FirstOrDefault(), given) is { } why && (given = why) is not null)
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, given ?? "the server is starting.").ConfigureAwait(false);
            return;
        }

        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        if (request.Query.ContainsKey("token"))
            context.Response.Cookies.Append(Admission.Cookie, Token, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/" });
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SourceException or ArgumentException or FormatException or InvalidOperationException && !context.Response.HasStarted)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, e.Message).ConfigureAwait(false);
        }
    }

    private void Map()
    {
        _app.MapGet("/api/state", context => AnswerAsync(context, "application/json", Session.State().ToJsonString()));
        _app.MapGet("/api/files", context => AnswerAsync(context, "application/json", JsonSerializer.Serialize(Session.List(context.Request.Query["path"].FirstOrDefault()), JsonSerializerOptions.Web)));
        _app.MapPost("/api/open", async context =>
        {
            var body = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted).ConfigureAwait(false);
            await Session.OpenAsync((string?)body?["path"] ?? throw new FormatException("\"path\" says what to open."), context.RequestAborted).ConfigureAwait(false);
            await AnswerAsync(context, "application/json", Session.State().ToJsonString()).ConfigureAwait(false);
        });
        _app.MapGet("/api/image", context => ValuesAsync(context, Session.ImageAsync(Text(context, "detector"), context.RequestAborted)));
        _app.MapGet("/api/frame", context => ValuesAsync(context, Task.FromResult(Session.Frame(Integers(context, "position")))));
        _app.MapGet("/api/pattern", context => ValuesAsync(context, Session.PatternAsync(Integers(context, "rectangle"), context.RequestAborted)));
        _app.MapGet("/api/openapi.json", static context => AnswerAsync(context, "application/json", ApiDescription.Json()));
        _app.MapGet("/api", static context => AnswerAsync(context, "text/html; charset=utf-8", ApiDescription.Page()));
        _app.Map("/ws", async context =>
        {
            if (!context.WebSockets.IsWebSocketRequest)
                throw new FormatException("this address is for WebSockets.");
            using var socket = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
            await using var browser = new ViewerSocket(socket, Session);
            await browser.RunAsync(context.RequestAborted).ConfigureAwait(false);
        });
    }

    private static async Task ValuesAsync(HttpContext context, Task<byte[]> values)
    {
        byte[] message = await values.ConfigureAwait(false);
        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = message.Length;
        await context.Response.Body.WriteAsync(message, context.RequestAborted).ConfigureAwait(false);
    }

    private static Task AnswerAsync(HttpContext context, string type, string text)
    {
        context.Response.ContentType = type;
        return context.Response.WriteAsync(text);
    }

    private static string Text(HttpContext context, string name) => context.Request.Query[name].FirstOrDefault() ?? throw new FormatException($"\"{name}\" is missing; /api says what it is.");

    private static long[] Integers(HttpContext context, string name)
    {
        string[] parts = Text(context, name).Split(',');
        var numbers = new long[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!long.TryParse(parts[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out numbers[i]))
                throw new FormatException($"\"{name}\" is a list of whole numbers with commas between them.");
        }

        return numbers;
    }

    private static Task RefuseAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(new JsonObject { ["error"] = message }.ToJsonString());
    }
}
