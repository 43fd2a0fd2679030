using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ronchi.Signals.Pipelines;
using Ronchi.Server.Http;

namespace Ronchi.Server;

/// <summary>Requests about signals: what can be made of a scan, and its values.</summary>
internal static class SignalRoutes
{
    private static readonly (string Name, string Help)[] View =
    [
        ("scan", "Id of the scan; without it the active one"),
        ("of", "Name of the frames: a frame signal, or data"), ("position", "Scan position of a frame"),
        ("operation", "An analysis, whose result is asked for; or with a position an operation that makes the frames"),
        ("parameters", "Its parameters"), ("region", "Scan positions that go in, as in rect:0,0,31,31"),
        ("signal", "A signal of the scan, whose result is asked for"),
        ("result", "Name of the result; without it the only one"),
        ("member", "Which of a series"), ("component", "Which of several values for each entry"),
    ];

    public static void Map(IEndpointRouteBuilder app, ViewerSession session)
    {
        new RequestDescription(
            "The operations that are offered, the looks that they give, and the customary detectors",
            "For each operation its name, sentence, version, and the JSON Schema of its parameters")
            .Of(app.MapGet("/api/operations", context => HttpAnswer.JsonAsync(context, session.Operations())));
        app.MapPost("/api/operations/{name}", async context =>
        {
            var parameters = await RequestBody.ReadAsync(context.Request.Body, context.RequestAborted).ConfigureAwait(false);
            using var call = JsonDocument.Parse(new JsonObject
            {
                ["operation"] = (string)context.Request.RouteValues["name"]!,
                ["parameters"] = JsonNode.Parse(parameters.GetRawText()),
            }.ToJsonString());
            await HttpAnswer.JsonAsync(
                context,
                await session.AnalyseAsync(
                    call.RootElement, HttpAnswer.Query(context, "region"), HttpAnswer.Query(context, "of"),
                    HttpAnswer.Query(context, "scan"), context.RequestAborted).ConfigureAwait(
                    false)).ConfigureAwait(
                false);
        });
        new RequestDescription(
            "Adds the signals of a pipeline to those of the scan, and computes one of them", "As an analysis by its name")
        {
            Parameters = [new("scan", "Id of the scan; without it the active one")],
            Body = RequestDescription.Members(
                ("pipeline", "The pipeline (docs/pipelines.md); how it opens data and what it writes is not used"),
                ("signal", "Name of the signal whose results are wanted")),
        }.Of(app.MapPost("/api/pipeline", async context =>
        {
            var body = await HttpAnswer.BodyAsync(context).ConfigureAwait(false);
            if (!body.Body.TryGetProperty("pipeline", out var pipeline))
                throw new FormatException("\"pipeline\" is missing: {\"pipeline\": {…}, \"signal\": NAME}.");
            var signal = body.Parameter("signal") ?? throw new FormatException("\"signal\" names the signal whose results are wanted.");
            await HttpAnswer.JsonAsync(
                context,
                await session.AnalyseSignalAsync(
                    pipeline, signal, HttpAnswer.Query(context, "scan"), context.RequestAborted).ConfigureAwait(
                    false)).ConfigureAwait(
                false);
        }));
        new RequestDescription("Puts other signals in place of those of a scan; what stays the same keeps its results", "The state")
        {
            Body = RequestDescription.Members(
                ("scan", "Id of the scan; without it the active one"),
                ("signals", "The signals, as in a pipeline, each behind those that it needs"),
                ("keepUnread", "true: those that cannot be read are kept as they are, failed, as of a list that was stored")),
        }.Of(app.MapPost("/api/signals", DoAsync("signals")));
        new RequestDescription("Computes a signal", "The state")
        {
            Body = RequestDescription.Members(("scan", "Id of the scan; without it the active one"), ("signal", "Its name")),
        }
            .Of(app.MapPost("/api/compute", DoAsync("compute")));
        new RequestDescription(
            "Writes frames to a file, which then stands in for computing them; goes on with what was interrupted",
            "The file, whether it was written now, and notes on what it does not keep")
        {
            Body = RequestDescription.Members(
                ("scan", "Id of the scan; without it the active one"), ("signal", "Name of the frames"),
                ("path", "The file, below the roots; its name says its kind"), ("overwrite", "Whether a file of that name is replaced")),
        }
            .Of(app.MapPost("/api/commit", async context =>
            {
                var body = await HttpAnswer.BodyAsync(context).ConfigureAwait(false);
                await HttpAnswer.JsonAsync(
                    context,
                    await session.CommitAsync(
                        body.Text("signal") ?? throw new FormatException("\"signal\" names the frames that are written."),
                        body.Text("path") is { Length: > 0 } path ? path : throw new FormatException("\"path\" names the file."),
                        body.Switch("overwrite"), body.Text("scan"), context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
            }));
        new RequestDescription(
            "A signal as an array: NAME.npy, and rows as text: NAME.csv",
            "A NumPy array, with the type and the axes of the signal; ranges and ETag are answered. Of a vectors result the number of "
            + "rows of each position, or the rows of one; as text a line for each row")
        {
            Parameters =
            [
                new("file", "NAME.npy, of a signal of the scan, or data.npy; NAME.csv of a vectors result", IsRequired: true)
                {
                    IsInPath = true,
                },
                new("scan", "Id of the scan; without it the active one"),
                new("result", "Name of the result; without it the only one"), 
                new("at", "A part, as in 3,:,0:4; of frames it is needed; of a vectors result a position, as in 3,5"),
            ],
            IsJson = false,
        }.Of(app.MapGet("/api/signals/{file}", context => ArrayRoutes.SendAsync(context, session)));
        new RequestDescription("A frame, or a result over the scan or the detector", "Values: a header of 64 bytes, then the numbers")
        {
            Body = RequestDescription.Members(View),
            IsJson = false,
        }
            .Of(app.MapPost("/api/view", async context =>
            {
                var request = ViewRequest.Parse(await HttpAnswer.BodyAsync(context).ConfigureAwait(false));
                await HttpAnswer.ValuesAsync(
                    context,
                    await new ViewValues(session)
                        .ComputeAsync(request, 0, 0, partial: null, context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(
                    false);
            }));
        new RequestDescription(
            "What an operation would give, without computing it",
            "gives, frames and results, as in a signal of the state; a parameter that is wrong is named")
        {
            Body = RequestDescription.Members([
                .. View.Where(static member => member.Name is "scan" or "of" or "operation" or "parameters" or "region")]),
        }
            .Of(app.MapPost("/api/declare", async context =>
            {
                var request = ViewRequest.Parse(await HttpAnswer.BodyAsync(context).ConfigureAwait(false));
                await HttpAnswer.JsonAsync(
                    context, await session.DeclareAsync(request, context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
            }));
        new RequestDescription(
            "The same as a command line, a C# program and a pipeline",
            "command, program and pipeline, each as text or null, and why one is missing")
        {
            Body = RequestDescription.Members(View),
        }
            .Of(app.MapPost("/api/describe", async context =>
            {
                var request = ViewRequest.Parse(await HttpAnswer.BodyAsync(context).ConfigureAwait(false));
                await HttpAnswer.JsonAsync(
                    context, await Task.Run(() => Told(session, request), context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(
                    false);
            }));

        RequestDelegate DoAsync(string type) => async context =>
        {
            SessionCommands.Do(session, await HttpAnswer.BodyAsync(context, type).ConfigureAwait(false));
            await HttpAnswer.JsonAsync(context, session.State()).ConfigureAwait(false);
        };
    }

    private static JsonObject Told(ViewerSession session, ViewRequest request)
    {
        var open = session.Opened(request.Scan);
        string? command, program, why = null;
        JsonObject? pipeline = null;
        if (request is { Signal: null, Position: { } position })
        {
            var frames = ViewValues.FramesOf(open, request);
            (command, program) = (SignalText.Command(frames, position), SignalText.Program(frames, position));
        }
        else
        {
            var results = request.Signal is { } name
                ? open.Tree[name].Results
                    ?? throw new ArgumentException(open.Tree[name] is { Stored: not null, Error: { } error }
                        ? $"'{name}': {error}"
                        : $"'{name}' gives frames, or is made by a program: neither is one command.")
                : ViewValues.SignalOf(open, request);
            (command, program) = (SignalText.Command(results, request.Result), SignalText.Program(results, request.Result));
            pipeline = open.Scan.Scan.Request is null ? null : Pipeline.Of(results).ToJson();
        }

        if (command is null)
            why = "These frames are made by other operations first, which one command cannot say: save a pipeline.";
        return new() { ["command"] = command, ["program"] = program, ["pipeline"] = pipeline, ["why"] = why };
    }
}
