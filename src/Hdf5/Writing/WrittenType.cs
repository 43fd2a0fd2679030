using System.Text;
using Ronchi.Hdf5.Types;

namespace Ronchi.Hdf5.Writing;

/// <summary>Datatype messages of what the writer can store (format specification 3.0, IV.A.2.d).</summary>
internal static class WrittenType
{
    /// <summary>The message for numbers of type <typeparamref name="T"/>; bool as h5py stores it.</summary>
    public static byte[] Of<T>()
        where T : unmanaged
    {
        if (typeof(T) == typeof(byte))
            return Integer(1, isSigned: false);
        if (typeof(T) == typeof(sbyte))
            return Integer(1, isSigned: true);
        if (typeof(T) == typeof(ushort))
            return Integer(2, isSigned: false);
        if (typeof(T) == typeof(short))
            return Integer(2, isSigned: true);
        if (typeof(T) == typeof(uint))
            return Integer(4, isSigned: false);
        if (typeof(T) == typeof(int))
            return Integer(4, isSigned: true);
        if (typeof(T) == typeof(ulong))
            return Integer(8, isSigned: false);
        if (typeof(T) == typeof(long))
            return Integer(8, isSigned: true);
        if (typeof(T) == typeof(Half))
            return Float(2, 5, 10, 15);
        if (typeof(T) == typeof(float))
            return Float(4, 8, 23, 127);
        if (typeof(T) == typeof(double))
            return Float(8, 11, 52, 1023);
        if (typeof(T) == typeof(bool))
            return Bool();
        throw new ArgumentException($"Elements of type {typeof(T).Name} cannot be written.", nameof(T));
    }

    /// <summary>UTF-8 filled up with zeros to <paramref name="size"/> bytes.</summary>
    public static byte[] Text(int size) => new LittleEndianBuffer().U8(0x13).U8(0x11).U16(0).U32((uint)size).Written.ToArray();

    /// <summary>UTF-8 of any length, kept in a <see cref="TextHeap"/>.</summary>
    public static byte[] VariableText() =>
        new LittleEndianBuffer().U8(0x19).U8(1).U8(1).U8(0).U32(16).Raw(Integer(1, isSigned: false)).Written.ToArray();

    /// <summary>Why values of a type cannot be written; null when they can.</summary>
    public static string? WhyNot(Hdf5Type type) => type.IsNumeric || type.IsText ? null : type.Obstacle ?? type.ToString();

    /// <summary>A value as it is written: numbers in their own type, little-endian; texts filled up to the longest.</summary>
    /// <param name="value">Numbers or texts.</param>
    /// <param name="mostBytes">Texts that need more when they are all as long as the longest are not written.</param>
    /// <returns>The datatype message and the bytes; null: too many.</returns>
    public static (byte[] Type, byte[] Bytes)? Encode(Hdf5Value value, long mostBytes)
    {
        if (!value.IsText)
            return (Numbers(value.Type), value.Bytes.ToArray());
        var texts = value.ToTexts();
        int size = value.Type.IsVariableText ? 1 : value.Type.Size;
        foreach (string text in texts)
            size = Math.Max(size, Encoding.UTF8.GetByteCount(text));
        if ((long)size * texts.Length > mostBytes)
            return null;
        var bytes = new byte[size * texts.Length];
        for (int i = 0; i < texts.Length; i++)
            Encoding.UTF8.GetBytes(texts[i], bytes.AsSpan(i * size, size));
        return (Text(size), bytes);
    }

    private static byte[] Numbers(Hdf5Type type) => type.Class switch
    {
        Hdf5TypeClass.Float => type.Size switch { 2 => Of<Half>(), 4 => Of<float>(), _ => Of<double>() },
        Hdf5TypeClass.Enumeration => Enumeration(type),
        _ => Integer(type.Size, type.IsSigned),
    };

    private static byte[] Enumeration(Hdf5Type type)
    {
        var message = new LittleEndianBuffer()
            .U8(0x38)
            .U16(type.Names.Count)
            .U8(0)
            .U32((uint)type.Size)
            .Raw(Integer(type.Size, type.IsSigned));
        foreach (string name in type.Names.Keys)
            message.Text(name);
        foreach (long value in type.Names.Values)
            message.Number(value, type.Size);
        return message.Written.ToArray();
    }

    private static byte[] Integer(int size, bool isSigned) =>
        new LittleEndianBuffer().U8(0x10).U8(isSigned ? 8 : 0).U16(0).U32((uint)size).U16(0).U16(8 * size).Written.ToArray();

    private static byte[] Float(int size, int exponentBits, int mantissaBits, uint bias) =>
        new LittleEndianBuffer().U8(0x11).U8(0x20).U8((8 * size) - 1).U8(0).U32((uint)size)
            .U16(0).U16(8 * size).U8(mantissaBits).U8(exponentBits).U8(0).U8(mantissaBits).U32(bias).Written.ToArray();

    private static byte[] Bool() =>
        new LittleEndianBuffer()
            .U8(0x38)
            .U16(2)
            .U8(0)
            .U32(1)
            .Raw(Integer(1, isSigned: true))
            .Text("FALSE")
            .Text("TRUE")
            .U8(0)
            .U8(1).Written
            .ToArray();
}
