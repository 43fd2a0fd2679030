using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ronchi.Server.Http;

namespace Ronchi.Server;

/// <summary>Requests about the session: files, open scans, documents, jobs.</summary>
internal static class SessionRoutes
{
    public static void Map(IEndpointRouteBuilder app, ViewerSession session)
    {
        Task StateAsync(HttpContext context) => HttpAnswer.JsonAsync(context, session.State());
        RequestDelegate Doing(Action<ViewCommand> act, string type = "") => async context =>
        {
            act(await HttpAnswer.BodyAsync(context, type).ConfigureAwait(false));
            await StateAsync(context).ConfigureAwait(false);
        };

        new RequestDescription("The session: the open scans, their signals, and how they are displayed", "The state")
            .Of(app.MapGet("/api/state", StateAsync));
        new RequestDescription("The contents of a folder below the roots", "Entries, folders first")
        {
            Parameters = [new("path", "The folder; without it the first root")],
        }
            .Of(app.MapGet("/api/files", async context =>
            {
                string? path = HttpAnswer.Query(context, "path");
                var entries = await Task.Run(() => session.List(path), context.RequestAborted).ConfigureAwait(false);
                await HttpAnswer.TextAsync(
                    context, "application/json", JsonSerializer.Serialize(entries, JsonSerializerOptions.Web)).ConfigureAwait(
                    false);
            }));
        new RequestDescription(
            "What is in a file, without reading frames",
            "Format, shapes, type and size in memory; or {\"refusal\"}: why it cannot be opened")
        {
            Parameters = session.Requests.Query,
        }
            .Of(app.MapGet("/api/inspect", async context =>
                await HttpAnswer.TextAsync(
                    context,
                    "application/json",
                    await ServerFacts.OutlineAsync(
                        session, session.Requests.Parse(name => HttpAnswer.Query(context, name)), context.RequestAborted).ConfigureAwait(
                        false)).ConfigureAwait(
                    false)));
        new RequestDescription(
            "The frame in the middle of the scan, to check that the file is read correctly",
            "Values: a header of 64 bytes, then one for each pixel")
        {
            Parameters = session.Requests.Query,
            IsJson = false,
        }
            .Of(app.MapGet("/api/preview", async context =>
            {
                var (frame, position) = await session.PreviewAsync(
                    session.Requests.Parse(name => HttpAnswer.Query(context, name)), context.RequestAborted).ConfigureAwait(
                    false);
                await HttpAnswer.ValuesAsync(
                    context,
                    ValuesMessage.Encode(
                        PlaneSelection.OverDetector(frame, frame.Shape, component: null),
                        FrameKind.Frame, 0, 0, FrameFlags.Final, position)).ConfigureAwait(
                    false);
            }));
        new RequestDescription("Opens a scan in place of the active one, or with \"beside\": true beside those that are open", "The state")
        {
            Body = Engine.Operations.ParameterSchemaJson.Of(session.Requests.Schema),
        }
            .Of(app.MapPost("/api/open", async context =>
            {
                var body = await HttpAnswer.BodyAsync(context).ConfigureAwait(false);
                var request = session.Requests.Parse(body.Body);
                await session.OpenAsync(request, OpenRequests.IsBeside(body), context.RequestAborted).ConfigureAwait(false);
                await StateAsync(context).ConfigureAwait(false);
            }));
        new RequestDescription("Closes a scan and gives its memory back", "The state")
        {
            Body = RequestDescription.Members(("scan", "Its id")),
        }
            .Of(app.MapPost("/api/close", Doing(command => SessionCommands.Do(session, command), "close")));
        new RequestDescription("Makes a scan the active one", "The state") { Body = RequestDescription.Members(("scan", "Its id")) }
            .Of(app.MapPost("/api/show", Doing(command => SessionCommands.Do(session, command), "show")));
        new RequestDescription("Changes how a scan is displayed, or how the page is arranged", "The state")
        {
            Body = RequestDescription.Members(
                ("scan", "Id of the scan; without it the active one"),
                ("document", "Members that replace those of the same name; null removes one"),
                ("layout", "The same, of the page")),
        }.Of(app.MapPost("/api/patch", Doing(command => SessionCommands.Patch(session, command))));
        new RequestDescription("Saves a calibration next to the data and applies it", "The state")
        {
            Body = RequestDescription.Members(
                ("scan", "Id of the scan; without it the active one"),
                ("calibration", "scanStep, scanUnit, detectorStep, detectorUnit, voltage, rotation, flip")),
        }.Of(app.MapPost("/api/calibrate", Doing(command => SessionCommands.Calibrate(session, command))));
        new RequestDescription("Cancels a job", "Whether it was running") { Body = RequestDescription.Members(("job", "Its number")) }
            .Of(app.MapPost("/api/cancel", async context =>
            {
                var body = await HttpAnswer.BodyAsync(context).ConfigureAwait(false);
                var isThere = SessionCommands.Cancel(session, body);
                await HttpAnswer.TextAsync(context, "application/json", isThere ? "true" : "false").ConfigureAwait(false);
            }));
        new RequestDescription("The jobs that are running", "Jobs, each with its progress")
            .Of(app.MapGet(
                "/api/jobs",
                context => HttpAnswer.JsonAsync(
                    context, new JsonArray([.. session.Jobs.Running.Select(static job => (JsonNode)job.ToJson())]))));
    }
}
