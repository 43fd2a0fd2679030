using System.Diagnostics;
using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Signals;

namespace Ronchi.Server;

/// <summary>
/// Computes the values that one who looks asks for; each view remembers what it showed, so that the next image of a dragged detector
/// follows from the one before.
/// </summary>
internal sealed class ViewValues(ViewerSession session)
{
    /// <summary>Views of one browser at most: eight panes with overlays of eight detectors each, patterns, and thumbnails.</summary>
    public const int MostViews = 96;

    private readonly Dictionary<uint, SignalView> _views = [];

    /// <summary>Values as a message.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="view">The view that asks.</param>
    /// <param name="sequence">Number of the request.</param>
    /// <param name="partial">Takes what is there while the rest is read. Null: nobody.</param>
    /// <param name="cancellationToken">Checked once a block.</param>
    /// <exception cref="InvalidOperationException">No scan is open, or a signal could not be computed.</exception>
    /// <exception cref="ArgumentException">The request does not fit the scan.</exception>
    /// <exception cref="FormatException">A text makes no sense.</exception>
    public async Task<ValuesMessage> ComputeAsync(
        ViewRequest request, uint view, uint sequence, Action<ValuesMessage>? partial, CancellationToken cancellationToken)
    {
        while (true)
        {
            var open = session.Opened(request.Scan);
            try
            {
                return await ComputeAsync(open, request, view, sequence, partial, cancellationToken).ConfigureAwait(false);
            }
            catch (ObjectDisposedException) when (session.Opened(request.Scan) is var now && now != open && now.Id == open.Id)
            {
                // Its data had an end and are in memory now: they are asked there.
            }
        }
    }

