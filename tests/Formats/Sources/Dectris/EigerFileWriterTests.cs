using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Sources.Dectris;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.Dectris;

public sealed class EigerFileWriterTests : IDisposable
{
    private static readonly EigerRecording Recording = new(ScanRows: 3, ScanColumns: 7, DetectorRows: 13, DetectorColumns: 17)
    {
        FramesPerFile = 8,
        StepNanometres = 0.25,
        MaskedPixels = [5, 220],
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Frames_WrittenInAnyOrder_AreReadBack()
    {
        const int seed = 23;
        var frames = Frames(seed);
        using (var writer = new EigerFileWriter(_folder.File("x_master.h5"), Recording))
        {
            Parallel.For(0, frames.Length, i => writer.Write(frames.Length - 1 - i, frames[frames.Length - 1 - i]));
            writer.Complete();
        }

        using var source = SourceOpener.Open(_folder.File("x_master.h5"));
        Assert.Equal(new DataShape(new(3, 7), new(13, 17)), source.Shape);
        Assert.Equal(4, source.Info.Files.Length);
        Assert.Equal(0.25, source.Info.Axes[0].Scale);
        Assert.Equal(2, source.Validity.MaskedPixels?.Count);
        AssertHolds(source, frames, seed);
    }

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    public void Interrupted_GoesOnInEachDataFile(int seed)
    {
        var random = new Random(seed);
        var frames = Frames(seed);
        var recording = Recording with
        {
            Data = new(new(new(3, 7), new(13, 17)), ElementType.U16, new SourceInfo("memory", "memory"))
            {
                Provenance = "the same",
            },
        };
        var saved = new HashSet<int>();
        while (saved.Count < frames.Length)
        {
            using var writer = new EigerFileWriter(_folder.File("x_master.h5"), recording, isResumable: true);
            Assert.Equal(saved.Order(), writer.Saved.Runs.SelectMany(static run => Enumerable.Range((int)run.Start, run.Count)));
            int[] missing = [.. Enumerable.Range(0, frames.Length).Except(saved)];
            random.Shuffle(missing);
            var (kept, lost) = (random.Next(1, missing.Length + 1), random.Next(3));
            foreach (var frame in missing[..kept])
                writer.Write(frame, frames[frame]);
            writer.Save();
            saved.UnionWith(missing[..kept]);
            foreach (var frame in missing.Skip(kept).Take(lost))
                writer.Write(frame, frames[frame]);
            if (saved.Count == frames.Length)
                writer.Complete();
        }

        Assert.Equal(
            ["x.h5", "x_data_000001.h5", "x_data_000002.h5", "x_data_000003.h5", "x_master.h5"],
            Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        using var source = SourceOpener.Open(_folder.File("x_master.h5"));
        AssertHolds(source, frames, seed);
    }

    [Fact]
    public void NotCompleted_LeavesNothing()
    {
        using (var writer = new EigerFileWriter(_folder.File("x_master.h5"), Recording))
            writer.Write(0, new ushort[13 * 17]);

        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void OneFileInTheWay_IsRefusedAndLeavesNothing()
    {
        File.WriteAllText(_folder.File("x_data_000002.h5"), "mine");

        Assert.Throws<IOException>(() => new EigerFileWriter(_folder.File("x_master.h5"), Recording));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void OtherDataUnderTheNameOfTheScanSoftwaresFile_AreNeverReplaced(bool overwrite)
    {
        File.WriteAllText(_folder.File("x.h5"), "mine");
        Assert.Contains(
            "holds other data",
            Assert.Throws<IOException>(() => new EigerFileWriter(_folder.File("x_master.h5"), Recording, overwrite)).Message,
            StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(Assert.Single(Directory.GetFiles(_folder.Path))));
    }

    [Fact]
    public void Arguments_OutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new EigerFileWriter(_folder.File("x.h5"), Recording));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new EigerFileWriter(_folder.File("x_master.h5"), Recording with { FramesPerFile = 0 }));
        using var writer = new EigerFileWriter(_folder.File("x_master.h5"), Recording);
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Write(21, new ushort[13 * 17]));
        Assert.Throws<ArgumentException>(() => writer.Write(0, new ushort[5]));
    }

    private static void AssertHolds(IFrameSource source, ushort[][] frames, int seed)
    {
        using var reader = source.OpenReader(new TileRequest(TileForm.Pixels, null, 4));
        reader.Seek(new FrameRange(0, frames.Length));
        var read = 0;
        while (reader.TryRead(out var tile))
        {
            for (var frame = 0; frame < tile.Frames.Count; frame++, read++)
                Assert.True(
                    tile.Frame<ushort>(frame).SequenceEqual(frames[tile.Frames.Start + frame]),
                    $"frame {tile.Frames.Start + frame}, seed {seed}");
        }

        Assert.Equal(frames.Length, read);
    }

    private static ushort[][] Frames(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Recording.FrameCount)
            .Select(_ => Enumerable.Range(0, 13 * 17).Select(_ => (ushort)random.Next(9)).ToArray())];
    }
}
