using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Signals;

namespace Ronchi.Server;

/// <summary>
/// Signals as NumPy arrays: whole, or a part; a client reads what it misses, and what it has is not sent again. Rows also as text.
/// </summary>
internal static class ArrayRoutes
{
    private const long MostBytes = 256L << 20;

    /// <summary>Answers <c>GET /api/signals/NAME.npy</c>, and <c>NAME.csv</c> of a vectors result.</summary>
    /// <exception cref="ArgumentException">There is no such signal, or the part is too large.</exception>
    public static async Task SendAsync(HttpContext context, ViewerSession session)
    {
        var query = context.Request.Query;
        string file = (string)context.Request.RouteValues["file"]!, name = Path.GetFileNameWithoutExtension(file);
        var extension = Path.GetExtension(file);
        if (extension is not (".npy" or ".csv"))
            throw new ArgumentException($"'{file}': signals are sent as NAME.npy, rows also as NAME.csv.");
        var open = session.Opened(query["scan"].FirstOrDefault());
        var (result, at) = (query["result"].FirstOrDefault(), query["at"].FirstOrDefault());
        var isFrames = name == Ronchi.Signals.Pipelines.Pipeline.Data || open.Tree[name].Signal is Scan;
        if (isFrames && result is not null)
            throw new ArgumentException($"'{name}' gives frames, which have no results: leave out \"result\".");
        if (extension == ".csv")
        {
            await SendRowsAsync(context, session, open, name, result).ConfigureAwait(false);
            return;
        }

        var (values, id) = isFrames
            ? await FramesAsync(open.Tree.Frames(name), at, context.RequestAborted).ConfigureAwait(false)
            : await ResultAsync(session, open, open.Tree[name], result, at, context.RequestAborted).ConfigureAwait(false);
        var bytes = new MemoryStream();
        NpyWriter.Write(bytes, values);
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}{(result is null ? "" : $"-{result}")}.npy\"";
        // What is still read may change.
        var tag = open.Scan.IsComplete
            ? new EntityTagHeaderValue(
                $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{open.Token} {id} {result} {at}")))[..32]}\"")
            : null;
        await Results.Bytes(bytes.ToArray(), "application/octet-stream", enableRangeProcessing: true, entityTag: tag)
            .ExecuteAsync(context).ConfigureAwait(false);
    }

    // Line after line, as they are read.
    private static async Task SendRowsAsync(HttpContext context, ViewerSession session, OpenScan open, string name, string? result)
    {
        var found = name == Ronchi.Signals.Pipelines.Pipeline.Data || open.Tree[name].Signal is Scan
            ? null
            : await FindAsync(session, open, open.Tree[name], result, context.RequestAborted).ConfigureAwait(false);
        if (found?.Vectors is not { } vectors)
            throw new ArgumentException($"'{result ?? name}' has no rows, which a .csv holds: ask for .npy.");
        context.Response.ContentType = "text/csv; charset=utf-8";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}{(result is null ? "" : $"-{result}")}.csv\"";
        var axes = VectorFiles.AxesOf(NamedArray.Of(found, DataDescription.Of(open.Scan.Scan.Source)));
        await using var body = context.Response.BodyWriter.AsStream(leaveOpen: true);
        await Task.Run(() => VectorFiles.WriteCsv(body, vectors, axes), context.RequestAborted).ConfigureAwait(false);
    }

    private static async Task<ResultArray> FindAsync(
        ViewerSession session, OpenScan open, TreeSignal signal, string? name, CancellationToken cancellationToken)
    {
        if (signal.Results is not null)
            await session.Compute(open, signal).WaitAsync(cancellationToken).ConfigureAwait(false);
        var (results, _) = await session.ResultsAsync(open, signal, cancellationToken).ConfigureAwait(false);
        return ViewValues.Find(results, name, signal.Name);
    }

    private static async Task<(NamedArray Values, string Id)> ResultAsync(
        ViewerSession session, OpenScan open, TreeSignal signal, string? name, string? at, CancellationToken cancellationToken)
    {
        var found = await FindAsync(session, open, signal, name, cancellationToken).ConfigureAwait(false);
        if (found.Vectors is { } vectors && !string.IsNullOrEmpty(at))
            return (Rows(found.Name, vectors, at), signal.Signal?.Id ?? Guid.NewGuid().ToString());
        return (Cut(NamedArray.Of(found), ArraySlice.Parse(at, found.Shape), found.Shape), signal.Signal?.Id ?? Guid.NewGuid().ToString());
    }

    // The rows of one position.
    private static NamedArray Rows(string name, Vectors vectors, string at)
    {
        var slice = ArraySlice.Parse(at, vectors.Scan);
        if (slice.Shape.Rank > 0)
            throw new ArgumentException(
                $"at={at}: rows are sent of one position, with an index for each axis of the scan of {vectors.Scan}.");
        var position = slice.Indices(vectors.Scan).Single();
        return new(
            name, vectors.Layout.Type, [vectors.Count(position), vectors.Layout.Columns.Length], VectorRows.Of(vectors, position));
    }

    private static NamedArray Cut(NamedArray array, ArraySlice slice, Extent shape)
    {
        if (slice.IsWhole(shape))
            return array;
        // Complex numbers of 32 bits lie as pairs.
        var width = shape.Count == 0 ? 1 : array.Values.LongLength / shape.Count;
        var part = Array.CreateInstance(array.Values.GetType().GetElementType()!, checked(slice.Count * width));
        var next = 0L;
        foreach (var index in slice.Indices(shape))
        {
            Array.Copy(array.Values, index * width, part, next, width);
            next += width;
        }

        return new(array.Name, array.Type, slice.Shape.Lengths, part);
    }

    private static async Task<(NamedArray Values, string Id)> FramesAsync(Scan frames, string? at, CancellationToken cancellationToken)
    {
        await frames.PrepareAsync(cancellationToken).ConfigureAwait(false);
        var (shape, type) = (frames.Shape, frames.ElementType);
        if (string.IsNullOrEmpty(at))
            throw new ArgumentException($"Frames of {shape} are many: \"at\" says which, as in at=3,5 for one frame.");
        var slice = ArraySlice.Parse(at, shape.Full);
        var (positions, pixels) = (slice.Leading(shape.Scan.Rank), slice.Trailing(shape.Detector.Rank));
        if (slice.Count * type.Size() > MostBytes || positions.Count * shape.FrameElements * type.Size() > 4 * MostBytes)
            throw new ArgumentException(
                $"{slice.Count:N0} values in {positions.Count:N0} frames are more than are sent at once ({MostBytes >> 20} "
                + "MiB): ask for less, or convert the scan.");
        if (slice.Count == 0)
            throw new ArgumentException($"at={at} selects nothing of {shape.Full}.");
        var isWhole = pixels.IsWhole(shape.Detector);
        long[] places = [.. pixels.Indices(shape.Detector)];
        Array? values = null;
        var next = 0L;
        foreach (var position in positions.Indices(shape.Scan))
        {
            var frame = await frames.FrameAsync([.. shape.Scan.PositionOf(position)], cancellationToken).ConfigureAwait(false);
            values ??= Array.CreateInstance(frame.Values.GetType().GetElementType()!, slice.Count);
            if (isWhole)
            {
                Array.Copy(frame.Values, 0, values, next, places.Length);
                next += places.Length;
                continue;
            }

            foreach (var place in places)
                Array.Copy(frame.Values, place, values, next++, 1);
        }

        return (NamedArray.Of(new ResultArray("frames", ResultKind.Single, type, slice.Shape, values!)), frames.Id);
    }
}
