using System.Runtime.InteropServices;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Server;
using Xunit;

namespace Ronchi.Tests.Server;

public sealed class FrameMessageTests
{
    [Fact]
    public void Values_ComeBackAsTheyWere_OrInThirtyTwoBitsWhereTheseHoldThem()
    {
        Check(new byte[] { 1, 2, 250, 3, 4, 5 }, ElementType.U8, ElementType.U8);
        Check(new ushort[] { 1, 2, 65535, 3, 4, 5 }, ElementType.U16, ElementType.U16);
        Check(new short[] { -1, 2, 3, 3, 4, 5 }, ElementType.I16, ElementType.I16);
        Check(new ulong[] { 1, 2, uint.MaxValue, 3, 4, 5 }, ElementType.U64, ElementType.U32);
        Check(new ulong[] { 1, 2, ulong.MaxValue, 3, 4, 5 }, ElementType.U64, ElementType.U64);
        Check(new long[] { -1, 2, int.MinValue, 3, 4, 5 }, ElementType.I64, ElementType.I32);
        Check(new long[] { -1, 2, long.MinValue, 3, 4, 5 }, ElementType.I64, ElementType.I64);
        Check(new float[] { 1, float.NaN, -7.5f, 3, 4, 5 }, ElementType.F32, ElementType.F32);
        Check(new double[] { 1, 2, 1e30, 3, 4, 5 }, ElementType.F64, ElementType.F32);
        Check(new double[] { 0, double.NaN, -0.0, double.NegativeInfinity, 0, 0 }, ElementType.F64, ElementType.F32);
        Check(new[] { double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, 7 }, ElementType.F64, ElementType.F32);
        Check(new[] { 1e9, 1e9, 1e9, 1e9, 1e9, 1e9 }, ElementType.F64, ElementType.F32);
        Check(new[] { 1, 2, 1e300, -3, 4, double.NaN }, ElementType.F64, ElementType.F64);
        Check(new[] { 1e-300, 0, 2e-300, 3e-300, 4e-300, 5e-300 }, ElementType.F64, ElementType.F64);
        Check(new[] { 1e9, 1e9 + 0.25, 1e9 + 0.5, 1e9, 1e9, 1e9 }, ElementType.F64, ElementType.F64);
    }

    [Fact]
    public void TheWayAndTheTime_AreToldInTheHeader()
    {
        foreach (var (path, number) in new[] { ("", 0), ("full", 1), ("difference", 2), ("rings", 3), ("else", 0) })
        {
            var message = Sent(
                Result(new ulong[] { 10, 20, 30, 40, 50, 61 }, ElementType.U64), FrameKind.Field,
                1, 2, FrameFlags.Final, 4, path, TimeSpan.FromMilliseconds(1.5));
            Assert.Equal((number, 1500u, 4), (message[25], BitConverter.ToUInt32(message, 56), message[6]));
        }
    }

    [Fact]
    public void ImageWithoutAFiniteValue_HasNoExtremesAndNoMean()
    {
        var decoded = FrameMessage.Decode(Sent(
            Result(new[] { float.NaN, float.NaN, float.PositiveInfinity, float.NaN, float.NegativeInfinity, float.NaN }, ElementType.F32),
            FrameKind.Image,
            1,
            1,
            FrameFlags.Final))!;
        Assert.Equal((float.NaN, float.NaN, float.NaN), (decoded.Minimum, decoded.Maximum, decoded.Mean));
    }

