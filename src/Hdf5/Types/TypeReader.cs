using Ronchi.Hdf5.Storage;

namespace Ronchi.Hdf5.Types;

/// <summary>Reads datatype messages (format specification 3.0, IV.A.2.d), versions 1 to 3.</summary>
internal static class TypeReader
{
    private const int MaxDepth = 16;

    public static Hdf5Type Read(ref Cursor cursor, int depth = 0)
    {
        if (depth > MaxDepth)
            throw cursor.Fault($"types are nested more than {MaxDepth} deep");
        byte head = cursor.U8();
        int version = head >> 4;
        var typeClass = (Hdf5TypeClass)(head & 15);
        int bits = cursor.U8() | (cursor.U8() << 8) | (cursor.U8() << 16);
        long size = cursor.U32();
        if (version is < 1 or > 4)
            throw cursor.Fault($"the datatype has version {version}, only 1 to 4 are known");
        if (size is 0 or > int.MaxValue)
            throw cursor.Fault($"an element of {size} bytes is not plausible");
        return typeClass switch
        {
            Hdf5TypeClass.Integer or Hdf5TypeClass.BitField => ReadInteger(ref cursor, typeClass, bits, (int)size),
            Hdf5TypeClass.Float => ReadFloat(ref cursor, bits, (int)size),
            Hdf5TypeClass.Text => new Hdf5Type(typeClass, (int)size) { IsSpacePadded = (bits & 15) == 2 },
            Hdf5TypeClass.Compound => ReadCompound(ref cursor, version, bits & 0xFFFF, (int)size, depth),
            Hdf5TypeClass.Enumeration => ReadEnumeration(ref cursor, version, bits & 0xFFFF, (int)size, depth),
            Hdf5TypeClass.VariableLength => ReadVariable(ref cursor, bits, (int)size, depth),
            Hdf5TypeClass.Array => ReadArray(ref cursor, version, (int)size, depth),
            Hdf5TypeClass.Time => ReadTime(ref cursor, (int)size),
            Hdf5TypeClass.Opaque => ReadOpaque(ref cursor, bits & 0xFF, (int)size),
            Hdf5TypeClass.Reference => new Hdf5Type(typeClass, (int)size),
            _ => throw cursor.Fault($"the datatype class {(int)typeClass} is not known"),
        };
    }

    private static Hdf5Type ReadInteger(ref Cursor cursor, Hdf5TypeClass typeClass, int bits, int size)
    {
        int bitOffset = cursor.U16(), precision = cursor.U16();
        bool isRead = size is 1 or 2 or 4 or 8 && precision > 0 && bitOffset + precision <= size * 8;
        return new Hdf5Type(typeClass, size)
        {
            IsBigEndian = (bits & 1) != 0,
            IsSigned = typeClass == Hdf5TypeClass.Integer && (bits & 8) != 0,
            Precision = precision,
            BitOffset = bitOffset,
            Obstacle = isRead ? null : $"an integer of {precision} bits at bit {bitOffset} of {size} bytes",
        };
    }

    private static Hdf5Type ReadFloat(ref Cursor cursor, int bits, int size)
    {
        int bitOffset = cursor.U16(), precision = cursor.U16();
        int exponentAt = cursor.U8(), exponentBits = cursor.U8(), mantissaAt = cursor.U8(), mantissaBits = cursor.U8();
        uint bias = cursor.U32();
        bool isIeee = bitOffset == 0 && precision == size * 8 && mantissaAt == 0 && exponentAt == mantissaBits
            && ((bits >> 8) & 0xFF) == (size * 8) - 1
            && (size, exponentBits, mantissaBits, bias) is (2, 5, 10, 15) or (4, 8, 23, 127) or (8, 11, 52, 1023);
        return new Hdf5Type(Hdf5TypeClass.Float, size)
        {
            IsBigEndian = (bits & 1) != 0,
            IsSigned = true,
            Obstacle = !isIeee || (bits & 0x40) != 0
                ? $"a float of {precision} bits with {exponentBits} exponent and {mantissaBits} mantissa "
                    + $"bits{((bits & 0x40) != 0 ? " in VAX order" : "")}"
                : null,
        };
    }

    private static Hdf5Type ReadTime(ref Cursor cursor, int size)
    {
        cursor.Skip(2);
        return new Hdf5Type(Hdf5TypeClass.Time, size);
    }

