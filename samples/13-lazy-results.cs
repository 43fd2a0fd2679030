// Results that can be combined before they are computed: results that are awaited together take one pass over the frames.
//
//   ./ronchi demo --no-view
//   dotnet run samples/13-lazy-results.cs ronchi-demo/scan_master.h5
#:project ../src/Signals/Ronchi.Signals.csproj
#:property DisableTransitiveProjectReferences=false
#:property PublishAot=false

using Ronchi.Analyses.Statistics;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Signals;

if (args.Length == 0)
{
    Console.Error.WriteLine("usage: dotnet run samples/13-lazy-results.cs SCAN");
    return 2;
}

await using var session = new Session();
var scan = await session.OpenAsync(args[0]);
var detector = scan.Shape.Detector;
var (row, column) = ((detector[0] - 1) / 2.0, (detector[1] - 1) / 2.0);
var inner = scan.Run(new VirtualImage(VirtualDetector.Disk(row, column, detector[0] / 8.0).On(detector))).Array<double>("disk");
var outer = scan.Run(new VirtualImage(VirtualDetector.Annulus(row, column, detector[0] / 8.0, detector[0] / 3.0).On(detector)))
    .Array<double>("annulus");
var pattern = scan.Analyse("sum").Array<double>();   // an analysis by its name: kept in the session

// Nothing has been read yet, but shapes are already known.
var ratio = outer / inner;
var firstRow = ratio.At(0);
var rowMeans = ratio.Sum(1) / scan.Shape.Scan[1];
var brightest = pattern.Max();
Console.WriteLine($"ratio {ratio.Shape}, its first row {firstRow.Shape}, computed: {ratio.HasBegun}");

await SignalNode.ComputeAsync([firstRow, rowMeans, brightest]);   // two UDFs and an analysis, one pass
var means = await rowMeans;
Console.WriteLine(
    $"dark field over bright field: {(await firstRow)[0]:0.0000} at the first position, rows between {means.Min():0.0000} and "
    + $"{means.Max():0.0000}; brightest pixel of the sum {await brightest:0} counts");
return 0;
