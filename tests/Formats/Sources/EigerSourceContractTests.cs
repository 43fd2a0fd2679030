using Ronchi.Contracts;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Sources.Dectris;

namespace Ronchi.Tests.Sources;

/// <summary>A scan in several files, with a raw tail of pixels behind the last block.</summary>
public sealed class EigerSourceContractTests : SourceContract
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ronchi-eiger-").FullName;

    protected override (IFrameSource Source, byte[] Values) Open()
    {
        const int Rows = 71, Columns = 75, Frames = 20;
        var random = new Random(41);
        var master = Path.Combine(_folder, "scan_master.h5");
        var values = new List<byte>();
        using var writer = new EigerFileWriter(master, new EigerRecording(4, 5, Rows, Columns) { FramesPerFile = 7 });
        for (var frame = 0; frame < Frames; frame++)
        {
            var counts = Enumerable.Range(0, Rows * Columns)
                .Select(_ => (ushort)(random.Next(50) == 0 ? random.Next(65536) : random.Next(5))).ToArray();
            writer.Write(frame, counts);
            values.AddRange(System.Runtime.InteropServices.MemoryMarshal.AsBytes(counts.AsSpan()));
        }

        writer.Complete();
        return (SourceOpener.Open(master), values.ToArray());
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        Directory.Delete(_folder, recursive: true);
    }
}
