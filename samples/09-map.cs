// Map: a function over frames without declaring a class; the shape of its result is learned from a call with a frame of ones.
// Pixels that the detector masks hold no measurement, and are left out here.
//
//   ./ronchi demo --no-view
//   dotnet run samples/09-map.cs ronchi-demo/scan_master.h5
#:project ../src/Signals/Ronchi.Signals.csproj
#:property DisableTransitiveProjectReferences=false
#:property PublishAot=false

using Ronchi.Signals;

if (args.Length == 0)
{
    Console.Error.WriteLine("usage: dotnet run samples/09-map.cs SCAN");
    return 2;
}

await using var session = new Session();
var scan = await session.OpenAsync(args[0]);

var masked = scan.Source.Validity.MaskedPixels;

// A number for each frame: the largest value.
var largest = await scan.MapAsync<double, double>(frame =>
{
    var max = double.NegativeInfinity;
    for (var pixel = 0; pixel < frame.Length; pixel++)
        max = masked?[pixel] == true ? max : Math.Max(max, frame[pixel]);
    return max;
});

// Several numbers for each frame: sums over the last detector axis.
var columns = (int)scan.Shape.Detector[scan.Shape.Detector.Rank - 1];
var profiles = await scan.MapAsync<double, double[]>(frame =>
{
    var sums = new double[frame.Length / columns];
    for (var i = 0; i < frame.Length; i++)
        sums[i / columns] += masked?[i] == true ? 0 : frame[i];
    return sums;
});
Console.WriteLine($"largest values: {largest.Shape}, up to {largest.Span<double>().ToArray().Max()}");
Console.WriteLine($"profiles: {profiles.Shape}, the first begins with {string.Join(", ", profiles.Span<double>()[..4].ToArray())}");
return 0;
