using System.Runtime.InteropServices;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Tests.Engine;

public sealed class AcceleratorTests
{
    private readonly ushort[] _values = new ushort[13 * 7 * 5 * 6];
    private readonly ArraySource<ushort> _source;

    public AcceleratorTests()
    {
        var random = new Random(41);
        for (var i = 0; i < _values.Length; i++)
            _values[i] = (ushort)random.Next(1000);
        _source = new(_values, new DataShape(new Extent(13, 7), new Extent(5, 6)));
    }

    [Theory]
    [InlineData(UdfMethod.Stack, false)]
    [InlineData(UdfMethod.Frame, false)]
    [InlineData(UdfMethod.Partition, false)]
    [InlineData(UdfMethod.Tile, false)]
    [InlineData(UdfMethod.Stack, true)]
    [InlineData(UdfMethod.Tile, true)]
    public async Task DeviceTilesAndBuffers_GiveWhatCoresGive(UdfMethod method, bool isOrdered)
    {
        var device = new HostAccelerator("one");
        var options = new RunOptions
        {
            TileFrames = 3,
            Partitions = 9,
            IsOrdered = isOrdered,
            TileBlock = method == UdfMethod.Tile ? new Extent(2, 6) : null,
        };
        var expected = await new InlineExecutor().RunAsync(RunPlan.Create(_source, [new OnAnything(method)], options: options));

        foreach (var roi in new[]
        {
            ScanSelection.All(_source.Shape.Scan),
            ScanSelection.FromIndices(_source.Shape.Scan, [3, 4, 5, 17, 40, 41, 90]),
        })
        {
            var plan = RunPlan.Create(_source, [new OnAnything(method) { OnlyAccelerators = true }], roi, options);
            var results = await new CpuExecutor(2) { Accelerators = [device] }.RunAsync(plan);

            var cores = await new CpuExecutor(2).RunAsync(RunPlan.Create(_source, [new OnAnything(method)], roi, options));
            Assert.Equal(cores["counts"].Raw<long>(), results["counts"].Raw<long>());
            Assert.Equal(cores["pattern"].Raw<long>(), results["pattern"].Raw<long>());
            if (roi.FrameCount == _source.Shape.FrameCount)
                Assert.Equal(expected["counts"].Raw<long>(), results["counts"].Raw<long>());
        }

        Assert.Equal(0, device.Alive);
        Assert.True(device.Uploads > 0);
    }

    [Fact]
    public async Task CoresAndAccelerators_ShareARun()
    {
        HostAccelerator[] devices = [new("one"), new("two")];
        var slow = new ArraySource<ushort>(_values, _source.Shape) { TileDelay = TimeSpan.FromMilliseconds(2) };
        var udf = new OnAnything(UdfMethod.Stack);

        var results = await new CpuExecutor(2) { Accelerators = devices }
            .RunAsync(RunPlan.Create(slow, [udf], options: new RunOptions { TileFrames = 1, Partitions = 30 }));

        Assert.Equal(_values.Sum(static value => (long)value), results["counts"].Raw<long>().ToArray().Sum());
        Assert.Equal(
            new[] { "core", "core", "one", "two" },
            udf.Seen.Distinct().Order(StringComparer.Ordinal).Select(static seen => seen.Split(' ')[0]));
        Assert.All(devices, static device => Assert.Equal(0, device.Alive));
    }

    [Fact]
    public async Task FormOfHost_OnAWorkerWithAccelerator_IsLeftToTheUdf()
    {
        var udf = new OnAnything(UdfMethod.Stack) { OnlyAccelerators = true, TakesDeviceTiles = false };

        var results = await new CpuExecutor(1) { Accelerators = [new HostAccelerator("one")] }.RunAsync(RunPlan.Create(_source, [udf]));

        Assert.Equal(_values.Sum(static value => (long)value), results["counts"].Raw<long>().ToArray().Sum());
    }

