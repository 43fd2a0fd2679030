using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.Series;

public sealed class FollowedFolderTests : IDisposable
{
    private static readonly OpenOptions Following = new()
    {
        Follow = new() { Idle = TimeSpan.FromSeconds(1), Period = TimeSpan.FromMilliseconds(20) },
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task FilesInAnyOrder_StandWhereTheirNumbersSay()
    {
        for (var seed = 0; seed < 3; seed++)
        {
            var random = new Random(seed);
            var folder = _folder.File($"{seed}");
            Directory.CreateDirectory(folder);
            Write(folder, 5);
            int[] others = [6, 7, 8, 10, 11, 12];   // 9 never comes
            random.Shuffle(others);
            var writing = Task.Run(() =>
            {
                foreach (var number in others)
                {
                    Write(folder, number);
                    Thread.Sleep(random.Next(40));
                }
            }, TestContext.Current.CancellationToken);
            using var source = SourceOpener.Open(folder, Following);
            var end = await EndAsync(source);
            await writing;
            Assert.Equal("0…3, 5…7", end.Arrived.ToString());
            Assert.Equal("4", end.Lost.ToString());
            Assert.Equal(8, end.Total);
            foreach (var run in end.Arrived.Runs)
                Assert.Equal(Enumerable.Range((int)run.Start + 5, run.Count)
                    .SelectMany(static number => Enumerable.Repeat((byte)number, 6)), Read(source, run));
            using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 1));
            Assert.Contains("frame 4 is not there", Assert.Throws<SourceException>(() => reader.Seek(new(3, 2))).Message,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task FilesThatDoNotBelong_AreLeftOutAndSaid()
    {
        Write(_folder.Path, 5);
        using var source = SourceOpener.Open(_folder.Path, Following with { ScanShape = new Extent(2, 2) });
        Write(_folder.Path, 4);
        Write(_folder.Path, 9);
        await File.WriteAllBytesAsync(_folder.File("other_6.npy"), Npy(6, "(2, 3)"), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(_folder.File("frame_07.npy"), Npy(7, "(3, 2)"), TestContext.Current.CancellationToken);
        var end = await EndAsync(source);
        Assert.Equal("0", end.Arrived.ToString());
        string[] said = ["frame_04.npy: left out: it came after frame_05.npy", "frame_09.npy: left out: the scan ends with number 8",
            "other_6.npy: left out: its name is not like frame_05.npy", "frame_07.npy: not whole: it holds"];
        foreach (var sentence in said)
            Assert.Contains(end.States, state => state.StartsWith(sentence, StringComparison.Ordinal));
    }

    [Fact]
    public async Task FileThatIsReplacedAfterItWasTaken_BreaksDown_AndOneThatIsTouchedDoesNot()
    {
        Write(_folder.Path, 1);
        Write(_folder.Path, 2);
        using var source = SourceOpener.Open(_folder.Path, Following with
        {
            ScanShape = new Extent(4),
            Follow = Following.Follow! with { Idle = TimeSpan.FromMinutes(5) },
        });
        File.SetLastWriteTimeUtc(_folder.File("frame_01.npy"), new DateTime(2001, 1, 1));
        Write(_folder.Path, 3);
        while (source.Growth!.Now.Arrived.Count < 3)
            await source.Growth.WaitAsync(source.Growth.Now.Version, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(_folder.File("new"), Npy(7, "(2, 3)"), TestContext.Current.CancellationToken);
        File.Move(_folder.File("new"), _folder.File("frame_02.npy"), overwrite: true);
        var e = await Assert.ThrowsAsync<SourceException>(() => EndAsync(source));
        Assert.EndsWith("frame_02.npy", e.Path, StringComparison.Ordinal);
        Assert.Contains("was replaced or written anew after it was read", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileThatBecomesWhole_IsTakenThen()
    {
        Write(_folder.Path, 1);
        await File.WriteAllBytesAsync(_folder.File("frame_02.npy"), Npy(2, "(2, 3)")[..131], TestContext.Current.CancellationToken);
        using var source = SourceOpener.Open(_folder.Path, Following with { ScanShape = new Extent(2) });
        Assert.Equal("0", source.Growth!.Now.Arrived.ToString());
        Assert.Contains("truncated", Assert.Single(source.Growth.Now.States), StringComparison.Ordinal);
        await File.WriteAllBytesAsync(_folder.File("frame_02.npy"), Npy(2, "(2, 3)"), TestContext.Current.CancellationToken);
        var end = await EndAsync(source);
        Assert.Equal(new GrowthEnd(true), end.End);
        Assert.Empty(end.States);
    }

    [Fact]
    public void NamesWithoutNumbers_AreRefusedAtOnce()
    {
        File.WriteAllBytes(_folder.File("frame.npy"), Npy(1, "(2, 3)"));
        Assert.Contains("the name has no number",
            Assert.Throws<SourceException>(() => SourceOpener.Open(_folder.Path, new OpenOptions { Follow = new() })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void ScanThatDoesNotConsistOfWholeFiles_IsRefused()
    {
        File.WriteAllBytes(_folder.File("frames_1.npy"), [.. Npy(1, "(4, 2, 3)"), .. new byte[18]]);
        Assert.Contains("each file of",
            Assert.Throws<ArgumentException>(() => SourceOpener.Open(_folder.Path, Following with { ScanShape = new Extent(3, 3) }))
            .Message, StringComparison.Ordinal);
    }

    private static void Write(string folder, int number) =>
        File.WriteAllBytes(Path.Combine(folder, $"frame_{number:00}.npy"), Npy(number, "(2, 3)"));

    private static byte[] Npy(int number, string shape)
    {
        var header = $"{{'descr': '|u1', 'fortran_order': False, 'shape': {shape}, }}".PadRight(117) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. System.Text.Encoding.ASCII.GetBytes(header),
            .. Enumerable.Repeat((byte)number, 6)];
    }

    private static byte[] Read(IFrameSource source, FrameRange frames)
    {
        var values = new List<byte>();
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 3));
        reader.Seek(frames);
        while (reader.TryRead(out var tile))
            values.AddRange(tile.Pixels<byte>());
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
