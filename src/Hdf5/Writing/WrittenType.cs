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

    private static byte[] Integer(int size, bool isSigned) =>
        new LittleEndianBuffer().U8(0x10).U8(isSigned ? 8 : 0).U16(0).U32((uint)size).U16(0).U16(8 * size).Written.ToArray();

    private static byte[] Float(int size, int exponentBits, int mantissaBits, uint bias) =>
        new LittleEndianBuffer().U8(0x11).U8(0x20).U8((8 * size) - 1).U8(0).U32((uint)size)
            .U16(0).U16(8 * size).U8(mantissaBits).U8(exponentBits).U8(0).U8(mantissaBits).U32(bias).Written.ToArray();

    private static byte[] Bool() =>
        new LittleEndianBuffer().U8(0x38).U16(2).U8(0).U32(1).Raw(Integer(1, isSigned: true)).Text("FALSE").Text("TRUE").U8(0).U8(1).Written.ToArray();
}
