using System.Numerics;
using Ronchi.Analyses.Deflection;
using Ronchi.Analyses.Statistics;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Sources.Dectris;
using Ronchi.Sources.Memory;
using Ronchi.Store;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Store;

/// <summary>What a form offers equals a run over the data that were loaded, whichever form it is.</summary>
public sealed class ResidenceTests
{
    private static readonly DataShape Shape = new(new Extent(18, 17), new Extent(6, 7));

    public static TheoryData<ResidenceForm, ElementType> FormsAndTypes()
    {
        var rows = new TheoryData<ResidenceForm, ElementType>();
        foreach (var form in (ResidenceForm[])[
            ResidenceForm.ScanBlocked, ResidenceForm.Frames, ResidenceForm.Sparse, ResidenceForm.Partial])
        {
            foreach (var type in (ElementType[])[ElementType.U8, ElementType.U16, ElementType.I32, ElementType.U64, ElementType.F32])
                rows.Add(form, type);
        }

        return rows;
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(FormsAndTypes))]
    public async Task WhatAFormOffers_EqualsARun(ResidenceForm form, ElementType type) => await type.Dispatch<Checking, Task>(new(form));

    [Fact]
    public async Task Compressed_IsHeldBeforeAnythingHappensToIt()
    {
        using var folder = new TemporaryFolder();
        using (var writer = new EigerFileWriter(
            folder.File("a_master.h5"), new EigerRecording(18, 17, 6, 7) { ElementType = ElementType.U16 }))
        {
            for (var frame = 0; frame < Shape.FrameCount; frame++)
                writer.Write((long)frame, new byte[2 * 42]);
            writer.Complete();
        }

        var loading = Loading(() => SourceOpener.Open(folder.File("a_master.h5"))) with
        {
            Stages = static source => new Ronchi.Engine.Stages.BinDetector(source, 2),
        };

        var held = await Residence.LoadAsync(ResidenceForm.Compressed, loading.Stages(loading.Open()), loading, Cancellation);
        using var frames = held.Frames;

        Assert.Equal((new Extent(6, 7), new Extent(3, 3)), (held.Data.Shape.Detector, frames.Shape.Detector));
        Assert.True(held.Data.Memory.Used > 0);
    }

    [Fact]
    public async Task FormThatTheDataDoNotAllow_IsRefused_AndTheSourceIsClosed()
    {
        var source = new Watched(new ushort[Shape.Full.Count]);

        await Assert.ThrowsAsync<ArgumentException>(() => Residence.LoadAsync(
            ResidenceForm.Compressed, source, Loading(() => new Watched(new ushort[Shape.Full.Count])), Cancellation));

        Assert.True(source.IsDisposed);
    }

    private static ResidenceLoading Loading(Func<IFrameSource> open, long bytes = long.MaxValue) =>
        new() { Open = open, Stages = static source => source, MemoryBytes = bytes, Center = (2.5, 3) };

    private readonly struct Checking(ResidenceForm form) : IElementTypeAction<Task>
    {
        public Task Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => CheckAsync<T>(form);

        private static async Task CheckAsync<T>(ResidenceForm form)
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var random = new Random(11);
            var values = new T[Shape.Full.Count];
            for (var i = 0; i < values.Length; i++)
                values[i] = T.CreateTruncating(random.Next(4) == 0 ? random.Next(1, 100) : 0);
            using var plain = new ArraySource<T>(values, Shape);
            var started = 0;
            var loading = Loading(
                () => new ArraySource<T>(values, Shape),
                form == ResidenceForm.Partial ? 100 * Shape.FrameElements * Size<T>() : long.MaxValue) with
            {
                OnStarted = _ => started++,
            };
            var held = await Residence.LoadAsync(form, new ArraySource<T>(values, Shape), loading, Cancellation);
            var data = held.Data;

            Assert.Equal((form, data), (data.Form, held.Frames));
            Assert.Equal(
                (false, true, form == ResidenceForm.ScanBlocked ? 1 : 0), (data.IsLoading, data.Loaded.IsCompletedSuccessfully, started));
            Assert.Equal(values.AsSpan(17 * 42, 42).ToArray(), data.Frame<T>(17));
            Assert.ThrowsAny<ArgumentException>(() => data.Frame<T>(Shape.FrameCount));
            Assert.Equal(
                Enumerable.Range(0, (int)Shape.FrameCount).Select(static i => (long)i),
                data.Parts.SelectMany(static part => part.Positions.Runs.SelectMany(
                    static run => Enumerable.Range(0, run.Count).Select(i => run.Start + i))).Order());

            var detector = PixelSet.From(42, static pixel => pixel % 5 < 3);
            if (data.TryFollowDetector() is { } image)
            {
                image.Update(PixelSet.From(42, static pixel => pixel < 9), Cancellation);
                image.Update(detector, Cancellation);
                Assert.Equal(
                    Doubles((await RunAsync(plain, new VirtualImage([new DetectorWeights("x", detector)])))[0].Values),
                    Doubles(image.Sums),
                    (one, other) => Math.Abs(one - other) <= 1e-6 * Math.Abs(one));
            }

            var region = ScanSelection.FromMask(Shape.Scan, [.. Enumerable.Range(0, (int)Shape.FrameCount).Select(static i => i % 7 < 4)]);
            Assert.Equal(form != ResidenceForm.Partial, await data.BringAsync(region, Cancellation));
            if (data.TryFollowRegion() is { } pattern)
            {
                pattern.Update(region, Cancellation);
                Assert.Equal(
                    Doubles((await RunAsync(plain, new Sum(), region))[Sum.Result].Values),
                    Doubles(pattern.Sums),
                    (one, other) => Math.Abs(one - other) <= 1e-6 * Math.Abs(one));
            }

            if (data.TryMoments(PixelSet.All(42), Cancellation) is { } moments)
            {
                var centers = Doubles(
                    (await RunAsync(plain, new CenterOfMass(new CenterOfMassSettings { Center = (0, 0) })))["raw_com"].Values);
                for (var frame = 0; frame < Shape.FrameCount; frame++)
                    Assert.Equal(centers[2 * frame], moments.Rows[frame] / moments.Totals[frame], 1e-4);
            }

            if (data.TryExtremes() is { } extremes)
                Assert.Equal((double.CreateChecked(values.Min()), double.CreateChecked(values.Max())), extremes);
            held.Frames.Dispose();
            Assert.Equal(0, data.Memory.Used);
        }

        private static int Size<T>() => ElementTypes.Of<T>().Size();

        private static async Task<ResultSet> RunAsync(IFrameSource source, Udf udf, ScanSelection? region = null) =>
            await new CpuExecutor(1).RunAsync(RunPlan.Create(source, [udf], region), cancellationToken: Cancellation);

        private static double[] Doubles(Array values) =>
            [.. values.Cast<object>().Select(static value => Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture))];
    }

    private sealed class Watched(ushort[] values) : IFrameSource
    {
        private readonly ArraySource<ushort> _source = new(values, ResidenceTests.Shape);

        public bool IsDisposed { get; private set; }

        public SourceInfo Info => _source.Info;

        public DataShape Shape => _source.Shape;

        public ElementType ElementType => _source.ElementType;

        public Validity Validity => _source.Validity;

        public IReadOnlyList<TileForm> Forms => _source.Forms;

        public long StoredFrameBytes => _source.StoredFrameBytes;

        public ITileReader OpenReader(TileRequest request) => _source.OpenReader(request);

        public void Dispose()
        {
            IsDisposed = true;
            _source.Dispose();
        }
    }
}
