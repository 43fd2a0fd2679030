using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;
using Ronchi.Server.Http;

namespace Ronchi.Server;

/// <summary>
/// Requests about what is to be known beside: the disk, the rotation, memory, colour maps, and these requests themselves.
/// </summary>
internal static class FactRoutes
{
    public static void Map(IEndpointRouteBuilder app, ViewerSession session, StageTimes stages)
    {
        RequestParameter scan = new("scan", "Id of the scan; without it the active one");
        new RequestDescription("The bright-field disk near a point, to a fraction of a pixel", "row, column and radius")
        {
            Parameters = [scan, new("near", "Its approximate row, column and radius, as in 95,97,30", IsRequired: true)],
        }
            .Of(app.MapGet("/api/disk", async context =>
            {
                var near = (HttpAnswer.Query(context, "near") ?? "")
                    .Split(',')
                    .Select(static text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
                        && double.IsFinite(number)
                        ? number
                        : (double?)null).ToList();
                if (near is not [{ } row, { } column, { } radius])
                    throw new FormatException("\"near\" is row, column and radius of a disk, about: 3 numbers.");
                var disk = await session.Opened(HttpAnswer.Query(context, "scan")).Scan
                    .DiskNearAsync(row, column, radius, context.RequestAborted).ConfigureAwait(false);
                await HttpAnswer.JsonAsync(
                    context, new JsonObject { ["row"] = disk.Row, ["column"] = disk.Column, ["radius"] = disk.Radius }).ConfigureAwait(
                    false);
            }));
        new RequestDescription(
            "Rotation and flip between detector and scan, estimated from the centres of mass: a field of forces has no curl",
            "rotation in degrees, and flip")
        {
            Parameters = [scan, new("detector", "The region to use (default: the whole frame)")],
        }
            .Of(app.MapGet("/api/rotation", async context =>
            {
                var (rotation, isFlipped) = await session.Opened(HttpAnswer.Query(context, "scan")).Scan
                    .GuessRotationAsync(HttpAnswer.Query(context, "detector"), context.RequestAborted).ConfigureAwait(false);
                await HttpAnswer.JsonAsync(context, new JsonObject { ["rotation"] = rotation, ["flip"] = isFlipped }).ConfigureAwait(false);
            }));
        new RequestDescription("The colour maps", "For each its name, kind and 256 colours: red, green and blue, base64")
            .Of(app.MapGet(
                "/api/color-maps", static context => HttpAnswer.TextAsync(context, "application/json", ServerFacts.ColorMaps())));
        new RequestDescription(
            "Memory in bytes, and times",
            "Memory used by the scans, by cached results and by the process, and available for data; core "
            + "seconds of each stage, and of loading")
            .Of(app.MapGet(
                "/api/memory", context => HttpAnswer.TextAsync(context, "application/json", ServerFacts.Memory(session, stages))));
        new RequestDescription("This description", "An OpenAPI document").Of(app.MapGet("/api/openapi.json", async context =>
        {
            var document = await ApiDocument.MakeAsync(context.RequestServices, context.RequestAborted).ConfigureAwait(false);
            await HttpAnswer.TextAsync(
                context,
                "application/json",
                await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, context.RequestAborted).ConfigureAwait(
                    false)).ConfigureAwait(
                false);
        }));
        new RequestDescription("This description as a page", "A page").Of(app.MapGet("/api", async context =>
            await HttpAnswer.TextAsync(
                context,
                "text/html; charset=utf-8",
                ApiPage.Of(
                    await ApiDocument.MakeAsync(context.RequestServices, context.RequestAborted).ConfigureAwait(false))).ConfigureAwait(
                false)));
    }
}
