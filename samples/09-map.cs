// Map: a function over frames without declaring a class; the shape of its result is determined by calling it with a frame of ones.
// Pixels that the detector masks are not measurements; they are left out here.
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

// A number for each frame: the largest value.
var largest = await scan.MapAsync<double, double>(frame =>
{
    var max = double.NegativeInfinity;
    for (var pixel = 0; pixel < frame.Length; pixel++)
        max = frame.Measured[pixel] ? Math.Max(max, frame[pixel]) : max;
    return max;
});

// Several numbers for each frame: sums over the last detector axis.
var profiles = await scan.MapAsync<double, double[]>(frame =>
{
    var sums = new double[frame.Shape[0]];
    for (var row = 0; row < frame.Shape[0]; row++)
    {
        for (var column = 0; column < frame.Shape[1]; column++)
            sums[row] += frame[row, column];   // 0 where nothing was measured
    }

    return sums;
});
Console.WriteLine($"largest values: {largest.Shape}, up to {largest.Span<double>().ToArray().Max()}");
Console.WriteLine($"profiles: {profiles.Shape}, the first begins with {string.Join(", ", profiles.Span<double>()[..4].ToArray())}");
return 0;
