using System.Buffers.Binary;
using System.Numerics;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Server;

/// <summary>Values of one view as a binary message: 64 bytes that describe them, then the values, little-endian (docs/protocol.md).</summary>
/// <param name="Kind">What they are.</param>
/// <param name="View">The view that asked.</param>
/// <param name="Sequence">Number of the request that is answered.</param>
/// <param name="Rows">Rows of the image.</param>
/// <param name="Columns">Columns of the image.</param>
/// <param name="Type">Type of the values: u8, u16, u32, i8, i16, i32 or f32.</param>
/// <param name="Flags">What is to be known of them.</param>
/// <param name="Position">Flat scan position of a frame, positions of a pattern; else 0.</param>
/// <param name="Minimum">Smallest finite value; NaN when no value is finite.</param>
/// <param name="Maximum">Largest finite value, or NaN.</param>
/// <param name="Mean">Mean of the finite values, or NaN.</param>
public sealed record FrameMessage(FrameKind Kind, uint View, uint Sequence, int Rows, int Columns, ElementType Type, FrameFlags Flags, long Position, float Minimum, float Maximum, float Mean)
{
    /// <summary>Bytes before the values.</summary>
    public const int HeaderBytes = 64;

    /// <summary>Version of the protocol.</summary>
    public const ushort Version = 1;

    /// <summary><c>RNCH</c> as a little-endian number.</summary>
    public const uint Magic = 0x48434E52;

    private static readonly string[] Paths = ["", "full", "difference", "rings"];

