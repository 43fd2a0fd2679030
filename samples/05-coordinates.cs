// True scan coordinates of each frame, also with a region of interest.
//
//   ./ronchi demo --no-view
//   dotnet run samples/05-coordinates.cs ronchi-demo/scan_master.h5
#:project ../src/Signals/Ronchi.Signals.csproj
#:property DisableTransitiveProjectReferences=false
#:property PublishAot=false

using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Signals;

if (args.Length == 0)
{
    Console.Error.WriteLine("usage: dotnet run samples/05-coordinates.cs SCAN");
    return 2;
}

await using var session = new Session();
var scan = await session.OpenAsync(args[0]);
var shape = scan.Shape.Scan;
var mask = new bool[shape.Count];
mask[shape.IndexOf(7, 13)] = true;
mask[shape.IndexOf(11, 3)] = true;
var results = await scan.RunAsync([new Coordinates()], ScanSelection.FromMask(shape, mask));
var coordinates = results["coordinates"].Raw<long>();
Console.WriteLine(string.Join("; ", coordinates.Chunk(2).Select(static position => $"row {position[0]}, column {position[1]}")));
return coordinates.SequenceEqual([7, 13, 11, 3]) ? 0 : 1;

/// <summary>Records the scan coordinates of each frame.</summary>
internal sealed class Coordinates : Udf, ITileUdf
{
    public override string Name => "coordinates";

    // One number for each scan axis.
    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
        [new("coordinates", ResultKind.Scan, ElementType.I64, new Extent(data.Shape.Scan.Rank))];

    public void ProcessTile(in Tile tile, UdfTask task) => task.Coordinates().CopyTo(task.View<long>(0));
}
