using System.Runtime.InteropServices;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Server;
using Xunit;

namespace Ronchi.Tests.Server;

public sealed class FrameMessageTests
{
    [Fact]
    public void Values_ComeBackAsTheyWere_OrInThirtyTwoBits()
    {
        Check(new byte[] { 1, 2, 250, 3, 4, 5 }, ElementType.U8, ElementType.U8);
        Check(new ushort[] { 1, 2, 65535, 3, 4, 5 }, ElementType.U16, ElementType.U16);
        Check(new short[] { -1, 2, 3, 3, 4, 5 }, ElementType.I16, ElementType.I16);
        Check(new ulong[] { 1, 2, uint.MaxValue, 3, 4, 5 }, ElementType.U64, ElementType.U32);
        Check(new ulong[] { 1, 2, 1UL << 40, 3, 4, 5 }, ElementType.U64, ElementType.F32);
        Check(new long[] { -1, 2, int.MinValue, 3, 4, 5 }, ElementType.I64, ElementType.I32);
        Check(new float[] { 1, float.NaN, -7.5f, 3, 4, 5 }, ElementType.F32, ElementType.F32);
        Check(new double[] { 1, 2, 1e30, 3, 4, 5 }, ElementType.F64, ElementType.F32);
    }

    [Fact]
    public void TheWayAndTheTime_AreToldInTheHeader()
    {
        foreach (var (path, number) in new[] { ("", 0), ("full", 1), ("difference", 2), ("rings", 3), ("else", 0) })
        {
            var message = FrameMessage.Encode(Result(new ulong[] { 10, 20, 30, 40, 50, 61 }, ElementType.U64), FrameKind.Field, 1, 2, FrameFlags.Final, 4, path, TimeSpan.FromMilliseconds(1.5));
            Assert.Equal((number, 1500u, 4), (message[25], BitConverter.ToUInt32(message, 56), message[6]));
        }
    }

    [Fact]
    public void ImageWithoutAFiniteValue_HasNoExtremesAndNoMean()
    {
        var decoded = FrameMessage.Decode(FrameMessage.Encode(Result(new[] { float.NaN, float.NaN, float.PositiveInfinity, float.NaN, float.NegativeInfinity, float.NaN }, ElementType.F32), FrameKind.Image, 1, 1, FrameFlags.Final))!;
        Assert.Equal((float.NaN, float.NaN, float.NaN), (decoded.Minimum, decoded.Maximum, decoded.Mean));
    }

    [Fact]
    public void DamagedMessages_AreNone()
    {
        var message = FrameMessage.Encode(Result(new ushort[] { 1, 2, 3, 4, 5, 6 }, ElementType.U16), FrameKind.Image, 3, 4, FrameFlags.Partial);
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

        Assert.Throws<ArgumentException>(() => FrameMessage.Encode(Result(new ushort[6], ElementType.U16) with { Shape = new Extent(6) }, FrameKind.Image, 0, 0, FrameFlags.None));
    }

    private static void Check<T>(T[] values, ElementType type, ElementType sent)
        where T : unmanaged
    {
        var message = FrameMessage.Encode(Result(values, type), FrameKind.Image, 77, 5, FrameFlags.Final | FrameFlags.Preview, 1L << 40);
        var decoded = FrameMessage.Decode(message)!;
        Assert.Equal((FrameKind.Image, 77u, 5u, 2, 3, sent, FrameFlags.Final | FrameFlags.Preview, 1L << 40), (decoded.Kind, decoded.View, decoded.Sequence, decoded.Rows, decoded.Columns, decoded.Type, decoded.Flags, decoded.Position));
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
                _ => BitConverter.ToSingle(payload, 4 * i),
            };
            Assert.Equal(sent == ElementType.F32 ? (float)numbers[i] : numbers[i], value);
        }

        var finite = numbers.Where(double.IsFinite).ToList();
        Assert.Equal(((float)finite.Min(), (float)finite.Max()), (decoded.Minimum, decoded.Maximum));
        Assert.Equal((float)finite.Average(), decoded.Mean, 1e-5f * Math.Abs((float)finite.Max()));
    }

    private static ResultArray Result(Array values, ElementType type) => new("x", ResultKind.Scan, type, new Extent(2, 3), values);
}
