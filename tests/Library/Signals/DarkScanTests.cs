using Ronchi.Engine.Operations;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Signals;
using Ronchi.Sources.Dectris;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Signals;

public sealed class DarkScanTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task DarkScan_IsAveragedOverWhatWasMeasured_AndSaidSo()
    {
        using (var writer = new EigerFileWriter(_folder.File("dark_master.h5"), new EigerRecording(1, 4, 8, 8)))
        {
            for (var frame = 0; frame < 4; frame++)
                writer.Write(
                    frame,
                    [.. Enumerable.Range(0, 64).Select(pixel => pixel == 9 && frame > 0 ? ushort.MaxValue : (ushort)(10 + pixel + frame))]);
            writer.Complete();
        }

        using (var file = File.Create(_folder.File("scan.npy")))
            NpyWriter.Write(file, new NamedArray("frames", ElementType.U16, [1, 2, 8, 8], Enumerable.Repeat((ushort)500, 128).ToArray()));
        var notes = new List<string>();
        await using var session = new Session();
        var scan = await session.OpenAsync(
            new ScanRequest(_folder.File("scan.npy")) { Dark = new FilePath(_folder.File("dark_master.h5")), Note = notes.Add },
            TestContext.Current.CancellationToken);

        var frame0 = (await scan.FrameAsync(0, 0)).ToDoubles();

        for (var pixel = 0; pixel < 64; pixel++)
            Assert.Equal(pixel == 9 ? 500 - 19 : 500 - (10 + pixel + 1.5), frame0[pixel], 1e-4);
        Assert.Equal([$"note: --dark is the mean of 4 frames of {_folder.File("dark_master.h5")}."], notes);
    }

    [Theory]
    [InlineData(new[] { 3L, 4 })]
    [InlineData(new[] { 2L, 3, 4 })]
    [InlineData(new[] { 3L, 4, 3 })]
    [InlineData(new[] { 4L, 3, 4, 3 })]
    public async Task DarkAndGainOfRowsAndColumns_HoldForEachColor(long[] shape)
    {
        float[] dark = [.. Enumerable.Range(0, (int)new Extent(shape).Count)];
        ushort[] counts = [.. Enumerable.Repeat((ushort)500, 4 * 36)];
        using (var file = File.Create(_folder.File("dark.npy")))
            NpyWriter.Write(file, new NamedArray("dark", ElementType.F32, [.. shape], dark));
        using (var file = File.Create(_folder.File("scan.npy")))
            NpyWriter.Write(file, new NamedArray("frames", ElementType.U16, [2, 2, 3, 4, 3], counts));
        await using var session = new Session();
        var scan = await session.OpenAsync(
            new ScanRequest(_folder.File("scan.npy"))
            {
                DetectorAxes = 3,
                Dark = new FilePath(_folder.File("dark.npy")),
                Gain = new FilePath(_folder.File("dark.npy")),
            },
            TestContext.Current.CancellationToken);

        var frame = (await scan.FrameAsync(1, 1)).ToDoubles();

        for (var pixel = 0; pixel < 36; pixel++)
        {
            var value = shape switch
            {
                [3, 4] => pixel / 3,
                [4, ..] => pixel + 54,   // the mean of four frames of 36 values
                [2, ..] => (pixel / 3) + 6,   // the mean of two frames of 12 pixels
                _ => pixel,
            };
            Assert.Equal((500 - value) * value, frame[pixel], 1e-3);
        }
    }

    [Fact]
    public async Task DarkSpectra_AreTakenAsTheDataAre()
    {
        using (var file = File.Create(_folder.File("dark.npy")))
            NpyWriter.Write(
                file, new NamedArray("dark", ElementType.U16, [3, 5], Enumerable.Range(0, 15).Select(static i => (ushort)i).ToArray()));
        using (var file = File.Create(_folder.File("scan.npy")))
            NpyWriter.Write(file, new NamedArray("spectra", ElementType.U16, [2, 2, 5], Enumerable.Repeat((ushort)500, 20).ToArray()));
        await using var session = new Session();
        var scan = await session.OpenAsync(
            new ScanRequest(_folder.File("scan.npy")) { DetectorAxes = 1, Dark = new FilePath(_folder.File("dark.npy")) },
            TestContext.Current.CancellationToken);

        var frame = (await scan.FrameAsync(1, 1)).ToDoubles();

        Assert.Equal([495, 494, 493, 492, 491], frame);
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();
}
