// A scan in memory, and a virtual detector that is dragged across the pattern: each image takes a fraction of a millisecond.
//
//   ./ronchi demo --no-view
//   dotnet run samples/14-in-memory.cs ronchi-demo/scan_master.h5
#:project ../src/Signals/Ronchi.Signals.csproj
#:property DisableTransitiveProjectReferences=false
#:property PublishAot=false

using System.Diagnostics;
using System.Globalization;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine;
using Ronchi.Signals;

if (args.Length == 0)
{
    Console.Error.WriteLine("usage: dotnet run samples/14-in-memory.cs SCAN");
    return 2;
}

await using var session = new Session();
var scan = await session.OpenResidentAsync(args[0]);
var disk = scan.Disk ?? throw new InvalidOperationException("This scan has no bright-field disk.");
Say($"held as {scan.Form}, {scan.Memory.Used / 1e6:0} MB; bright-field disk at {disk.Row:0.0},{disk.Column:0.0}, radius {disk.Radius:0.0}");

// Three detectors, each with its own image, which is updated from the previous position where that is cheaper.
await using var detectors = new LiveDetectors(scan);
var bright = detectors.Add("bright field");
for (var step = 0; step < 5; step++)
{
    var clock = Stopwatch.StartNew();
    var image = await bright.MoveAsync(VirtualDetector.Disk(disk.Row, disk.Column + step, disk.Radius));
    var (time, mean) = (clock.Elapsed.TotalMilliseconds, image.Span<ulong>().ToArray().Average(static value => (double)value));
    Say($"moved by {step}: mean {mean:0.0} counts, {bright.Path}, {time:0.00} ms");
}

// The quadrants of differential phase contrast, and the mean pattern of a corner of the scan.
var quadrants = await detectors.AddSegmentsAsync(VirtualDetector.Segments(disk.Row, disk.Column, 0, disk.Radius, rings: 1, sectors: 4));
var means = quadrants.Select(
    static quadrant => (quadrant.Name, Mean: quadrant.Span<ulong>().ToArray().Average(static value => (double)value)));
Say($"quadrants: {string.Join(", ", means.Select(static quadrant => $"{quadrant.Name} {quadrant.Mean:0}"))}");
var corner = ScanSelection.Rectangle(scan.Scan.Shape.Scan, 0, 0, 7, 7);
var sums = await scan.PatternSumAsync(corner);
Say($"mean pattern of {corner.FrameCount} positions: at most {sums.Span<ulong>().ToArray().Max() / (double)corner.FrameCount:0.0} counts");
session.Free(scan.Scan);
Say($"given back: {scan.Memory.Reserved} bytes left");
return 0;

static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
