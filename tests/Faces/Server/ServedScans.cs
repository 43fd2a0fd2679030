using Ronchi.Server;
using Ronchi.Sources.Dectris;
using Ronchi.Tests.Oracles;

namespace Ronchi.Tests.Server;

/// <summary>A server that reads below <c>data</c>, where there are two small DECTRIS scans; a third lies outside.</summary>
internal sealed class ServedScans : IAsyncDisposable
{
    public const int Side = 24;

    public TemporaryFolder Folder { get; } = new();

    public ViewerServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Folder.File("data/deep"));
        Write(Folder.File("data/a_master.h5"), seed: 1);
        Write(Folder.File("data/deep/b_master.h5"), seed: 2);
        Write(Folder.File("outside_master.h5"), seed: 3);
        Server = await ViewerServer.StartAsync(new ServerOptions { Roots = [Folder.File("data")] });
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Folder.Dispose();
    }

    private static void Write(string path, int seed)
    {
        var random = new Random(seed);
        using var writer = new EigerFileWriter(path, new EigerRecording(6, 7, Side, Side));
        var frame = new ushort[Side * Side];
        for (var number = 0; number < 42; number++)
        {
            for (var pixel = 0; pixel < frame.Length; pixel++)
                frame[pixel] = (ushort)(
                    Math.Pow((pixel / Side) - 11, 2) + Math.Pow((pixel % Side) - 12, 2) < 30 ? 200 + random.Next(100) : random.Next(3));
            writer.Write(number, frame);
        }

        writer.Complete();
    }
}
