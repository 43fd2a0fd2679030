using System.Runtime.InteropServices;
using Ronchi.Frames;
using Ronchi.Sources;
using Xunit;

namespace Ronchi.Tests.Sources;

public sealed class RawFrameSinkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ronchi-raw-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Frames_LieOneBehindTheOther()
    {
        var path = Path.Combine(_folder, "a.raw");
        var data = new SinkDescription(new(new Extent(2, 1), new Extent(1, 3)), ElementType.U16, new SourceInfo("test", "test"));
        using (var sink = KnownSinks.Create(path, data))
        {
            sink.Write(1, MemoryMarshal.AsBytes<ushort>([4, 5, 6]));
            sink.Write(0, MemoryMarshal.AsBytes<ushort>([1, 2, 3]));
            Assert.Throws<ArgumentException>(() => sink.Write(0, [1]));
            sink.Complete();
        }

        Assert.Equal<ushort>([1, 2, 3, 4, 5, 6], MemoryMarshal.Cast<byte, ushort>(File.ReadAllBytes(path)).ToArray());
        Assert.Throws<IOException>(() => KnownSinks.Create(path, data));
    }

    [Fact]
    public void DisposedBeforeItIsComplete_LeavesNothing()
    {
        var data = new SinkDescription(new(new Extent(2, 1), new Extent(1, 3)), ElementType.U16, new SourceInfo("test", "test"));
        KnownSinks.Create(Path.Combine(_folder, "b.raw"), data).Dispose();

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }
}