    /// <summary>A message as it is sent.</summary>
    /// <param name="result">Values with two axes at the end; those of 64 bits are sent in 32: integers as u32 or i32 where all fit, else as f32.</param>
    /// <param name="kind">What they are.</param>
    /// <param name="view">The view that asked.</param>
    /// <param name="sequence">Number of the request.</param>
    /// <param name="flags">What is to be known of them.</param>
    /// <param name="position">See <see cref="Position"/>.</param>
    /// <param name="path">How an image was computed: full, difference or rings; empty: there is only one way.</param>
    /// <param name="time">Time that it took.</param>
    /// <exception cref="ArgumentException">The values have fewer than two axes, or are no real numbers.</exception>
    public static byte[] Encode(ResultArray result, FrameKind kind, uint view, uint sequence, FrameFlags flags, long position = 0, string path = "", TimeSpan time = default)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.Shape.Rank < 2)
            throw new ArgumentException($"'{result.Name}' has axes {result.Shape}; an image has two.", nameof(result));
        var (values, type) = Narrow(result);
        long columns = result.Shape[result.Shape.Rank - 1], rows = columns == 0 ? 0 : values.Length / columns;
        var bytes = Bytes(values, type);
        var message = new byte[HeaderBytes + bytes.Length];
        var (minimum, maximum, mean) = Statistics(values, type);
        var header = message.AsSpan(0, HeaderBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(header, Magic);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], Version);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], (ushort)kind);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], view);
        BinaryPrimitives.WriteUInt32LittleEndian(header[12..], sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], checked((uint)rows));
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], checked((uint)columns));
        header[24] = (byte)type;
        header[25] = (byte)Math.Max(Array.IndexOf(Paths, path), 0);
        BinaryPrimitives.WriteUInt16LittleEndian(header[26..], (ushort)flags);
        BinaryPrimitives.WriteInt64LittleEndian(header[32..], position);
        BinaryPrimitives.WriteSingleLittleEndian(header[40..], minimum);
        BinaryPrimitives.WriteSingleLittleEndian(header[44..], maximum);
        BinaryPrimitives.WriteSingleLittleEndian(header[48..], mean);
        BinaryPrimitives.WriteUInt32LittleEndian(header[52..], checked((uint)bytes.Length));
        BinaryPrimitives.WriteUInt32LittleEndian(header[56..], (uint)Math.Min(time.TotalMicroseconds, uint.MaxValue));
        bytes.CopyTo(message.AsSpan(HeaderBytes));
        return message;
    }

    /// <summary>Reads the header of a message.</summary>
    /// <returns>Null: it is no message of this version, or not as long as it says.</returns>
    public static FrameMessage? Decode(ReadOnlySpan<byte> message)
    {
        if (message.Length < HeaderBytes || BinaryPrimitives.ReadUInt32LittleEndian(message) != Magic || BinaryPrimitives.ReadUInt16LittleEndian(message[4..]) != Version)
            return null;
        var type = (ElementType)message[24];
        uint rows = BinaryPrimitives.ReadUInt32LittleEndian(message[16..]), columns = BinaryPrimitives.ReadUInt32LittleEndian(message[20..]), bytes = BinaryPrimitives.ReadUInt32LittleEndian(message[52..]);
        if (!Enum.IsDefined(type) || type is ElementType.Object || bytes != message.Length - HeaderBytes || (UInt128)rows * columns * (uint)type.Size() != bytes)
            return null;
        return new(
            (FrameKind)BinaryPrimitives.ReadUInt16LittleEndian(message[6..]),
            BinaryPrimitives.ReadUInt32LittleEndian(message[8..]),
            BinaryPrimitives.ReadUInt32LittleEndian(message[12..]),
            checked((int)rows),
            checked((int)columns),
            type,
            (FrameFlags)BinaryPrimitives.ReadUInt16LittleEndian(message[26..]),
            BinaryPrimitives.ReadInt64LittleEndian(message[32..]),
            BinaryPrimitives.ReadSingleLittleEndian(message[40..]),
            BinaryPrimitives.ReadSingleLittleEndian(message[44..]),
            BinaryPrimitives.ReadSingleLittleEndian(message[48..]));
    }

    // By the declared type: arrays of signed and unsigned numbers are one and the same to a type test.
    private static (Array Values, ElementType Type) Narrow(ResultArray result)
    {
        switch (result.ElementType)
        {
            case ElementType.U8 or ElementType.U16 or ElementType.U32 or ElementType.I8 or ElementType.I16 or ElementType.I32 or ElementType.F32:
                return (result.Values, result.ElementType);
            case ElementType.U64 when !((ulong[])result.Values).AsSpan().ContainsAnyExceptInRange(0UL, uint.MaxValue):
                return (Array.ConvertAll((ulong[])result.Values, static value => (uint)value), ElementType.U32);
            case ElementType.I64 when !((long[])result.Values).AsSpan().ContainsAnyExceptInRange(int.MinValue, (long)int.MaxValue):
                return (Array.ConvertAll((long[])result.Values, static value => (int)value), ElementType.I32);
            default:
                return (Floats(result.Values, result.ElementType), ElementType.F32);
        }
    }

    private static float[] Floats(Array values, ElementType type) => type.Dispatch<Conversion, float[]>(new(values));

    // Over the values that are finite; NaN when none is.
    private static (float Minimum, float Maximum, float Mean) Statistics(Array values, ElementType type)
    {
        double minimum = double.PositiveInfinity, maximum = double.NegativeInfinity, sum = 0;
        long count = 0;
        foreach (float value in type == ElementType.F32 ? (float[])values : Floats(values, type))
        {
            if (!float.IsFinite(value))
                continue;
            minimum = Math.Min(minimum, value);
            maximum = Math.Max(maximum, value);
            sum += value;
            count++;
        }

        return count == 0 ? (float.NaN, float.NaN, float.NaN) : ((float)minimum, (float)maximum, (float)(sum / count));
    }

    private static byte[] Bytes(Array values, ElementType type)
    {
        var bytes = new byte[values.Length * type.Size()];
        Buffer.BlockCopy(values, 0, bytes, 0, bytes.Length);
        return bytes;
    }

    private readonly struct Conversion(Array values) : IElementTypeAction<float[]>
    {
        public float[] Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var numbers = (T[])values;
            var floats = new float[numbers.Length];
            for (int i = 0; i < floats.Length; i++)
                floats[i] = float.CreateTruncating(numbers[i]);
            return floats;
        }
    }
}
