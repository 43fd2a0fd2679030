using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Pictures;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Completed_AppearsWithItsContent()
    {
        using (var file = new AtomicFile(_folder.File("a.bin")))
        {
            file.Stream.Write([1, 2, 3]);
            Assert.False(File.Exists(_folder.File("a.bin")));
            file.Complete();
        }

        Assert.Equal([1, 2, 3], File.ReadAllBytes(_folder.File("a.bin")));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void NotCompleted_LeavesWhatWasThere()
    {
        File.WriteAllText(_folder.File("a.bin"), "old");
        using (var file = new AtomicFile(_folder.File("a.bin"), overwrite: true))
            file.Stream.Write([1, 2, 3]);

        Assert.Equal("old", File.ReadAllText(_folder.File("a.bin")));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Existing_IsReplacedOnlyWhenAsked()
    {
        File.WriteAllText(_folder.File("a.bin"), "old");
        var error = Assert.Throws<IOException>(() => new AtomicFile(_folder.File("a.bin")));
        Assert.Contains("--force", error.Message, StringComparison.Ordinal);

        using var file = new AtomicFile(_folder.File("a.bin"), overwrite: true);
        file.Complete();
        Assert.Empty(File.ReadAllBytes(_folder.File("a.bin")));
    }

    [Fact]
    public void ExistingSinceTheStart_IsNotReplaced()
    {
        using (var file = new AtomicFile(_folder.File("a.bin")))
        {
            File.WriteAllText(_folder.File("a.bin"), "other");
            Assert.Throws<IOException>(file.Complete);
        }

        Assert.Equal("other", File.ReadAllText(_folder.File("a.bin")));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Folder_MissingOrNamed_IsSaid()
    {
        Assert.Contains(
            "does not exist",
            Assert.Throws<IOException>(() => new AtomicFile(_folder.File("none/a.bin"))).Message,
            StringComparison.Ordinal);
        Assert.Contains("a folder", Assert.Throws<IOException>(() => new AtomicFile(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Link_StaysALink()
    {
        File.WriteAllText(_folder.File("target.bin"), "old");
        File.CreateSymbolicLink(_folder.File("link.bin"), _folder.File("target.bin"));
        using (var file = new AtomicFile(_folder.File("link.bin"), overwrite: true))
        {
            file.Stream.Write("new"u8);
            file.Complete();
        }

        Assert.Equal("new", File.ReadAllText(_folder.File("target.bin")));
        Assert.NotNull(File.ResolveLinkTarget(_folder.File("link.bin"), returnFinalTarget: false));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(70_000)]
    public void DiskFull_AtAnyByte_LeavesNothing(int capacity)
    {
        var array = RandomArrays.Make("a", ElementType.F64, [100, 100], seed: 1);
        Assert.Throws<IOException>(() =>
        {
            using var file = new AtomicFile(_folder.File("a.npy"), overwrite: false, stream => new FullDisk(stream, capacity));
            NpyWriter.Write(file.Stream, array);
            file.Complete();
        });

        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    private sealed class FullDisk(Stream inner, long capacity) : Stream
    {
        private long _left = capacity;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => inner.Length;

        public override long Position { get => inner.Position; set => throw new NotSupportedException(); }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count)
        {
            if ((_left -= count) < 0)
                throw new IOException("No space left on device");
            inner.Write(buffer, offset, count);
        }

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
