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
using Microsoft.OpenApi;
using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Server.Http;
using Ronchi.Signals;
using Ronchi.Signals.Nodes;

namespace Ronchi.Server;

/// <summary>Shows a session over HTTP and WebSockets (docs/protocol.md). Everything that is answered needs the token in the link.</summary>
public sealed class ViewerServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ServerOptions _options;
    private readonly AccessToken _token;
    private readonly CancellationTokenSource _ending = new();
    private readonly StageTimes _stages = new();
    private Admission? _admission;

    private ViewerServer(ServerOptions options, AccessToken token)
    {
        (_options, _token) = (options, token);
        Roots = new FileRoots(options.Roots);
        Session = new ViewerSession(Roots, options.SessionFile, options.MemoryBytes, options.Repertoire);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = ViewCommand.MostBytes;
            kestrel.Listen(options.Address, options.Port);
        });
        builder.Services.AddRoutingCore();
        ApiDocument.AddTo(builder.Services, FrameMessage.Version, () => Session.Operations());
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
    }

    private async Task AdmitAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (_admission is not { } admission)
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "the server is starting.").ConfigureAwait(false);
            return;
        }

        string? given = request.Query["token"].FirstOrDefault() ?? request.Cookies[admission.Cookie] ?? request.Headers.Authorization.FirstOrDefault()?.Replace("Bearer ", "", StringComparison.Ordinal);
        if (admission.WhyNot(request.Headers.Host, request.Headers.Origin.FirstOrDefault(), given) is { } why)
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, why).ConfigureAwait(false);
            return;
        }

        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        if (request.Query.ContainsKey("token"))
            context.Response.Cookies.Append(admission.Cookie, Token, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/" });
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted)
        {
            await RefuseAsync(context, StatusCodes.Status409Conflict, "it was cancelled, or another request took its place.").ConfigureAwait(false);
        }
        catch (Exception e) when (e is SourceException or RunException or ArgumentException or FormatException or InvalidOperationException or JsonException or KeyNotFoundException or OverflowException or IOException or UnauthorizedAccessException && !context.Response.HasStarted)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, ErrorSentence.Of(e)).ConfigureAwait(false);
        }
    }

    private void Map()
    {
        foreach (string name in ViewerPage.Names)
            _app.MapGet(name == "index.html" ? "/" : "/" + name, context => ViewerPage.SendAsync(context, name));
        MapSession();
        foreach (string type in ViewRequest.Types)
        {
            ViewRequest.DescriptionOf(type).Of(_app.MapGet("/api/" + type, async context =>
            {
                var request = ViewRequest.Parse(type, name => context.Request.Query[name].FirstOrDefault());
                await BytesAsync(context, await new ViewValues(Session).ComputeAsync(request, 0, 0, partial: null, context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
            }));
        }

        new RequestDescription("The bright-field disk near a point, to a fraction of a pixel", "row, column and radius") { Parameters = [new("near", "Its approximate row, column and radius, as in 95,97,30", IsRequired: true)] }.Of(_app.MapGet("/api/disk", async context =>
        {
            double[] near = ViewRequest.Reals(context.Request.Query["near"].FirstOrDefault() ?? "", "near", "row, column and radius of a disk, about", 3);
            double[] disk = await NumbersAsync(new DiskNode(near[0], near[1], near[2]), context.RequestAborted).ConfigureAwait(false);
            await AnswerAsync(context, "application/json", new JsonObject { ["row"] = disk[0], ["column"] = disk[1], ["radius"] = disk[2] }.ToJsonString()).ConfigureAwait(false);
        }));
        new RequestDescription("Rotation and flip between detector and scan, estimated from the centres of mass: a field of forces has no curl", "rotation in degrees, and flip") { Parameters = [new("detector", "The region to use (default: the whole frame)")] }.Of(_app.MapGet("/api/rotation", async context =>
        {
            double[] guess = await NumbersAsync(new RotationNode(context.Request.Query["detector"].FirstOrDefault()), context.RequestAborted).ConfigureAwait(false);
            await AnswerAsync(context, "application/json", new JsonObject { ["rotation"] = guess[0], ["flip"] = guess[1] != 0 }.ToJsonString()).ConfigureAwait(false);
        }));
        new RequestDescription("The colour maps", "For each its name, kind and 256 colours: red, green and blue, base64").Of(_app.MapGet("/api/color-maps", static context => AnswerAsync(context, "application/json", ServerFacts.ColorMaps())));
        new RequestDescription("Memory in bytes, and times", "Memory used by the scan, by cached results and by the process, and available for data; core seconds of each stage, and of loading").Of(_app.MapGet("/api/memory", context => AnswerAsync(context, "application/json", ServerFacts.Memory(Session, _stages))));
        new RequestDescription("This description", "An OpenAPI document").Of(_app.MapGet("/api/openapi.json", async context =>
        {
            var document = await ApiDocument.MakeAsync(context.RequestServices, context.RequestAborted).ConfigureAwait(false);
            await AnswerAsync(context, "application/json", await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
        }));
        new RequestDescription("This description as a page", "A page").Of(_app.MapGet("/api", async context =>
            await AnswerAsync(context, "text/html; charset=utf-8", ApiPage.Of(await ApiDocument.MakeAsync(context.RequestServices, context.RequestAborted).ConfigureAwait(false))).ConfigureAwait(false)));
        new RequestDescription("The WebSocket of docs/protocol.md", "Texts and values") { IsJson = false }.Of(_app.MapGet("/ws", async context =>
        {
            if (!context.WebSockets.IsWebSocketRequest)
                throw new FormatException("this address is for WebSockets.");
            using var socket = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
            await using var browser = new ViewerSocket(socket, Session, _options.MakeDemo is null ? null : OpenDemoAsync);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _ending.Token);
            await browser.RunAsync(ending.Token).ConfigureAwait(false);
        }));
    }

    private void MapSession()
    {
        new RequestDescription("The session: the open scan and how it is displayed", "The state").Of(_app.MapGet("/api/state", context => AnswerAsync(context, "application/json", Session.State().ToJsonString())));
        new RequestDescription("The contents of a folder below the roots", "Entries, folders first") { Parameters = [new("path", "The folder; without it the first root")] }.Of(_app.MapGet("/api/files", async context =>
        {
            string? path = context.Request.Query["path"].FirstOrDefault();
            var entries = await Task.Run(() => Session.List(path), context.RequestAborted).ConfigureAwait(false);
            await AnswerAsync(context, "application/json", JsonSerializer.Serialize(entries, JsonSerializerOptions.Web)).ConfigureAwait(false);
        }));
        new RequestDescription("What is in a file, without reading frames", "Format, shapes, type and size in memory; or {\"refusal\"}: why it cannot be opened") { Parameters = OpenRequest.Query }.Of(_app.MapGet("/api/inspect", async context =>
        {
            var request = OpenRequest.Parse(name => context.Request.Query[name].FirstOrDefault());
            await AnswerAsync(context, "application/json", await ServerFacts.OutlineAsync(Session, request, context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
        }));
        new RequestDescription("The frame in the middle of the scan, to check that the file is read correctly", "Values: a header of 64 bytes, then one for each pixel") { Parameters = OpenRequest.Query, IsJson = false }.Of(_app.MapGet("/api/preview", async context =>
        {
            var (frame, position) = await Session.PreviewAsync(OpenRequest.Parse(name => context.Request.Query[name].FirstOrDefault()), context.RequestAborted).ConfigureAwait(false);
            await BytesAsync(context, FrameMessage.Encode(frame, FrameKind.Frame, 0, 0, FrameFlags.Final, position)).ConfigureAwait(false);
        }));
        new RequestDescription("Opens a scan in place of the current one", "The state") { Body = ParameterSchemaJson.Of(OpenRequest.Schema) }.Of(_app.MapPost("/api/open", async context =>
        {
            var body = await BodyAsync(context).ConfigureAwait(false);
            await Session.OpenAsync(OpenRequest.Parse(body.Body), context.RequestAborted).ConfigureAwait(false);
            await AnswerAsync(context, "application/json", Session.State().ToJsonString()).ConfigureAwait(false);
        }));
        new RequestDescription("Changes how the scan is displayed", "The state") { Body = RequestDescription.Members(("document", "Members that replace those of the same name; null removes one")) }.Of(_app.MapPost("/api/patch", async context =>
        {
            var body = await BodyAsync(context).ConfigureAwait(false);
            Session.Patch(JsonNode.Parse(body.Body.GetRawText())!["document"] as JsonObject ?? throw new FormatException("\"document\" is an object of changes."));
            await AnswerAsync(context, "application/json", Session.State().ToJsonString()).ConfigureAwait(false);
        }));
        new RequestDescription("Saves a calibration next to the data and applies it", "The state") { Body = RequestDescription.Members(("calibration", "scanStep, scanUnit, detectorStep, detectorUnit, voltage, rotation, flip")) }.Of(_app.MapPost("/api/calibrate", async context =>
        {
            var body = await BodyAsync(context).ConfigureAwait(false);
            Session.Calibrate(Calibration.Read(body.Body.GetProperty("calibration").GetRawText()) ?? throw new FormatException("a calibration says lengths that are positive."));
            await AnswerAsync(context, "application/json", Session.State().ToJsonString()).ConfigureAwait(false);
        }));
        new RequestDescription("Cancels a job", "Whether it was running") { Body = RequestDescription.Members(("job", "Its number")) }.Of(_app.MapPost("/api/cancel", async context =>
        {
            var body = await BodyAsync(context).ConfigureAwait(false);
            bool isThere = Session.Jobs.Cancel(long.Parse(body.Parameter("job") ?? throw new FormatException("\"job\" is the number of a job."), CultureInfo.InvariantCulture));
            await AnswerAsync(context, "application/json", isThere ? "true" : "false").ConfigureAwait(false);
        }));
        new RequestDescription("The analyses that can run on the open scan", "For each its name, sentence, version, and the JSON Schema of its parameters").Of(_app.MapGet("/api/operations", context => AnswerAsync(context, "application/json", Session.Operations().ToJsonString())));
        _app.MapPost("/api/operations/{name}", async context =>
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted).ConfigureAwait(false);
            using var call = JsonDocument.Parse(new JsonObject { ["operation"] = (string)context.Request.RouteValues["name"]!, ["parameters"] = JsonNode.Parse(document.RootElement.GetRawText()) }.ToJsonString());
            var results = await Session.AnalyseAsync(call.RootElement, context.Request.Query["region"].FirstOrDefault(), context.RequestAborted).ConfigureAwait(false);
            await AnswerAsync(context, "application/json", results.ToJsonString()).ConfigureAwait(false);
        });
        new RequestDescription("Runs one analysis of a pipeline on the open scan", "As an analysis by its name") { Body = RequestDescription.Members(("pipeline", "The pipeline (docs/pipelines.md); how it opens data and what it writes is not used"), ("signal", "Name of the signal whose results are wanted")) }.Of(_app.MapPost("/api/pipeline", async context =>
        {
            var body = await BodyAsync(context).ConfigureAwait(false);
            if (!body.Body.TryGetProperty("pipeline", out var pipeline))
                throw new FormatException("\"pipeline\" is missing: {\"pipeline\": {…}, \"signal\": NAME}.");
            var results = await Session.AnalyseSignalAsync(pipeline, body.Parameter("signal") ?? throw new FormatException("\"signal\" names the signal whose results are wanted."), context.RequestAborted).ConfigureAwait(false);
            await AnswerAsync(context, "application/json", results.ToJsonString()).ConfigureAwait(false);
        }));
        new RequestDescription("A result of the last analysis, whole: NAME.npy", "A NumPy array, with the type and the axes of the result") { Parameters = [new("name", "NAME.npy; the state lists the results", IsRequired: true) { IsInPath = true }], IsJson = false }.Of(_app.MapGet("/api/results/{name}", async context =>
        {
            var values = Session.Results.Whole(Path.GetFileNameWithoutExtension((string)context.Request.RouteValues["name"]!));
            context.Response.ContentType = "application/octet-stream";
            context.Response.Headers.ContentDisposition = $"attachment; filename=\"{values.Name}.npy\"";
            await using var memory = new MemoryStream();
            NpyWriter.Write(memory, values);
            context.Response.ContentLength = memory.Length;
            memory.Position = 0;
            await memory.CopyToAsync(context.Response.Body, context.RequestAborted).ConfigureAwait(false);
        }));
        new RequestDescription("The jobs that are running", "Jobs, each with its progress").Of(_app.MapGet("/api/jobs", context => AnswerAsync(context, "application/json", new JsonArray([.. Session.Jobs.Running.Select(static job => (JsonNode)job.ToJson())]).ToJsonString())));
    }

    private async Task<double[]> NumbersAsync(SignalNode node, CancellationToken cancellationToken) =>
        (double[])(await Session.Opened().Cache.GetAsync(node, cancellationToken).ConfigureAwait(false)).Values;

    private async Task OpenDemoAsync(CancellationToken cancellationToken)
    {
        string path = "";
        await Session.Jobs.RunAsync("Making the demo scan", async job =>
        {
            var tell = Session.Jobs.Teller(job);
            path = await _options.MakeDemo!(new Telling(part => tell(part, "")), job.Token).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
        await Session.OpenAsync(path, cancellationToken).ConfigureAwait(false);
    }

    // A body is read as a request of the WebSocket is, without its type.
    private static async Task<ViewCommand> BodyAsync(HttpContext context)
    {
        using var document = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted).ConfigureAwait(false);
        return document.RootElement.ValueKind == JsonValueKind.Object ? new ViewCommand("", 0, 0, document.RootElement.Clone()) : throw new FormatException("a request is a JSON object.");
    }

    private static async Task BytesAsync(HttpContext context, byte[] message)
    {
        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = message.Length;
        await context.Response.Body.WriteAsync(message, context.RequestAborted).ConfigureAwait(false);
    }

    private sealed class Telling(Action<double> take) : IProgress<double>
    {
        public void Report(double value) => take(value);
    }

    private static Task AnswerAsync(HttpContext context, string type, string text)
    {
        context.Response.ContentType = type;
        return context.Response.WriteAsync(text);
    }

    private static Task RefuseAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(new JsonObject { ["error"] = message }.ToJsonString());
    }
}
