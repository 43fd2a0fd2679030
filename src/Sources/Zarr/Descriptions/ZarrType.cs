using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using Ronchi.Frames;
using Ronchi.Frames.Numpy;

namespace Ronchi.Sources.Zarr;

/// <summary>Type of the elements of an array.</summary>
/// <param name="Name">As the store writes it.</param>
/// <param name="Type">In which type values are given: truth values as bytes, 16-bit floats as 32-bit ones.</param>
/// <param name="Bytes">Bytes of a stored element.</param>
/// <param name="IsHalf">Whether these are 16-bit floats.</param>
/// <param name="IsBigEndian">Whether the high byte comes first.</param>
internal sealed record ZarrType(string Name, ElementType Type, int Bytes, bool IsHalf, bool IsBigEndian)
{
    /// <summary>How values are stored where that is another type than the one in which they are given; null: it is the same.</summary>
    public string? StoredAs => IsHalf || Name.TrimStart('|', '<', '>') is "b1" or "bool" ? Name : null;

    /// <summary>Reads a type: <c>&lt;u2</c> (version 2) or <c>uint16</c> (version 3).</summary>
    /// <exception cref="NotSupportedException">Such elements cannot be read.</exception>
    public static ZarrType Parse(JsonElement? written)
    {
        var name = written is { ValueKind: JsonValueKind.String } text ? text.GetString()! : written?.ToString() ?? "nothing";
        if (name is "<f2" or ">f2" or "float16")
            return new(name, ElementType.F32, sizeof(short), IsHalf: true, name == ">f2");
        if (NpyType.TryParse(name, out var type, out var isBigEndian) && !type.IsComplex())
            return new(name, type == ElementType.Bool ? ElementType.U8 : type, type.Size(), IsHalf: false, isBigEndian);
        throw new NotSupportedException(
            type.IsComplex()
                ? $"holds complex numbers ({name}), which are not supported: store the absolute value, or the real and imaginary parts, as "
                    + "separate arrays"
                : $"holds {name}, which is not a number; frames can be integers of 8 to 64 bits or floats of 16, 32 or 64 bits");
    }

    /// <summary>The bytes of a value that stands for chunks which are not there, in native order.</summary>
    /// <exception cref="NotSupportedException">It is no value of this type.</exception>
    public byte[] Fill(JsonElement? written)
    {
        var fill = new byte[8];
        switch (written)
        {
            case null or { ValueKind: JsonValueKind.False }:
                break;
            case { ValueKind: JsonValueKind.True }:
                fill[0] = 1;
                break;
            case { ValueKind: JsonValueKind.String } text:
                FromText(text.GetString()!, fill);
                break;
            case { ValueKind: JsonValueKind.Number } number:
                FromNumber(number, fill);
                break;
            default:
                throw Unfit(written.Value.ToString());
        }

        return fill[..Bytes];
    }

    private void FromText(string text, byte[] fill)
    {
        if (text.StartsWith("0x", StringComparison.Ordinal)
            && ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits))
            BinaryPrimitives.WriteUInt64LittleEndian(fill, bits);
        else if (Type.IsFloat())
            FromDouble(
                text switch
                {
                    "NaN" => double.NaN,
                    "Infinity" => double.PositiveInfinity,
                    "-Infinity" => double.NegativeInfinity,
                    _ => throw Unfit(text),
                },
                fill);
        else
            throw Unfit(text);
    }

    private void FromNumber(JsonElement number, byte[] fill)
    {
        if (Type.IsFloat())
            FromDouble(number.GetDouble(), fill);
        else if (Type == ElementType.U64 && number.TryGetUInt64(out var large))
            BinaryPrimitives.WriteUInt64LittleEndian(fill, large);
        else if (number.TryGetInt64(out var whole) || (number.TryGetDouble(out var real) && real == (whole = (long)real)))
            BinaryPrimitives.WriteInt64LittleEndian(fill, whole);
        else
            throw Unfit(number.ToString());
    }

    private void FromDouble(double value, byte[] fill)
    {
        if (IsHalf)
            BinaryPrimitives.WriteHalfLittleEndian(fill, (Half)value);
        else if (Type == ElementType.F32)
            BinaryPrimitives.WriteSingleLittleEndian(fill, (float)value);
        else
            BinaryPrimitives.WriteDoubleLittleEndian(fill, value);
    }

    private NotSupportedException Unfit(string value) => new($"has the fill value {value}, which is no value of {Name}");
}
