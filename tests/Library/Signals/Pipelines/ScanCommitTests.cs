using Ronchi.Analyses;
using Ronchi.Analyses.Steps;
using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Signals;
using Ronchi.Signals.Conversion;
using Ronchi.Signals.Pipelines;
using Ronchi.Sources;
using Ronchi.Sources.Memory;
using Ronchi.Tests.Oracles;
using Ronchi.Tests.Signals.Arrays;
using Xunit;

namespace Ronchi.Tests.Signals.Pipelines;

public sealed class ScanCommitTests : IDisposable
{
    private static readonly DataShape Shape = new(new Extent(4, 5), new Extent(6, 8));
    private static readonly CropParameters Crop = new() { Crop = new(1, 1, 4, 5) };
    private static readonly BinDetectorParameters Bin = new() { DetectorBinning = 2 };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Cases() => new(
        from kind in KnownSinks.All
        from operation in KnownFrameOperations.All
        select (kind.FileNames.TrimStart('X'), operation.Name));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Commit_ChangesNoValue_AndNothingIsComputedAnyMore(string extension, string operation)
    {
        var source = new CountingSource(Everything(SignalGraphTests.DetectorFor(operation)));
        using var scan = new Scan(source);
        var derived = scan.Derive(SignalGraphTests.CallOf(scan, operation));
        var child = derived.Derive(new SyncOffsetParameters { SyncOffset = 1 });
        if ((extension == "_master.h5" && !IsForDectris(derived)) || (extension == ".tif" && derived.Shape.Detector.Rank < 2))
        {
            await Assert.ThrowsAsync<ArgumentException>(
                () => derived.CommitAsync(_folder.File("made" + extension), cancellationToken: Cancellation));
            Assert.Empty(Directory.GetFiles(_folder.Path));
            return;
        }

        var (id, info, frames, children) = (derived.Id, derived.Info, await FramesAsync(derived), await FramesAsync(child));
        var sums = await derived.RunAsync(new Ronchi.Analyses.Statistics.Sum(), Cancellation);

        var report = await derived.CommitAsync(
            _folder.File("made" + extension), new() { PieceBytes = 200 }, cancellationToken: Cancellation);
        var read = source.FramesRead;
        scan.Session.Cache.Forget(static _ => true);

        Assert.NotNull(report);
        Assert.Equal((id, info.Path, info.Format), (derived.Id, derived.Info.Path, derived.Info.Format));
        Assert.Equal(info.Axes, derived.Info.Axes);
        Assert.Equal(frames, await FramesAsync(derived));
        Assert.Equal(children, await FramesAsync(child));
        var sumsAgain = await derived.RunAsync(new Ronchi.Analyses.Statistics.Sum(), Cancellation);
        Assert.Equal(sums[0].Values.Cast<object>(), sumsAgain[0].Values.Cast<object>());
        Assert.Equal(sums[0].ValidMask(), sumsAgain[0].ValidMask());
        Assert.Equal(read, source.FramesRead);
        Assert.DoesNotContain(Directory.GetFiles(_folder.Path), static file => Path.GetFileName(file).StartsWith('.'));
    }