    [Theory]
    [InlineData(ElementType.U8)]
    [InlineData(ElementType.I8)]
    [InlineData(ElementType.I16)]
    [InlineData(ElementType.U32)]
    [InlineData(ElementType.I64)]
    [InlineData(ElementType.F32)]
    [InlineData(ElementType.F64)]
    [InlineData(ElementType.C64)]
    [InlineData(ElementType.C128)]
    [InlineData(ElementType.Bool)]
    public async Task BuffersOfEveryType_TravelThereAndBack(ElementType type)
    {
        var results = await new CpuExecutor(1) { Accelerators = [new HostAccelerator("one")] }
            .RunAsync(RunPlan.Create(_source, [new Ones(type)]));

        var bytes = results["ones"].Values;
        Assert.All(
            Enumerable.Range(0, bytes.Length),
            i => Assert.Equal(
                1,
                Convert.ToInt32(
                    bytes.GetValue(i) is bool or byte or sbyte ? bytes.GetValue(i) : 1,
                    System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(_source.Shape.FrameCount, bytes.Length);
    }

    [Fact]
    public async Task RunWithoutSuchADevice_IsRefused()
    {
        var plan = RunPlan.Create(_source, [new OnAnything(UdfMethod.Stack) { OnlyAccelerators = true }]);

        foreach (var executor in new Executor[] { new CpuExecutor(), new InlineExecutor(), new DelayedExecutor(), new PipelinedExecutor() })
        {
            var error = await Assert.ThrowsAsync<ArgumentException>(() => executor.RunAsync(plan));
            Assert.Contains("Accelerator", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void UdfsWithoutACommonDevice_AreRefusedBeforeTheRun()
    {
        var error = Assert.Throws<ArgumentException>(
            () => RunPlan.Create(_source, [new OnAnything(UdfMethod.Stack) { OnlyAccelerators = true }, new Product()]));

        Assert.Contains("'product': Cpu", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "a b c")]
    [InlineData("", "")]
    [InlineData("2,0", "c a")]
    [InlineData(" 1 , 1", "b")]
    public void VisibleDevices_AreThoseNamed(string? variable, string names)
    {
        var chosen = Accelerator.Visible([new HostAccelerator("a"), new HostAccelerator("b"), new HostAccelerator("c")], variable);

        Assert.Equal(names, string.Join(' ', chosen.Select(static device => device.Name)));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("-1")]
    [InlineData("gpu")]
    public void VisibleDevices_ThatAreNotThere_AreRefused(string variable) =>
        Assert.Contains(
            Accelerator.VisibleVariable,
            Assert.Throws<ArgumentException>(() => Accelerator.Visible([new HostAccelerator("a")], variable)).Message,
            StringComparison.Ordinal);

    /// <summary>Sets the first byte of every entry to 1 on the device.</summary>
    private sealed class Ones(ElementType type) : Udf, IStackUdf
    {
        public override string Name => "ones";

        public override IReadOnlyList<DeviceClass> Devices => [DeviceClass.Accelerator];

        public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
            [new("ones", ResultKind.Scan, type) { Placement = DeviceClass.Accelerator }];

        public void ProcessStack(in Tile tile, UdfTask task)
        {
            var view = task.DeviceView(0);
            for (var i = 0; i < view.Count; i++)
                HostAccelerator.See(view.Memory)[(int)view.Offset + (i * type.Size())] = 1;
        }
    }

    /// <summary>Sums of frames and of pixels, on whatever device there is.</summary>
    private sealed class OnAnything(UdfMethod method) : Udf, IStackUdf, IFrameUdf, IPartitionUdf, ITileUdf
    {
        public List<string> Seen { get; } = [];

        public bool OnlyAccelerators { get; init; }

        public bool TakesDeviceTiles { get; init; } = true;

        public override string Name => "anything";

        public override IReadOnlyList<DeviceClass> Devices =>
            OnlyAccelerators ? [DeviceClass.Accelerator] : [DeviceClass.Accelerator, DeviceClass.Cpu];

        public override IReadOnlyList<TileForm> Forms => TakesDeviceTiles ? [TileForm.Device, TileForm.Pixels] : [TileForm.Pixels];

        public override UdfMethod? Method(DataDescription data) => method;

        public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
        [
            new("counts", ResultKind.Scan, ElementType.I64) { Placement = DeviceClass.Accelerator },
            new("pattern", ResultKind.Detector, ElementType.I64) { Placement = DeviceClass.Accelerator },
        ];

        public void ProcessStack(in Tile tile, UdfTask task) => Process(tile, task);

        public void ProcessFrame(in Tile frame, UdfTask task) => Process(frame, task);

        public void ProcessPartition(in Tile partition, UdfTask task) => Process(partition, task);

        public void ProcessTile(in Tile tile, UdfTask task) => Process(tile, task);

        private void Process(in Tile tile, UdfTask task)
        {
            lock (Seen)
                Seen.Add(task.Device == DeviceClass.Accelerator ? task.Accelerator!.Name : $"core {Environment.CurrentManagedThreadId}");
            Assert.Equal(task.Device == DeviceClass.Accelerator && TakesDeviceTiles ? TileForm.Device : TileForm.Pixels, tile.Form);
            Assert.Equal(tile.Form, task.Form);
            var pixels = MemoryMarshal.Cast<byte, ushort>(
                tile.Form == TileForm.Device ? HostAccelerator.See(tile.Device)[..(tile.Frames.Count * tile.FrameBytes)] : tile.Bytes());
            var counts = On(task, 0);
            var pattern = On(task, 1);
            var frameElements = tile.FrameBytes / sizeof(ushort);
            for (var frame = 0; frame < tile.Frames.Count; frame++)
            {
                for (var pixel = 0; pixel < frameElements; pixel++)
                {
                    var value = pixels[(frame * frameElements) + pixel];
                    counts[frame] += value;
                    pattern[Pixel(task, pixel)] += value;
                }
            }
        }

        // On the device a detector buffer lies as a whole; on a core the view is the tile's region.
        private static int Pixel(UdfTask task, int pixel) => task.Device == DeviceClass.Cpu
            ? pixel
            : (int)(((task.Region.Origin[0] + (pixel / task.Region.Shape[1])) * task.Data.Shape.Detector[1])
                + task.Region.Origin[1] + (pixel % task.Region.Shape[1]));

        private static Span<long> On(UdfTask task, int buffer)
        {
            if (task.Device == DeviceClass.Cpu)
                return task.View<long>(buffer);
            var view = task.DeviceView(buffer);
            return MemoryMarshal.Cast<byte, long>(HostAccelerator.See(view.Memory).Slice((int)view.Offset, (int)view.Count * sizeof(long)));
        }
    }
}
