using System.Buffers.Binary;
using Ronchi.Frames;

namespace Ronchi.Server;

/// <summary>
/// Values of one view as a binary message: 64 bytes that describe them, then the values, little-endian (docs/protocol.md).
/// </summary>
/// <param name="Kind">What they are.</param>
/// <param name="View">The view that asked.</param>
/// <param name="Sequence">Number of the request that is answered.</param>
/// <param name="Rows">Rows of the image.</param>
/// <param name="Columns">Columns of the image.</param>
/// <param name="Type">Type of the values: u8 to i64, f32 or f64.</param>
/// <param name="Flags">What is to be known of them.</param>
/// <param name="Position">Flat scan position of a frame, positions of a pattern; else 0.</param>
/// <param name="Minimum">Smallest finite value, rounded to f32; NaN when no value is finite.</param>
/// <param name="Maximum">Largest finite value, or NaN.</param>
/// <param name="Mean">Mean of the finite values, or NaN.</param>
public sealed record FrameMessage(
    FrameKind Kind, uint View, uint Sequence, int Rows, int Columns, ElementType Type,
    FrameFlags Flags, long Position, float Minimum, float Maximum, float Mean)
{
    /// <summary>Images one behind the other: 1, 2 of a field, or the number of colours. <see cref="Rows"/> are those of all.</summary>
    public int Planes { get; init; } = 1;

    /// <summary>Marks behind the values, one for each entry of a plane, 1: measured; 0 marks: all are.</summary>
    public int Marks { get; init; }

    /// <summary>Bytes before the values.</summary>
    public const int HeaderBytes = 64;

    /// <summary>Version of the protocol.</summary>
    public const ushort Version = 2;

    /// <summary><c>RNCH</c> as a little-endian number.</summary>
    public const uint Magic = 0x48434E52;

    /// <summary>Reads the header of a message.</summary>
    /// <returns>Null: it is no message of this version, or not as long as it says.</returns>
    public static FrameMessage? Decode(ReadOnlySpan<byte> message)
    {
        if (message.Length < HeaderBytes || BinaryPrimitives.ReadUInt32LittleEndian(message) != Magic
            || BinaryPrimitives.ReadUInt16LittleEndian(message[4..]) != Version)
            return null;
        var type = (ElementType)message[24];
        uint rows = BinaryPrimitives.ReadUInt32LittleEndian(message[16..]),
            columns = BinaryPrimitives.ReadUInt32LittleEndian(message[20..]),
            bytes = BinaryPrimitives.ReadUInt32LittleEndian(message[52..]), marks = BinaryPrimitives.ReadUInt32LittleEndian(message[60..]);
        if (!Enum.IsDefined(type) || type is ElementType.Object || (UInt128)bytes + marks != (uint)(message.Length - HeaderBytes)
            || (UInt128)rows * columns * (uint)type.Size() != bytes)
            return null;
        var planes = (uint)BinaryPrimitives.ReadUInt16LittleEndian(message[28..]);
        if (planes == 0 || rows % planes != 0 || (marks != 0 && (UInt128)(rows / planes) * columns != marks))
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
            BinaryPrimitives.ReadSingleLittleEndian(message[48..])) { Planes = (int)planes, Marks = checked((int)marks) };
    }
}