    [Theory]
    [InlineData(".h5", 1)]
    [InlineData(".npy", 2)]
    [InlineData(".raw", 3)]
    [InlineData("_master.h5", 4)]
    public async Task Interrupted_GoesOnBehindWhatWasSaved_WhateverHappenedToTheJournal(string extension, int seed)
    {
        var random = new Random(seed);
        var data = await WriteAsync();
        var path = _folder.File("made" + extension);
        var expected = await ExpectedAsync(data);
        for (var trial = 0; trial < 8; trial++)
        {
            await using (var session = new Session())
            {
                var derived = (await session.OpenAsync(data, cancellationToken: Cancellation)).Derive(Bin);
                using var stop = new CancellationTokenSource();
                var until = 3 + random.Next(10);
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => derived.CommitAsync(
                    path,
                    new() { PieceBytes = 1 },
                    new DirectProgress<RunProgress>(now =>
                    {
                        if (now.Frames >= until)
                            stop.Cancel();
                    }),
                    stop.Token));
                Assert.False(File.Exists(path));
                Assert.Equal(expected, await FramesAsync(derived));
            }

            // Killed while the journal was written: its last record is damaged, and so is what was written to the file behind it.
            var journal = Assert.Single(Directory.GetFiles(_folder.Path, ".made*.journal"));
            var bytes = File.ReadAllBytes(journal);
            var isIntact = trial % 2 == 0;
            if (!isIntact)
                File.WriteAllBytes(journal, bytes[..random.Next(bytes.Length)]);
            await using (var session = new Session())
            {
                var derived = (await session.OpenAsync(data, cancellationToken: Cancellation)).Derive(Bin);
                var least = long.MaxValue;
                await derived.CommitAsync(
                    path,
                    new() { PieceBytes = 100 },
                    new DirectProgress<RunProgress>(now => least = Math.Min(least, now.Frames)),
                    Cancellation);
                Assert.True(!isIntact || least >= 2, $"seed {seed}: {least}");
                session.Cache.Forget(static _ => true);
                Assert.Equal(expected, await FramesAsync(derived));
            }

            foreach (var file in Directory.GetFiles(_folder.Path, "made*"))
                File.Delete(file);
        }
    }

    [Fact]
    public async Task FileOfTheSameFrames_IsFoundByALaterSession_AndNoOther()
    {
        var data = await WriteAsync();
        var path = _folder.File("made.h5");
        await using (var session = new Session())
            Assert.NotNull(await (await session.OpenAsync(data, cancellationToken: Cancellation)).Derive(Crop).CommitAsync(
                path, cancellationToken: Cancellation));
        var written = File.GetLastWriteTimeUtc(path);

        await using (var session = new Session())
        {
            var scan = await session.OpenAsync(
                Path.GetRelativePath(Environment.CurrentDirectory, data), cancellationToken: Cancellation);
            Assert.Null(await scan.Derive(Crop).CommitAsync(path, cancellationToken: Cancellation));
            Assert.Contains(path, scan.Derive(Crop).Info.Files);
            var other = await Assert.ThrowsAsync<IOException>(
                () => scan.Derive(Bin).CommitAsync(path, cancellationToken: Cancellation));
            Assert.Contains("already exists", other.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(path, scan.Derive(Bin).Info.Files);
        }

        Assert.Equal(written, File.GetLastWriteTimeUtc(path));
        File.SetLastWriteTimeUtc(data, DateTime.UtcNow.AddMinutes(-5));
        await using var changed = new Session();
        var anew = (await changed.OpenAsync(data, cancellationToken: Cancellation)).Derive(Crop);
        await Assert.ThrowsAsync<IOException>(() => anew.CommitAsync(path, cancellationToken: Cancellation));
        Assert.NotNull(await anew.CommitAsync(path, new() { Overwrite = true }, cancellationToken: Cancellation));
    }

    [Theory]
    [InlineData(".h5")]
    [InlineData(".npy")]
    public async Task SeveralAtOnce_WriteOnce(string extension)
    {
        var data = await WriteAsync();
        var path = _folder.File("made" + extension);
        await using var session = new Session();
        var derived = (await session.OpenAsync(data, cancellationToken: Cancellation)).Derive(Crop);
        var expected = await FramesAsync(derived);

        var reports = await Task.WhenAll(Enumerable.Range(0, 4).Select(
            _ => Task.Run(() => derived.CommitAsync(path, new() { PieceBytes = 100 }, cancellationToken: Cancellation), Cancellation)));

        Assert.Single(reports, static report => report is not null);
        Assert.Equal(expected, await FramesAsync(derived));
    }

    [Fact]
    public async Task DataThatChangedSinceTheyWereOpened_AreNotCommitted()
    {
        var data = await WriteAsync();
        await using var session = new Session();
        var derived = (await session.OpenAsync(data, cancellationToken: Cancellation)).Derive(Crop);
        File.SetLastWriteTimeUtc(data, DateTime.UtcNow.AddMinutes(1));

        var refusal = await Assert.ThrowsAsync<IOException>(
            () => derived.CommitAsync(_folder.File("made.h5"), cancellationToken: Cancellation));

        Assert.Contains("it has changed since it was opened", refusal.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("made.h5")));
    }

    [Fact]
    public async Task FileThatWasReplaced_DoesNotStandIn()
    {
        var data = await WriteAsync();
        var path = _folder.File("made.npy");
        await using (var session = new Session())
            await (await session.OpenAsync(data, cancellationToken: Cancellation)).Derive(Crop).CommitAsync(
                path, cancellationToken: Cancellation);
        var bytes = await File.ReadAllBytesAsync(path, Cancellation);
        Array.Clear(bytes, bytes.Length - 100, 100);
        await File.WriteAllBytesAsync(path, bytes, Cancellation);
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(1));
        await using var later = new Session();
        var derived = (await later.OpenAsync(data, cancellationToken: Cancellation)).Derive(Crop);

        await Assert.ThrowsAsync<IOException>(() => derived.CommitAsync(path, cancellationToken: Cancellation));
        Assert.NotNull(await derived.CommitAsync(path, new() { Overwrite = true }, cancellationToken: Cancellation));
    }

    [Fact]
    public async Task WhatWasBegunOfOtherFrames_IsNotGoneOnWith()
    {
        var data = await WriteAsync();
        var path = _folder.File("made.npy");
        await using var session = new Session();
        var scan = await session.OpenAsync(data, cancellationToken: Cancellation);
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scan.Derive(new SyncOffsetParameters { SyncOffset = 1 }).CommitAsync(
            path, new() { PieceBytes = 1 }, new DirectProgress<RunProgress>(_ => stop.Cancel()), stop.Token));
        var other = scan.Derive(new SyncOffsetParameters { SyncOffset = 2 });
        var expected = await FramesAsync(other);

        await other.CommitAsync(path, cancellationToken: Cancellation);

        session.Cache.Forget(static _ => true);
        Assert.Equal(expected, await FramesAsync(other));
    }

    [Fact]
    public async Task FramesThatNoFileCanName_AreWrittenToo_AndTheFileClaimsNothing()
    {
        var data = await WriteAsync();
        var path = _folder.File("made.npy");
        await using var session = new Session();
        var derived = (await session.OpenAsync(data, cancellationToken: Cancellation)).Derive(
            new CorrectFramesParameters { Dark = SignalInput.Of(new double[48], Shape.Detector) });
        var expected = await FramesAsync(derived);

        Assert.NotNull(await derived.CommitAsync(path, new() { PieceBytes = 1 }, cancellationToken: Cancellation));

        session.Cache.Forget(static _ => true);
        Assert.Equal(expected, await FramesAsync(derived));
        Assert.Null((await session.OpenAsync(path, cancellationToken: Cancellation)).Info.Provenance);
        await Assert.ThrowsAsync<IOException>(() => derived.CommitAsync(path, cancellationToken: Cancellation));
    }

    [Fact]
    public async Task DataThemselves_AreRefused()
    {
        using var scan = new Scan(Everything(Shape.Detector));

        await Assert.ThrowsAsync<ArgumentException>(() => scan.CommitAsync(_folder.File("a.h5"), cancellationToken: Cancellation));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData(".npy")]
    [InlineData(".h5")]
    [InlineData(".raw")]
    public async Task FileThatAnotherProgramChanges_IsNoLongerTheseFrames(string extension)
    {
        var data = await WriteAsync();
        var path = _folder.File("made" + extension);
        await using (var session = new Session())
        {
            var derived = (await session.OpenAsync(data, cancellationToken: Cancellation)).Derive(Bin);
            await derived.CommitAsync(path, cancellationToken: Cancellation);
            var bytes = File.ReadAllBytes(path);
            Array.Reverse(bytes, bytes.Length - 8, 8);
            File.WriteAllBytes(path, bytes);
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(1));

            var refusal = await Assert.ThrowsAsync<SourceException>(() => derived.FrameAsync([0, 0], Cancellation));

            Assert.Contains("it has changed since these frames were written to it", refusal.Message, StringComparison.Ordinal);
        }

        if (extension == ".h5")
            return;   // what such a file says of its frames lies in it
        await using var later = new Session();
        var anew = (await later.OpenAsync(data, cancellationToken: Cancellation)).Derive(Bin);
        await Assert.ThrowsAsync<IOException>(() => anew.CommitAsync(path, cancellationToken: Cancellation));
    }

    [Fact]
    public async Task FramesThatAreDerivedMeanwhile_AreThoseOfTheFile()
    {
        using var scan = new Scan(Everything(Shape.Detector));
        var derived = scan.Derive(Bin);
        await derived.PrepareAsync(Cancellation);
        var (before, expected) = (derived.Source, await FramesAsync(derived));
        var commit = Task.CompletedTask;
        var same = new AsTheyAre(() =>
        {
            commit = Task.Run(() => derived.CommitAsync(_folder.File("made.h5"), cancellationToken: Cancellation), Cancellation);
            SpinWait.SpinUntil(() => commit.IsFaulted || derived.Source != before);
        });
        var child = derived.Derive(new OperationCall<FrameOperation>(same, Arguments.None(same.Schema)));

        await Task.Run(() => child.Source, Cancellation).WaitAsync(TimeSpan.FromMinutes(1), Cancellation);
        await commit;

        Assert.NotSame(before, child.Source);
        Assert.Same(derived.Source, child.Source);
        Assert.Equal(expected, await FramesAsync(child));
    }

    private sealed class AsTheyAre(Action first) : FrameOperation
    {
        private Action? _first = first;

        public override string Name => "as-they-are";

        public override string Summary => "Gives the frames as they are";

        public override IFrameSource Derive(IFrameSource source, OperationContext context, Arguments arguments)
        {
            Interlocked.Exchange(ref _first, null)?.Invoke();
            return source;
        }
    }

    private static bool IsForDectris(Scan frames) =>
        frames.Shape.Detector.Rank == 2 && frames.ElementType is ElementType.U8 or ElementType.U16 or ElementType.U32;

    private static ArraySource<ushort> Everything(Extent detector)
    {
        var random = new Random(5);
        return new(
            Enumerable.Range(0, (int)Shape.Full.Count).Select(_ => (ushort)random.Next(4000)).ToArray(),
            Shape with { Detector = detector },
            new Validity { MaskedPixels = PixelSet.From(48, static pixel => pixel is 9 or 30), RecordedFrames = 17 });
    }

    private async Task<string> WriteAsync()
    {
        var path = _folder.File("data.h5");
        using var scan = new Scan(Everything(Shape.Detector));
        await ScanConversion.ConvertAsync(scan, path, cancellationToken: Cancellation);
        return path;
    }

    private static async Task<List<string>> ExpectedAsync(string data)
    {
        await using var session = new Session();
        return await FramesAsync((await session.OpenAsync(data, cancellationToken: Cancellation)).Derive(Bin));
    }

    // Values and marks of all frames, as texts that tell every bit.
    private static async Task<List<string>> FramesAsync(Scan scan)
    {
        var all = new List<string>();
        for (var position = 0L; position < scan.Shape.FrameCount; position++)
        {
            if (!scan.Source.Validity.IsRecorded(position))
            {
                all.Add("none");
                continue;
            }

            var frame = await scan.FrameAsync(scan.Shape.Scan.PositionOf(position));
            var values = frame.ToDoubles().Zip(frame.ValidMask(), static (value, isValid) => $"{value:R}{(isValid ? "" : "x")}");
            all.Add($"{frame.ElementType} {string.Join(' ', values)}");
        }

        return all;
    }
}
