// A UDF that requires a type: a preferred type is only a request, so the UDF checks a required type before the run.
//
//   ./ronchi demo --no-view
//   dotnet run samples/11-required-type.cs ronchi-demo/scan_master.h5
#:project ../src/Signals/Ronchi.Signals.csproj
#:property DisableTransitiveProjectReferences=false
#:property PublishAot=false

using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Signals;
using Ronchi.Sources.Memory;

if (args.Length == 0)
{
    Console.Error.WriteLine("usage: dotnet run samples/11-required-type.cs SCAN");
    return 2;
}

await using var session = new Session();
var scan = await session.OpenAsync(args[0]);
var parity = (await scan.RunAsync(new Parity()))["parity"].Span<byte>();
Console.WriteLine($"{scan.ElementType.Name()}: {parity.Count((byte)1)} of {parity.Length} frames have an odd number of counts");

using var floats = new Scan(new ArraySource<float>(new float[4 * 9], new DataShape(new Extent(4), new Extent(3, 3))));
try
{
    await floats.RunAsync(new Parity());
    return 1;
}
catch (RunException e)
{
    Console.WriteLine($"{floats.ElementType.Name()}: refused before the first frame was read: {e.InnerException?.Message}");
    return 0;
}

/// <summary>Whether the sum of each frame is odd: a question for integers.</summary>
internal sealed class Parity : Udf, IFrameUdf
{
    public override string Name => "parity";

    // Small unsigned integers arrive as u32; wider types are not converted.
    public override ElementType? PreferredType => ElementType.U32;

    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) => data.ElementType == ElementType.U32
        ? [new("parity", ResultKind.Scan, ElementType.U8)]
        : throw new ArgumentException(
            $"'{Name}' counts in unsigned integers of up to 32 bits; these values are {data.ElementType.Name()}.");

    public void ProcessFrame(in Tile frame, UdfTask task)
    {
        var pixels = frame.Pixels<uint>();
        var odd = 0u;
        foreach (var value in pixels)
            odd ^= value;   // 0 where nothing was measured
        task.View<byte>(0)[0] = (byte)(odd & 1);
    }
}
