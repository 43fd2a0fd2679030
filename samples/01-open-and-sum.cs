// Opens a scan, makes a bright-field image and the sum pattern in one pass, and saves both.
//
//   ./ronchi demo --no-view
//   dotnet run samples/01-open-and-sum.cs ronchi-demo/scan_master.h5
#:project ../src/Signals/Ronchi.Signals.csproj
#:property DisableTransitiveProjectReferences=false
#:property PublishAot=false

using Ronchi.Analyses.Statistics;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Pictures;
using Ronchi.Signals;

if (args.Length == 0)
{
    Console.Error.WriteLine("usage: dotnet run samples/01-open-and-sum.cs SCAN [FOLDER]");
    return 2;
}

var folder = args.Length > 1 ? args[1] : ".";
await using var session = new Session();
var scan = await session.OpenAsync(args[0]);
Console.WriteLine($"{scan.Info.Format}: {scan.Shape}");

// A disk around the middle, a quarter of the detector wide.
var detector = scan.Shape.Detector;
var disk = VirtualDetector.Disk((detector[0] - 1) / 2.0, (detector[1] - 1) / 2.0, radius: detector[0] / 8.0).Named("bf");
var results = await scan.RunAsync([new VirtualImage(disk.On(detector)), new Sum()]);

var image = results["bf"].Span<ulong>();
var brightest = 0;
for (var i = 1; i < image.Length; i++)
{
    if (image[i] > image[brightest])
        brightest = i;
}

var columns = (int)scan.Shape.Scan[1];
Console.WriteLine($"brightest at row {brightest / columns}, column {brightest % columns}: {image[brightest]} counts");
ArrayFile.Save(Path.Combine(folder, "bf.png"), [NamedArray.Of(results["bf"])], overwrite: true);
ArrayFile.Save(Path.Combine(folder, "sum.npy"), [NamedArray.Of(results[Sum.Result])], overwrite: true);
return 0;
