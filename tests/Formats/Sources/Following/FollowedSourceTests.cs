using System.Runtime.InteropServices;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Sources.Dectris;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.Following;

public sealed class FollowedSourceTests : IDisposable
{
    private static readonly FollowOptions Quick = new() { Idle = TimeSpan.FromSeconds(1), Period = TimeSpan.FromMilliseconds(20) };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("data.npy")]
    [InlineData("data.raw")]
    public async Task FileThatGrowsByAnyPieces_GivesEachFrameOnceItIsWhole(string name)
    {
        for (var seed = 0; seed < 3; seed++)
        {
            var random = new Random(seed);
            var values = Values(random, frames: 40);
            var bytes = name.EndsWith(".npy", StringComparison.Ordinal)
                ? Npy(values, "(40, 2, 3)") : MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
            var path = _folder.File($"{seed}{name}");
            var writing = WriteAsync(path, bytes, random);
            using var source = SourceOpener.Open(path, Options(name) with { ScanShape = new Extent(8, 5) });
            Assert.Equal(new Extent(8, 5), source.Shape.Scan);
            var came = FrameSet.None;
            for (var now = source.Growth!.Now; ; now = await source.Growth.WaitAsync(now.Version, TestContext.Current.CancellationToken))
            {
                foreach (var run in now.Readable.Except(came).Runs)
                    Assert.Equal(values.AsSpan((int)run.Start * 6, run.Count * 6).ToArray(), Read(source, run));
                came = now.Arrived;
                if (now.End is not null)
                    break;
            }

            await writing;
            Assert.Equal(FrameSet.First(40), came);
            Assert.Equal(new GrowthEnd(true), source.Growth.Now.End);
        }
    }

    [Fact]
    public async Task FileWithoutAKnownEnd_EndsWhenNothingNewComes()
    {
        var values = Values(new Random(1), frames: 13);
        await File.WriteAllBytesAsync(_folder.File("data.raw"), MemoryMarshal.AsBytes(values.AsSpan()).ToArray(),
            TestContext.Current.CancellationToken);
        using var source = SourceOpener.Open(_folder.File("data.raw"), Options("data.raw"));
        Assert.Null(source.Growth!.Now.Total);
        Assert.True(source.Shape.FrameCount > 13);
        var end = await EndAsync(source);
        Assert.Equal(13, end.Total);
        Assert.Equal(new Extent(13), end.ScanOf(source.Shape.Scan));
        Assert.Equal("nothing new came for 1 s.", end.End!.Reason);
        Assert.Equal(13, source.Validity.RecordedCount(source.Shape.FrameCount));
    }

    [Fact]
    public async Task FrameThatIsNotThereYet_IsRefusedInWords()
    {
        var bytes = Npy(Values(new Random(1), frames: 10), "(10, 2, 3)");
        await File.WriteAllBytesAsync(_folder.File("data.npy"), bytes[..(128 + (3 * 12) + 5)], TestContext.Current.CancellationToken);
        using var source = SourceOpener.Open(_folder.File("data.npy"), Options("data.npy"));
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 1));
        Assert.Contains("frames 3…4 are not there yet: 3 of 10 frames have come",
            Assert.Throws<SourceException>(() => reader.Seek(new(2, 3))).Message, StringComparison.Ordinal);
        Assert.False(reader.TrySeek(new(9, 1)));
        Assert.True(reader.TrySeek(new(0, 3)));
        Assert.Equal("3…9", (await EndAsync(source)).Lost.ToString());
    }

    [Fact]
    public async Task FileThatIsShortened_BreaksDown()
    {
        var bytes = Npy(Values(new Random(1), frames: 10), "(10, 2, 3)");
        await File.WriteAllBytesAsync(_folder.File("data.npy"), bytes[..200], TestContext.Current.CancellationToken);
        using var source = SourceOpener.Open(_folder.File("data.npy"), Options("data.npy"));
        await File.WriteAllBytesAsync(_folder.File("data.npy"), bytes[..160], TestContext.Current.CancellationToken);
        var e = await Assert.ThrowsAsync<SourceException>(() => EndAsync(source));
        Assert.Contains("truncated or replaced", e.Message, StringComparison.Ordinal);
    }

    // Moved over the old one, as programs do that write files whole, or written anew in place.
    [Theory]
    [InlineData("data.npy", true)]
    [InlineData("data.npy", false)]
    [InlineData("data.raw", true)]
    [InlineData("data.raw", false)]
    public async Task FileThatIsReplacedByAnotherOfTheSameShape_BreaksDown(string name, bool isMoved)
    {
        for (var seed = 0; seed < 4; seed++)
        {
            var random = new Random(seed);
            var path = _folder.File($"{seed}{name}");
            var there = random.Next(1, 40);
            var (before, after) = (Values(random, frames: 40), Values(random, frames: 40));
            // Only one frame of those that were there may differ: the first or the last.
            if (seed > 1)
                before.CopyTo(after, 0);
            after[seed == 2 ? 0 : (there * 6) - 1] ^= 1;
            await File.WriteAllBytesAsync(path, Bytes(before)[..^((40 - there) * 12)], TestContext.Current.CancellationToken);
            using var source = SourceOpener.Open(path, Options(name) with
            {
                ScanShape = new Extent(41),
                Follow = Quick with { Idle = TimeSpan.FromMinutes(5) },
            });
            while (source.Growth!.Now.Arrived.Count < there)
                await source.Growth.WaitAsync(source.Growth.Now.Version, TestContext.Current.CancellationToken);
            if (isMoved)
            {
                await File.WriteAllBytesAsync($"{path}.new", Bytes(after), TestContext.Current.CancellationToken);
                File.Move($"{path}.new", path, overwrite: true);
            }
            else
            {
                await using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
                file.Write(Bytes(after));
            }

            var e = await Assert.ThrowsAsync<SourceException>(() => EndAsync(source));
            Assert.Contains("is no longer the one that was there: the file was replaced or written anew", e.Message,
                StringComparison.Ordinal);
            Assert.Equal(FrameSet.First(there), source.Growth.Now.Arrived);
        }

        byte[] Bytes(ushort[] values) => name.EndsWith(".npy", StringComparison.Ordinal)
            ? Npy(values, "(41, 2, 3)") : MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
    }

    [Fact]
    public async Task FileThatIsReplacedByOneOfAnotherShape_BreaksDownAtOnce()
    {
        var values = Values(new Random(1), frames: 10);
        await File.WriteAllBytesAsync(_folder.File("data.npy"), Npy(values, "(10, 2, 3)")[..200], TestContext.Current.CancellationToken);
        using var source = SourceOpener.Open(_folder.File("data.npy"), new OpenOptions
        {
            Follow = Quick with { Idle = TimeSpan.FromMinutes(5) },
        });
        await File.WriteAllBytesAsync(_folder.File("new.npy"), Npy(values, "(10, 3, 2)"), TestContext.Current.CancellationToken);
        File.Move(_folder.File("new.npy"), _folder.File("data.npy"), overwrite: true);
        var e = await Assert.ThrowsAsync<SourceException>(() => EndAsync(source));
        Assert.Contains("was replaced while it was followed: it now holds 10×3×2 uint16, not 10×2×3 uint16", e.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task DataFileOfADetectorThatIsReplaced_BreaksDown()
    {
        WriteScan(_folder.Path, seed: 1, files: 4);
        var last = _folder.File("a_data_000004.h5");
        File.Move(last, _folder.File("kept"));
        using var source = SourceOpener.Open(_folder.File("a_master.h5"), new OpenOptions
        {
            Follow = Quick with { Idle = TimeSpan.FromMinutes(5) },
        });
        Assert.Equal(FrameSet.First(15), source.Growth!.Now.Arrived);
        using var other = new TemporaryFolder();
        WriteScan(other.Path, seed: 2, files: 4);
        File.Move(other.File("a_data_000002.h5"), _folder.File("a_data_000002.h5"), overwrite: true);
        File.Move(_folder.File("kept"), last);
        var e = await Assert.ThrowsAsync<SourceException>(() => EndAsync(source));
        Assert.Contains("is no longer the one that was there", e.Message, StringComparison.Ordinal);
    }

    private static void WriteScan(string folder, int seed, int files)
    {
        var random = new Random(seed);
        using var writer = new EigerFileWriter(Path.Combine(folder, "a_master.h5"),
            new EigerRecording(files, 5, 24, 24) { FramesPerFile = 5 });
        for (var frame = 0; frame < files * 5; frame++)
            writer.Write(frame, [.. Enumerable.Range(0, 24 * 24).Select(_ => (ushort)random.Next(50))]);
        writer.Complete();
    }

    [Fact]
    public void WaitingForTheFirstFrame_IsSaidAndCancelled()
    {
        using var cancel = new CancellationTokenSource();
        string? said = null;
        var follow = Quick with { Idle = TimeSpan.FromMinutes(5), CancellationToken = cancel.Token, Note = Said };
        Assert.ThrowsAny<OperationCanceledException>(() =>
            SourceOpener.Open(_folder.File("data.npy"), new OpenOptions { Follow = follow }));
        Assert.Contains("there is no such file", said, StringComparison.Ordinal);

        void Said(string sentence)
        {
            said = sentence;
            cancel.Cancel();
        }
    }

    private static OpenOptions Options(string name) => new()
    {
        Follow = Quick,
        OfFormats = name.EndsWith(".raw", StringComparison.Ordinal) ? [new RawOptions(new Extent(2, 3), ElementType.U16)] : [],
    };

    private static ushort[] Values(Random random, int frames) =>
        [.. Enumerable.Range(0, frames * 6).Select(_ => (ushort)random.Next(60_000))];

    private static byte[] Npy(ushort[] values, string shape)
    {
        var header = $"{{'descr': '<u2', 'fortran_order': False, 'shape': {shape}, }}".PadRight(117) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. System.Text.Encoding.ASCII.GetBytes(header),
            .. MemoryMarshal.AsBytes(values.AsSpan())];
    }

    private static async Task WriteAsync(string path, byte[] bytes, Random random)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite, bufferSize: 1);
        for (var start = 0; start < bytes.Length;)
        {
            var count = Math.Min(random.Next(1, 60), bytes.Length - start);
            file.Write(bytes.AsSpan(start, count));
            start += count;
            if (random.Next(3) == 0)
                await Task.Delay(random.Next(30));
        }
    }

    private static ushort[] Read(IFrameSource source, FrameRange frames)
    {
        var values = new List<ushort>();
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 3));
        reader.Seek(frames);
        while (reader.TryRead(out var tile))
            values.AddRange(tile.Pixels<ushort>());
        return [.. values];
    }

    private static async Task<Arrivals> EndAsync(IFrameSource source)
    {
        var now = source.Growth!.Now;
        while (now.End is null)
            now = await source.Growth.WaitAsync(now.Version, TestContext.Current.CancellationToken);
        return now;
    }
}
