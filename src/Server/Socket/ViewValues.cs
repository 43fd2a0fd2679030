using System.Diagnostics;
using System.Numerics;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Signals;
using Ronchi.Signals.Nodes;

namespace Ronchi.Server;

/// <summary>Computes the values that one who looks asks for; detectors that move are remembered, so that the next image follows from the one before.</summary>
internal sealed class ViewValues(ViewerSession session)
{
    private const int MostDetectors = 64;
    private readonly Dictionary<uint, (ResidentScan Scan, LiveDetector Detector, string? At)> _detectors = [];

    /// <summary>Values as a message.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="view">The view that asks.</param>
    /// <param name="sequence">Number of the request.</param>
    /// <param name="partial">Takes what is there while the rest is read. Null: nobody.</param>
    /// <param name="cancellationToken">Checked once a block.</param>
    /// <exception cref="InvalidOperationException">No scan is open.</exception>
    /// <exception cref="ArgumentException">The request does not fit the scan.</exception>
    /// <exception cref="FormatException">A text makes no sense.</exception>
    public async Task<byte[]> ComputeAsync(ViewRequest request, uint view, uint sequence, Action<byte[]>? partial, CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        var (scan, cache) = session.Opened();
        var flags = scan.IsComplete ? FrameFlags.Final : FrameFlags.Final | FrameFlags.Partial;
        switch (request.Type)
        {
            case "frame":
            {
                var shape = scan.Scan.Shape.Scan;
                if (request.Position.Length != shape.Rank)
                    throw new FormatException($"a position in a scan of {shape} has {shape.Rank} numbers.");
                long flat = shape.IndexOf(request.Position);
                return FrameMessage.Encode(scan.Frame(flat), FrameKind.Frame, view, sequence, flags, flat, time: Stopwatch.GetElapsedTime(began));
            }

            case "pattern":
            {
                var node = new PatternNode(request.Region!, request.Reduce, request.Member);
                var pattern = await cache.GetAsync(node, cancellationToken).ConfigureAwait(false);
                return FrameMessage.Encode(pattern, FrameKind.Pattern, view, sequence, flags, node.Selection(scan).FrameCount, time: Stopwatch.GetElapsedTime(began));
            }

            case "com":
            {
                var field = await cache.GetAsync(Turned(new DeflectionNode(request.Detector), request), cancellationToken).ConfigureAwait(false);
                return FrameMessage.Encode(Member(field, scan, request.Member, planes: 2), FrameKind.Field, view, sequence, flags, time: Stopwatch.GetElapsedTime(began));
            }

            case "result":
            {
                var channel = session.Results.Newest(request.Name);
                var isPart = session.Results.IsComplete ? FrameFlags.Final : FrameFlags.Final | FrameFlags.Partial | FrameFlags.Live;
                return channel.Kind == ResultKind.Scan
                    ? FrameMessage.Encode(Member(channel, channel.Shape, request.Member), FrameKind.Image, view, sequence, isPart, time: Stopwatch.GetElapsedTime(began))
                    : FrameMessage.Encode(channel, FrameKind.Pattern, view, sequence, isPart, time: Stopwatch.GetElapsedTime(began));
            }

            case "dpc":
            {
                var field = await cache.GetAsync(Turned(new SegmentedNode(request.Ring[0], request.Ring[1], request.Ring[2], request.Ring[3]), request), cancellationToken).ConfigureAwait(false);
                return FrameMessage.Encode(Member(field, scan, request.Member, planes: 2), FrameKind.Field, view, sequence, flags, time: Stopwatch.GetElapsedTime(began));
            }

            case "map":
            {
                var map = await cache.GetAsync(new FrameStatisticNode(request.Statistic), cancellationToken).ConfigureAwait(false);
                return FrameMessage.Encode(Member(map, scan, request.Member), FrameKind.Image, view, sequence, flags, time: Stopwatch.GetElapsedTime(began));
            }

            default:
            {
                var (image, path) = request.With is { } other
                    ? (await cache.GetAsync(CombinedNode.Named(request.As, new VirtualImageNode(request.Detector!), new VirtualImageNode(other)), cancellationToken).ConfigureAwait(false), "")
                    : await MoveAsync(scan, request, view, sequence, partial, cancellationToken).ConfigureAwait(false);
                return FrameMessage.Encode(Member(image, scan, request.Member), FrameKind.Image, view, sequence, flags, path: path, time: Stopwatch.GetElapsedTime(began));
            }
        }
    }

    /// <summary>The view is gone.</summary>
    public void Forget(uint view)
    {
        lock (_detectors)
            _detectors.Remove(view);
    }

    private async Task<(ResultArray Image, string Path)> MoveAsync(ResidentScan scan, ViewRequest request, uint view, uint sequence, Action<byte[]>? partial, CancellationToken cancellationToken)
    {
        LiveDetector detector;
        string? at;
        lock (_detectors)
        {
            if (!_detectors.TryGetValue(view, out var known) || known.Scan != scan)
            {
                if (_detectors.Count >= MostDetectors)
                    _detectors.Clear();
                _detectors[view] = known = (scan, new LiveDetectors(scan).Add(), null);
            }

            (_, detector, at) = known;
        }

        // Going through a series changes nothing but the member that is sent.
        if (at == request.Detector && detector.Image is { } same && scan.IsComplete)
            return (same, "");
        var parts = partial is null ? null : new Parts(part => partial(FrameMessage.Encode(Member(part, scan, request.Member), FrameKind.Image, view, sequence, FrameFlags.Partial)));
        bool wasComplete = scan.IsComplete;
        var image = await detector.MoveToAsync(request.Detector!, parts, cancellationToken).ConfigureAwait(false);
        lock (_detectors)
            _detectors[view] = (scan, detector, wasComplete ? request.Detector : null);
        return (image, detector.PathName);
    }

    private static SignalNode Turned(SignalNode field, ViewRequest request) =>
        request.Rotation == 0 && !request.IsFlipped ? field : new TurnedNode(field, request.Rotation, request.IsFlipped);

    // One member of a series; other scans have one.
    private static ResultArray Member(ResultArray values, ResidentScan scan, long member, int planes = 1) => Member(values, scan.Scan.Shape.Scan, member, planes);

    private static ResultArray Member(ResultArray values, Extent shape, long member, int planes = 1)
    {
        if (shape.Rank < 2)
            return values with { Shape = new Extent(planes, values.Values.Length / planes) };
        var plane = new Extent(shape[shape.Rank - 2], shape[shape.Rank - 1]);
        long members = shape.Count / Math.Max(plane.Count, 1);
        if (member < 0 || member >= members)
            throw new ArgumentException($"There is no member {member}: the series has {members}.");
        return members == 1 && planes == 1 ? values : values.ElementType.Dispatch<Cutting, ResultArray>(new(values, plane, member, members, planes));
    }

    private readonly struct Cutting(ResultArray values, Extent plane, long member, long members, int planes) : IElementTypeAction<ResultArray>
    {
        public ResultArray Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            long length = plane.Count;
            var cut = new T[planes * length];
            for (int i = 0; i < planes; i++)
                Array.Copy(values.Values, ((i * members) + member) * length, cut, i * length, length);
            return values with { Values = cut, Shape = new Extent(planes * plane[0], plane[1]) };
        }
    }

    private sealed class Parts(Action<ResultArray> take) : IProgress<ResultArray>
    {
        public void Report(ResultArray value) => take(value);
    }
}