    private async Task<ValuesMessage> ComputeAsync(
        OpenScan open, ViewRequest request, uint view, uint sequence, Action<ValuesMessage>? partial, CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        if (request is { Signal: null, Position: { } position })
        {
            var frames = FramesOf(open, request);
            await frames.PrepareAsync(cancellationToken).ConfigureAwait(false);
            if (IsAwaited(frames, position))
            {
                var nothing = ValuesOf(Unmeasured(frames), partial is null ? FrameFlags.Final | FrameFlags.Partial : FrameFlags.Partial);
                if (partial is null)
                    return nothing;
                partial(nothing);
            }

            var frame = await frames.WaitForFrameAsync(position, cancellationToken).ConfigureAwait(false);
            return IsThere(open, frame)
                ? ValuesOf(frame, FrameFlags.Final)
                : ValuesOf(frame with { Valid = new bool[frame.Values.Length] }, FrameFlags.Final | FrameFlags.Partial);

            ValuesMessage ValuesOf(ResultArray shown, FrameFlags flags) => ValuesMessage.Encode(
                PlaneSelection.OverDetector(shown, frames.Shape.Detector, null), FrameKind.Frame, view,
                sequence, flags, frames.Shape.Scan.IndexOf(position), time: Stopwatch.GetElapsedTime(began));
        }

        if (request.Signal is { } name)
        {
            var signal = open.Tree[name];
            var (results, isComplete) = await session.ResultsAsync(open, signal, cancellationToken).ConfigureAwait(false);
            var flags = isComplete ? FrameFlags.Final : FrameFlags.Final | FrameFlags.Partial | FrameFlags.Live;
            var result = Find(results, request.Result, name);
            if (request.Position is { } place)
                result = VectorRows.At(result, place, isComplete);
            return Encode(
                result,
                signal.Results?.Parent.ShapeSoFar ?? signal.Shape!.Value,
                request,
                view,
                sequence,
                flags,
                path: "",
                began,
                result.Kind == ResultKind.Detector ? signal.Results?.FrameCount ?? 0 : 0);
        }

        return await LookAsync(open, request, view, sequence, partial, began, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The view is gone.</summary>
    public void Forget(uint view)
    {
        lock (_views)
            _views.Remove(view);
    }

    /// <summary>The frames of which a request asks for one.</summary>
    /// <inheritdoc cref="SignalOf" path="/exception"/>
    public static Scan FramesOf(OpenScan open, ViewRequest request) =>
        request.Call is null
            ? open.Tree.Frames(request.Of)
            : open.Tree.Make(request) as Scan ?? throw new ArgumentException("a result has no \"position\": leave it out.");

    /// <summary>The result that a request asks for at once.</summary>
    /// <exception cref="FormatException">It makes no sense.</exception>
    /// <exception cref="ArgumentException">It does not fit the scan.</exception>
    public static ResultSignal SignalOf(OpenScan open, ViewRequest request) =>
        open.Tree.Make(request) as ResultSignal
            ?? throw new ArgumentException("the operation gives frames: say the \"position\" of the one that is asked for.");

    private async Task<ValuesMessage> LookAsync(
        OpenScan open, ViewRequest request, uint view, uint sequence,
        Action<ValuesMessage>? partial, long began, CancellationToken cancellationToken)
    {
        await open.Tree.Frames(request.Of).PrepareAsync(cancellationToken).ConfigureAwait(false);
        var signal = SignalOf(open, request);
        var wasComplete = open.Scan.IsComplete;
        var growth = signal.Parent.Source.Growth;
        // Who waits for one answer gets what is there; others see how it grows.
        if (partial is null && growth is not null)
            return Shown(await signal.ComputePresentAsync(cancellationToken).ConfigureAwait(false), FrameFlags.Final | FrameFlags.Partial);
        var progress = partial is null ? null : new DirectProgress<IReadOnlyList<ResultArray>>(part =>
            partial(Shown(part, growth is null ? FrameFlags.Partial : FrameFlags.Partial | FrameFlags.Live)));
        var (results, path) = await ViewOf(view).ShowAsync(signal, progress, cancellationToken).ConfigureAwait(false);
        return Shown(results, wasComplete ? FrameFlags.Final : FrameFlags.Final | FrameFlags.Partial, path);

        ValuesMessage Shown(IReadOnlyList<ResultArray> part, FrameFlags flags, string path = "")
        {
            var result = Find(part, request.Result, signal.Call.Operation.Name);
            var positions = result.Kind == ResultKind.Detector ? signal.FramesThere : 0;
            return Encode(result, signal.Parent.ShapeSoFar, request, view, sequence, flags, path, began, positions);
        }
    }

    // Whether a frame may still come.
    private static bool IsAwaited(Scan frames, long[] position) =>
        frames.Source.Growth?.Now is { End: null } now && frames.Shape.Scan.IndexOf(position) is var flat
            && !now.Arrived.Contains(flat) && !now.Lost.Contains(flat);

    // A frame that is not there yet.
    private static ResultArray Unmeasured(Scan frames)
    {
        var detector = frames.Shape.Detector;
        return new("frame", ResultKind.Detector, ElementType.U8, detector, new byte[detector.Count]) { Valid = new bool[detector.Count] };
    }

    private SignalView ViewOf(uint view)
    {
        lock (_views)
        {
            if (_views.TryGetValue(view, out var known))
                return known;
            if (_views.Count >= MostViews)
                _views.Clear();
            return _views[view] = new();
        }
    }

    private static ValuesMessage Encode(
        ResultArray result, DataShape shape, ViewRequest request, uint view,
        uint sequence, FrameFlags flags, string path, long began, long positions)
    {
        // Frames have come since it was made, or it has room for some that nobody has announced.
        if (result.Roi?.Scan is { } scan && scan.Count < shape.Scan.Count)
            shape = shape with { Scan = scan };
        else
            result = result.EndingWith(shape.Scan);
        var (selection, kind) = result.Kind switch
        {
            ResultKind.Scan => (PlaneSelection.OverScan(result, shape.Scan, request.Member, request.Component), FrameKind.Image),
            ResultKind.Detector => (PlaneSelection.OverDetector(result, shape.Detector, request.Component), FrameKind.Pattern),
            _ => (PlaneSelection.OfArray(result, shape.Detector, request.Member), FrameKind.Array),
        };
        if (selection.Planes == 2)
            (kind, flags) = (FrameKind.Field, result.Kind == ResultKind.Detector ? flags | FrameFlags.OverDetector : flags);
        return ValuesMessage.Encode(selection, kind, view, sequence, flags, positions, path, Stopwatch.GetElapsedTime(began));
    }

    /// <summary>One of the results of a signal.</summary>
    /// <exception cref="ArgumentException">There is none of that name, or several and none is named.</exception>
    public static ResultArray Find(IReadOnlyList<ResultArray> results, string? name, string owner)
    {
        var shown = results.Where(static result => result.Use != BufferUse.Report).ToList();
        return (name, shown) switch
        {
            (null, [var only]) => only,
            (null, _) =>
                throw new ArgumentException(
                    $"'{owner}' has {shown.Count} results ({string.Join(", ", shown.Select(static result => result.Name))}): name one."),
            _ =>
                shown.Find(result => result.Name == name)
                    ?? throw new ArgumentException(
                        $"'{owner}' has no result '{name}', only {string.Join(", ", shown.Select(static result => result.Name))}."),
        };
    }

    // While a scan is read, frames that are not there yet read as 0.
    private static bool IsThere(OpenScan open, ResultArray frame) =>
        open.Scan.IsComplete || open.Scan.Scan.Source.Growth is not null || frame.ToDoubles().Any(static value => value != 0);
}