    [Fact]
    public void DamagedMessages_AreNone()
    {
        var message = Sent(Result(new ushort[] { 1, 2, 3, 4, 5, 6 }, ElementType.U16), FrameKind.Image, 3, 4, FrameFlags.Partial);
        Assert.NotNull(FrameMessage.Decode(message));
        for (var length = 0; length < message.Length; length++)
            Assert.Null(FrameMessage.Decode(message.AsSpan(0, length)));
        for (var seed = 0; seed < 3000; seed++)
        {
            var random = new Random(seed);
            var damaged = (byte[])message.Clone();
            for (var i = random.Next(1, 6); i > 0; i--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            if (FrameMessage.Decode(damaged) is { } decoded)
                Assert.Equal(damaged.Length - FrameMessage.HeaderBytes, (long)decoded.Rows * decoded.Columns * decoded.Type.Size());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void PlanesOfVectorsAndMembers_AreTakenFromWhereTheyLie(int seed)
    {
        var random = new Random(seed);
        var scan = new Extent(random.Next(1, 4), random.Next(1, 6), random.Next(1, 7));
        var components = random.Next(1, 5);
        double[] values = [.. Enumerable.Range(0, (int)scan.Count * components).Select(_ => random.NextDouble() - 0.5)];
        bool[] valid = [.. Enumerable.Range(0, (int)scan.Count).Select(_ => random.Next(4) > 0)];
        var result = new ResultArray("x", ResultKind.Scan, ElementType.F64, scan.Append(new Extent(components)), values) { Valid = valid };
        var plane = (int)(scan[1] * scan[2]);
        for (var member = 0; member < scan[0]; member++)
        {
            for (var component = 0; component < components; component++)
            {
                var message = Sent(PlaneSelection.OverScan(result, scan, member, component), FrameKind.Image);
                var (numbers, marks) = Parts(message, plane);
                var expected = Enumerable.Range(member * plane, plane).ToArray();
                Assert.Equal(expected.Select(position => (float)values[(position * components) + component]), numbers);
                Assert.Equal(
                    expected.All(position => valid[position]) ? [] : expected.Select(position => valid[position] ? (byte)1 : (byte)0),
                    marks);
                var measured = expected.Where(position => valid[position])
                    .Select(position => values[(position * components) + component]).ToList();
                var header = FrameMessage.Decode(message)!;
                Assert.Equal(
                    measured.Count == 0 ? (float.NaN, float.NaN) : ((float)measured.Min(), (float)measured.Max()),
                    (header.Minimum, header.Maximum));
            }

            if (components == 2)
            {
                var both = Sent(PlaneSelection.OverScan(result, scan, member, null), FrameKind.Field);
                Assert.Equal(
                    Enumerable.Range(0, 2)
                        .SelectMany(component => Enumerable.Range(member * plane, plane)
                            .Select(position => (float)values[(position * 2) + component])),
                    Parts(both, 2 * plane).Numbers);
            }
        }

        Assert.Throws<ArgumentException>(() => PlaneSelection.OverScan(result, scan, scan[0], 0));
        Assert.Throws<ArgumentException>(() => PlaneSelection.OverScan(result, scan, 0, components));
        if (components > 2)
            Assert.Throws<ArgumentException>(() => PlaneSelection.OverScan(result, scan, 0, null));
    }

    [Fact]
    public void OfAnArrayOfImages_OneIsSent_AndNoneThatIsTooLarge()
    {
        float[] values = [.. Enumerable.Range(0, 5 * 2 * 3).Select(static i => (float)i)];
        var images = new ResultArray("x", ResultKind.Single, ElementType.F32, new Extent(5, 2, 3), values);
        for (var image = 0; image < 5; image++)
        {
            var message = Sent(PlaneSelection.OfArray(images, default, image), FrameKind.Array);
            Assert.Equal((2, 3), (FrameMessage.Decode(message)!.Rows, FrameMessage.Decode(message)!.Columns));
            Assert.Equal(values.Skip(6 * image).Take(6), Parts(message, 6).Numbers);
        }

        Assert.Throws<ArgumentException>(() => PlaneSelection.OfArray(images, default, 5));
        var curve = images with { Shape = new Extent(30) };
        Assert.Equal(values, Parts(Sent(PlaneSelection.OfArray(curve, default, 7), FrameKind.Array), 30).Numbers);
        var large = new ResultArray("y", ResultKind.Single, ElementType.U8, new Extent(5000, 5000), new byte[25_000_000]);
        var refused = Assert.Throws<ArgumentException>(() => PlaneSelection.OfArray(large, default, 0));
        Assert.Contains("save it as a file", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(1)]
    [InlineData(2)]
    public void FramesInColor_AreSentColorByColor_OneBehindTheOther(int colors)
    {
        var detector = new Extent(2, 3, colors);
        float[] values = [.. Enumerable.Range(0, 5 * (int)detector.Count).Select(static i => (float)i)];
        var frames = new ResultArray("x", ResultKind.Single, ElementType.F32, new Extent(5).Append(detector), values);
        float[] Plane(int frame, int color) => [.. values.Skip(frame * 6 * colors).Take(6 * colors).Where((_, i) => i % colors == color)];
        var together = colors > 2 ? colors : 1;
        for (var image = 0; image < 5 * colors / together; image++)
        {
            var (frame, color) = Math.DivRem(image * together, colors);
            var message = Sent(PlaneSelection.OfArray(frames, detector, image), FrameKind.Array);
            Assert.Equal((2 * together, 3, together), Size(message));
            Assert.Equal(Enumerable.Range(color, together).SelectMany(c => Plane(frame, c)), Parts(message, 6 * together).Numbers);
        }

        Assert.Throws<ArgumentException>(() => PlaneSelection.OfArray(frames, detector, 5 * colors / together));

        // Of a result over the detector a color may be asked for; pixels of which a color is masked are none.
        var one = new ResultArray("y", ResultKind.Detector, ElementType.F32, detector, values[..(int)detector.Count])
        {
            Valid = [.. Enumerable.Range(0, (int)detector.Count).Select(i => i != colors)],
        };
        for (var color = 0; color < colors; color++)
        {
            var message = Sent(PlaneSelection.OverDetector(one, detector, color), FrameKind.Pattern);
            Assert.Equal(Plane(0, color), Parts(message, 6).Numbers);
            Assert.Equal(color == 0 ? [1, 0, 1, 1, 1, 1] : [], Parts(message, 6).Marks);
        }

        if (colors == 2)
        {
            var refusal = Assert.Throws<ArgumentException>(() => PlaneSelection.OverDetector(one, detector, null)).Message;
            Assert.Contains("select-color", refusal, StringComparison.Ordinal);
            return;
        }

        var all = Sent(PlaneSelection.OverDetector(one, detector, null), FrameKind.Frame);
        Assert.Equal((2 * together, 3, together), Size(all));
        Assert.Equal([1, 0, 1, 1, 1, 1], Parts(all, 6 * together).Marks);

        static (int, int, int) Size(byte[] message) =>
            FrameMessage.Decode(message) is { } head ? (head.Rows, head.Columns, head.Planes) : default;
    }

    [Fact]
    public void LargeImage_IsWrittenOnce()
    {
        var result = new ResultArray("x", ResultKind.Scan, ElementType.U64, new Extent(512, 512), new ulong[512 * 512]);
        ValuesMessage.Encode(PlaneSelection.OverScan(result, result.Shape, 0, null), FrameKind.Image, 1, 1, FrameFlags.Final).Dispose();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++)
            ValuesMessage.Encode(PlaneSelection.OverScan(result, result.Shape, 0, null), FrameKind.Image, 1, 1, FrameFlags.Final).Dispose();
        // the pool may have lost its buffer once
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 512 * 512 * sizeof(uint) * 11 / 10);
    }

    [Fact]
    public void ListsAndComplexNumbers_AreRefusedWithTheCure()
    {
        Assert.Contains(
            "save it as a file",
            Assert.Throws<ArgumentException>(() => Sent(Result(new System.Numerics.Complex[6], ElementType.C128), FrameKind.Image)).Message,
            StringComparison.Ordinal);
        var truths = Sent(Result(new[] { true, false, true, true, false, true }, ElementType.Bool), FrameKind.Image);
        Assert.Equal([1, 0, 1, 1, 0, 1], truths[FrameMessage.HeaderBytes..]);
    }

    private static (float[] Numbers, byte[] Marks) Parts(byte[] message, int count) =>
        (
            MemoryMarshal.Cast<byte, float>(message.AsSpan(FrameMessage.HeaderBytes, count * sizeof(float))).ToArray(),
            message[(FrameMessage.HeaderBytes + (count * sizeof(float)))..]);

    private static byte[] Sent(
        ResultArray result, FrameKind kind, uint view = 1, uint sequence = 1,
        FrameFlags flags = FrameFlags.Final, long position = 0, string path = "", TimeSpan time = default)
    {
        var whole = PlaneSelection.OverScan(result, result.Shape, 0, null);
        if (kind == FrameKind.Field)
            whole = whole with { Rows = 1, Columns = 3, Planes = 2, Components = 2 };
        using var message = ValuesMessage.Encode(whole, kind, view, sequence, flags, position, path, time);
        return message.Bytes.ToArray();
    }

    private static byte[] Sent(PlaneSelection selection, FrameKind kind)
    {
        using var message = ValuesMessage.Encode(selection, kind, 1, 1, FrameFlags.Final);
        return message.Bytes.ToArray();
    }

    private static void Check<T>(T[] values, ElementType type, ElementType sent)
        where T : unmanaged
    {
        var message = Sent(Result(values, type), FrameKind.Image, 77, 5, FrameFlags.Final | FrameFlags.Preview, 1L << 40);
        var decoded = FrameMessage.Decode(message)!;
        Assert.Equal(
            (FrameKind.Image, 77u, 5u, 2, 3, sent, FrameFlags.Final | FrameFlags.Preview, 1L << 40),
            (decoded.Kind, decoded.View, decoded.Sequence, decoded.Rows, decoded.Columns, decoded.Type, decoded.Flags, decoded.Position));
        var numbers = values.Select(static value => Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        var payload = message.AsSpan(FrameMessage.HeaderBytes).ToArray();
        Assert.Equal(6 * sent.Size(), payload.Length);
        for (var i = 0; i < 6; i++)
        {
            double value = sent switch
            {
                ElementType.U8 => (double)payload[i],
                ElementType.U16 => BitConverter.ToUInt16(payload, 2 * i),
                ElementType.I16 => BitConverter.ToInt16(payload, 2 * i),
                ElementType.U32 => (double)BitConverter.ToUInt32(payload, 4 * i),
                ElementType.I32 => BitConverter.ToInt32(payload, 4 * i),
                ElementType.U64 => BitConverter.ToUInt64(payload, 8 * i),
                ElementType.I64 => BitConverter.ToInt64(payload, 8 * i),
                ElementType.F64 => BitConverter.ToDouble(payload, 8 * i),
                _ => BitConverter.ToSingle(payload, 4 * i),
            };
            Assert.Equal(sent == ElementType.F32 ? (float)numbers[i] : numbers[i], value);
        }

        var finite = numbers.Where(double.IsFinite).ToList();
        Assert.Equal(((float)finite.Min(), (float)finite.Max()), (decoded.Minimum, decoded.Maximum));
        if (float.IsFinite((float)finite.Max()))
            Assert.Equal((float)finite.Average(), decoded.Mean, 1e-5f * Math.Abs((float)finite.Max()));
    }

    private static ResultArray Result(Array values, ElementType type) => new("x", ResultKind.Scan, type, new Extent(2, 3), values);
}