    private static Hdf5Type ReadOpaque(ref Cursor cursor, int tagLength, int size)
    {
        cursor.Skip(Math.Min(tagLength, cursor.Remaining));
        return new Hdf5Type(Hdf5TypeClass.Opaque, size);
    }

    private static Hdf5Type ReadVariable(ref Cursor cursor, int bits, int size, int depth) =>
        new(Hdf5TypeClass.VariableLength, size)
        {
            IsVariableText = (bits & 15) == 1,
            Element = Read(ref cursor, depth + 1),
        };

    private static Hdf5Type ReadArray(ref Cursor cursor, int version, int size, int depth)
    {
        int rank = cursor.U8();
        if (version < 3)
            cursor.Skip(3);
        var shape = new int[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            long length = cursor.U32();
            if (length > size)
                throw cursor.Fault($"an array type of {size} bytes has an axis of {length} elements");
            shape[axis] = (int)length;
        }
        if (version < 3)
            cursor.Skip(4 * rank);
        return new Hdf5Type(Hdf5TypeClass.Array, size) { ArrayShape = shape, Element = Read(ref cursor, depth + 1) };
    }

    private static Hdf5Type ReadCompound(ref Cursor cursor, int version, int count, int size, int depth)
    {
        int offsetWidth = size < 1 << 8 ? 1 : size < 1 << 16 ? 2 : size < 1 << 24 ? 3 : 4;
        var members = new List<Hdf5Member>();
        for (int i = 0; i < count; i++)
        {
            int start = cursor.Position;
            string name = cursor.Text();
            if (version < 3)
                cursor.Align(8, start);
            long offset = cursor.Number(version < 3 ? 4 : offsetWidth);
            int[] shape = version == 1 ? ReadOldMemberShape(ref cursor) : [];
            var type = Read(ref cursor, depth + 1);
            if (shape.Length > 0)
                type = new Hdf5Type(Hdf5TypeClass.Array, size) { ArrayShape = shape, Element = type };
            else if (offset > size - type.Size)
                throw cursor.Fault($"the member '{name}' lies outside its compound type");
            members.Add(new Hdf5Member(name, (int)offset, type));
        }
        return new Hdf5Type(Hdf5TypeClass.Compound, size) { Members = members };
    }

    private static int[] ReadOldMemberShape(ref Cursor cursor)
    {
        int rank = cursor.U8();
        cursor.Skip(3 + 4 + 4);
        if (rank > 4)
            throw cursor.Fault($"a compound member has {rank} axes, more than 4");
        var shape = new int[rank];
        for (int axis = 0; axis < 4; axis++)
        {
            uint length = cursor.U32();
            if (axis < rank)
                shape[axis] = (int)Math.Min(length, int.MaxValue);
        }
        return shape;
    }

    private static Hdf5Type ReadEnumeration(ref Cursor cursor, int version, int count, int size, int depth)
    {
        var element = Read(ref cursor, depth + 1);
        if (element.Class != Hdf5TypeClass.Integer || element.Size != size || size > 8)
            throw cursor.Fault($"an enumeration of {size} bytes is built on {element}");
        var names = new string[count];
        for (int i = 0; i < count; i++)
        {
            int start = cursor.Position;
            names[i] = cursor.Text();
            if (version < 3)
                cursor.Align(8, start);
        }
        var values = new Dictionary<string, long>(StringComparer.Ordinal);
        for (int i = 0; i < count; i++)
            values[names[i]] = ReadValue(cursor.Take(size), element);
        return new Hdf5Type(Hdf5TypeClass.Enumeration, size)
        {
            IsBigEndian = element.IsBigEndian,
            IsSigned = element.IsSigned,
            Precision = element.Precision,
            BitOffset = element.BitOffset,
            Obstacle = element.Obstacle is null ? null : $"an enumeration of {element}",
            Element = element,
            Names = values,
        };
    }

    private static long ReadValue(ReadOnlySpan<byte> bytes, Hdf5Type type)
    {
        ulong value = 0;
        for (int i = 0; i < bytes.Length; i++)
            value = (value << 8) | bytes[type.IsBigEndian ? i : bytes.Length - 1 - i];
        if (type.Obstacle is not null)
            return (long)value;
        int unused = 64 - type.Precision;
        value <<= unused - type.BitOffset;
        return type.IsSigned ? (long)value >> unused : (long)(value >> unused);
    }
}
