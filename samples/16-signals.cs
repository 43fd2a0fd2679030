// Frames made from frames, and results of them, without files between: each frame is moved so that its centre of mass comes to lie at one
// place.
//
//   ./ronchi demo --no-view
//   dotnet run samples/16-signals.cs ronchi-demo/scan_master.h5
#:project ../src/Signals/Ronchi.Signals.csproj
#:property DisableTransitiveProjectReferences=false
#:property PublishAot=false

using Ronchi.Analyses.Deflection;
using Ronchi.Analyses.Steps;
using Ronchi.Signals;
using Ronchi.Signals.Pipelines;

if (args.Length == 0)
{
    Console.Error.WriteLine("usage: dotnet run samples/16-signals.cs SCAN");
    return 2;
}

await using var session = new Session();
var scan = await session.OpenAsync(args[0]);
var binned = scan.Derive(new BinDetectorParameters { DetectorBinning = 2 });
var centre = binned.Analyse(new CenterOfMassParameters());
var centred = binned.Derive(new ShiftFramesParameters { By = centre.Input("field"), Back = true });   // nothing has been read yet

var before = await centre.ToArrayAsync<double>("field");                                              // one pass,
var after = await centred.Analyse(new CenterOfMassParameters()).ToArrayAsync<double>("field");        // and one more: the first is kept
Console.WriteLine($"the centre of mass moves by {Spread(before):0.00} px (rms), then by {Spread(after):0.00} px");
var middle = await centred.FrameAsync([.. centred.Shape.Scan.Lengths.Select(static length => length / 2)]);
Console.WriteLine(
    $"the brightest pixel of the frame in the middle: {middle.ToDoubles().Where((_, pixel) => middle.IsMeasured(pixel)).Max():0} counts");

// The same as a file, for 'ronchi run' and other data.
Console.WriteLine(Pipeline.Of(centred.Analyse("sum")).ToJson().ToJsonString());
return 0;

static double Spread(double[] field) => Math.Sqrt(field.Where(double.IsFinite).Sum(static value => value * value) / (field.Length / 2.0));
