using System.Runtime.InteropServices;
using Ronchi.Analyses.Deflection;
using Ronchi.Analyses.Statistics;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Codecs;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Hdf5.Filters;
using Ronchi.Hdf5.Writing;
using Ronchi.Sources;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Tests.Sources;

/// <summary>DECTRIS files against the same frames in memory: every type, odd sizes, masked and saturated pixels.</summary>
public sealed class EigerFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ronchi-eiger-").FullName;

    public static TheoryData<int, int, int, bool> Frames { get; } = new()
    {
        { 1, 24, 40, true },
        { 1, 13, 11, true },
        { 2, 96, 96, true },
        { 2, 64, 65, true },
        { 2, 7, 3, true },
        { 4, 33, 31, true },
        { 4, 48, 48, false },
        { 2, 1, 1, true },
    };

    [Theory]
    [MemberData(nameof(Frames))]
    public async Task BitPlanesAndPixels_EqualPlainSums(int elementBytes, int rows, int columns, bool masked)
    {
        var shape = new DataShape(new Extent(5, 7), new Extent(rows, columns));
        var random = new Random((rows * 100) + elementBytes);
        var marks = masked ? Enumerable.Range(0, rows * columns).Select(_ => random.Next(9) == 0).ToArray() : null;
        var master = elementBytes switch
        {
            1 => Write(RandomValues<byte>(shape, random, byte.MaxValue), shape, marks),
            2 => Write(RandomValues<ushort>(shape, random, ushort.MaxValue), shape, marks),
            _ => Write(RandomValues<uint>(shape, random, uint.MaxValue), shape, marks),
        };
        using var file = SourceOpener.Open(master, new OpenOptions { ScanShape = shape.Scan });
        Assert.Contains(TileForm.BitPlanes, file.Forms);
        Assert.Equal(shape, file.Shape);
        using IFrameSource memory = elementBytes switch
        {
            1 => InMemory<byte>(file, shape),
            2 => InMemory<ushort>(file, shape),
            _ => InMemory<uint>(file, shape),
        };
        var detectors = new[]
        {
            VirtualDetector.Disk(rows / 2, columns / 2, Math.Max(rows / 3.0, 1)).Named("disk"),
            VirtualDetector.Point(rows - 1, columns - 1).Named("last"),
            VirtualDetector.Rectangle(0, 0, rows, columns).Named("all"),
        };
        for (var count = 1; count <= detectors.Length; count++)
        {
            var placed = detectors.Take(count).Select(detector => detector.On(shape.Detector)).ToArray();
            var onPlanes = await RunAsync(file, new VirtualImage(placed));
            var onPixels = await RunAsync(memory, new VirtualImage(placed));
            AssertEqual(onPixels, onPlanes);
        }

        if (marks is not null && Array.TrueForAll(marks, static marked => marked))
            return;
        AssertEqual(await RunAsync(memory, new CenterOfMass()), await RunAsync(file, new CenterOfMass()));
        var region = new CenterOfMassSettings { Center = (rows / 2, columns / 2), Radius = Math.Max(rows / 3.0, 1) };
        AssertEqual(await RunAsync(memory, new CenterOfMass(region)), await RunAsync(file, new CenterOfMass(region)));

        AssertEqual(await RunAsync(memory, new Sum()), await RunAsync(file, new Sum()));
    }

    [Fact]
    public async Task RegionOfInterest_ReadsOnlyIt()
    {
        var shape = new DataShape(new Extent(6, 6), new Extent(16, 16));
        var random = new Random(8);
        var values = RandomValues<ushort>(shape, random, ushort.MaxValue);
        using var file = SourceOpener.Open(Write(values, shape, marks: null));
        var selection = ScanSelection.FromIndices(shape.Scan, [35, 0, 7, 8, 20]);
        var detector = VirtualDetector.Rectangle(0, 0, 15, 15).On(shape.Detector);
        var results = await new CpuExecutor(2).RunAsync(RunPlan.Create(file, [new VirtualImage(detector)], selection));
        for (var frame = 0; frame < 36; frame++)
        {
            var expected = selection.ToMask()[frame]
                ? values.Skip(frame * 256).Take(256).Where(static value => value != ushort.MaxValue).Sum(static value => (long)value)
                : 0;
            Assert.Equal((ulong)expected, results["rect"].Span<ulong>()[frame]);
        }

        Assert.Equal(selection.ToMask(), results["rect"].Valid);
    }

    [Fact]
    public void AbortedScan_KeepsItsShapeAndSaysSo()
    {
        var shape = new DataShape(new Extent(15), new Extent(8, 8));
        using var file = SourceOpener.Open(Write(new ushort[15 * 64], shape, marks: null, triggers: 16));
        Assert.Equal(new Extent(4, 4), file.Shape.Scan);
        Assert.Equal(15, file.Validity.RecordedFrames);
        Assert.Contains("aborted", Assert.Single(file.Info.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void DataFileAlone_Opens()
    {
        var shape = new DataShape(new Extent(16), new Extent(8, 8));
        var values = RandomValues<ushort>(shape, new Random(1), ushort.MaxValue);
        Write(values, shape, marks: null);
        using var file = SourceOpener.Open(Path.Combine(_folder, "scan_data_000001.h5"));
        Assert.Equal("DECTRIS HDF5", file.Info.Format);
        Assert.Equal(FramesPerFile, file.Shape.FrameCount);
    }

    [Fact]
    public void MissingDataFile_NamesLinkFileAndFolder()
    {
        var master = Write(new ushort[16 * 64], new DataShape(new Extent(16), new Extent(8, 8)), marks: null);
        File.Delete(Path.Combine(_folder, "scan_data_000002.h5"));
        var e = Assert.Throws<SourceException>(() => SourceOpener.Open(master));
        Assert.Contains("data_000002", e.Message, StringComparison.Ordinal);
        Assert.Contains("scan_data_000002.h5", e.Message, StringComparison.Ordinal);
        Assert.Contains(_folder, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DamagedFrame_IsNamed()
    {
        var shape = new DataShape(new Extent(4, 4), new Extent(64, 64));
        var master = Write(RandomValues<ushort>(shape, new Random(2), 60000), shape, marks: null);
        var data = Path.Combine(_folder, "scan_data_000001.h5");
        var bytes = File.ReadAllBytes(data);
        for (var i = 2000; i < 2400; i++)
            bytes[i] = 0xFF;
        File.WriteAllBytes(data, bytes);
        using var file = SourceOpener.Open(master);
        var e = await Assert.ThrowsAsync<SourceException>(() => RunAsync(file, new Sum()));
        Assert.Contains("frame", e.Message, StringComparison.Ordinal);
        Assert.NotNull(e.Offset);
    }

    [Fact]
    public async Task FrameThatWasNeverWritten_IsZero()
    {
        var shape = new DataShape(new Extent(4), new Extent(8, 8));
        var values = Enumerable.Repeat((ushort)3, 4 * 64).ToArray();
        using var file = SourceOpener.Open(Write(values, shape, marks: null, skip: 2));
        var detector = VirtualDetector.Rectangle(0, 0, 7, 7).On(shape.Detector);
        var results = await RunAsync(file, new VirtualImage(detector));
        Assert.Equal([192, 192, 0, 192], results["rect"].Span<ulong>().ToArray());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private const int FramesPerFile = 9;

    private static Task<ResultSet> RunAsync(IFrameSource source, Udf udf) => new CpuExecutor(2).RunAsync(RunPlan.Create(source, [udf]));

    private static void AssertEqual(ResultSet expected, ResultSet actual)
    {
        Assert.Equal(expected.Select(static result => result.Name), actual.Select(static result => result.Name));
        foreach (var result in expected)
            Assert.Equal(result.Values, actual[result.Name].Values);
    }

    // Small counts, a few large ones, and values that mean "no data".
    private static T[] RandomValues<T>(DataShape shape, Random random, long maximum)
        where T : unmanaged, System.Numerics.INumber<T>
        => [.. Enumerable.Range(0, (int)shape.Full.Count)
            .Select(
                _ => T.CreateTruncating(random.Next(40) switch { 0 => maximum, 1 => random.NextInt64(maximum), var small => small % 6 }))];

    private ArraySource<T> InMemory<T>(IFrameSource file, DataShape shape)
        where T : unmanaged
    {
        var values = new List<T>();
        using var reader = file.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 4));
        reader.Seek(new(0, (int)shape.FrameCount));
        while (reader.TryRead(out var tile))
            values.AddRange(tile.Pixels<T>());
        Assert.Equal(_written, MemoryMarshal.AsBytes(values.ToArray().AsSpan()).ToArray());
        return new ArraySource<T>(values.ToArray(), shape, file.Validity);
    }

    private byte[] _written = [];

    // Written by hand, not by EigerFileWriter: other types, missing frames, two files, any number of triggers.
    private string Write<T>(T[] values, DataShape shape, bool[]? marks, int? triggers = null, int skip = -1)
        where T : unmanaged
    {
        _written = MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
        int frames = (int)shape.FrameCount, pixels = (int)shape.FrameElements, size = Marshal.SizeOf<T>();
        var detector = shape.Detector.Lengths;
        var room = new byte[BitshuffleLz4.MaxEncodedLength(pixels * size, size)];
        var filter = new Hdf5Filter(32008, "bitshuffle", IsOptional: false, [0, 3, (uint)size, 0, 2]);
        var master = Path.Combine(_folder, "scan_master.h5");
        using var writer = new Hdf5Writer(master);
        var links = writer.Root.Group("entry").Group("data");
        for (var first = 0; first < frames; first += FramesPerFile)
        {
            var count = Math.Min(FramesPerFile, frames - first);
            var name = $"data_{(first / FramesPerFile) + 1:D6}";
            using var data = new Hdf5Writer(Path.Combine(_folder, $"scan_{name}.h5"));
            var dataset = data.Root.Group("entry")
                .Group("data")
                .Chunked<T>("data", [count, detector[0], detector[1]], [1, detector[0], detector[1]], filter);
            dataset.Attribute("image_nr_low", first + 1L);
            for (var frame = 0; frame < count; frame++)
            {
                if (first + frame == skip)
                    continue;
                var bytes = _written.AsSpan((first + frame) * pixels * size, pixels * size);
                dataset.WriteEncoded(frame, room.AsSpan(0, BitshuffleLz4.Encode(bytes, size, 0, room)));
            }

            data.Complete();
            links.ExternalLink(name, $"scan_{name}.h5", "/entry/data/data");
        }

        var specific = writer.Root.Group("entry").Group("instrument").Group("detector").Group("detectorSpecific");
        specific.Scalar("ntrigger", (ulong)(triggers ?? frames));
        specific.Scalar("nimages", 1UL);
        if (marks is not null)
            specific.Dataset<uint>("pixel_mask", detector.AsSpan(), [.. marks.Select(static mark => mark ? 1u : 0u)]);
        writer.Complete();
        return master;
    }
}
