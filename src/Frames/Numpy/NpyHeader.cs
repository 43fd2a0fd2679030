using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Ronchi.Frames.Numpy;

/// <summary>The head of an NPY file: element type, byte order, memory order, shape.</summary>
/// <param name="Type">Type of the values.</param>
/// <param name="BigEndian">Whether the values' bytes are in big-endian order.</param>
/// <param name="FortranOrder">Whether the first axis is the fastest.</param>
/// <param name="Shape">Length of each axis.</param>
/// <param name="DataOffset">Bytes before the first value.</param>
public sealed record NpyHeader(ElementType Type, bool BigEndian, bool FortranOrder, ImmutableArray<long> Shape, long DataOffset)
{
    private const int MaximumBytes = 1 << 20;
    private const int MaximumRank = 64;

    /// <summary>Number of values.</summary>
    public long Count => new Extent(Shape.AsSpan()).Count;

    /// <summary>Reads the head of a file.</summary>
    /// <exception cref="InvalidDataException">The bytes are no NPY head, or one of a type that is not an
    /// <see cref="ElementType"/>.</exception>
    public static NpyHeader Read(Stream stream)
    {
        Span<byte> prefix = stackalloc byte[12];
        Fill(stream, prefix[..8]);
        if (prefix[0] != 0x93 || !prefix[1..6].SequenceEqual("NUMPY"u8))
            throw new InvalidDataException("not an NPY file: it does not begin with \\x93NUMPY.");

        var version = prefix[6];
        if (version is < 1 or > 3)
            throw new InvalidDataException($"NPY version {version}.{prefix[7]} is not supported: only 1, 2 and 3 are.");
        var lengthBytes = version == 1 ? 2 : 4;
        Fill(stream, prefix.Slice(8, lengthBytes));
        var length = version == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(prefix[8..])
            : BinaryPrimitives.ReadUInt32LittleEndian(prefix[8..]);
        if (length > MaximumBytes)
            throw new InvalidDataException($"the NPY header declares {length} bytes; at most {MaximumBytes} are accepted.");

        var text = new byte[length];
        Fill(stream, text);
        return Parse(Encoding.UTF8.GetString(text), 8 + lengthBytes + length);
    }

    private static void Fill(Stream stream, Span<byte> bytes)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw new InvalidDataException("not an NPY file, or truncated in its header.");
    }

    private static NpyHeader Parse(string text, long dataOffset)
    {
        var literal = new NpyLiteral(text);
        string? descr = null;
        bool? fortran = null;
        ImmutableArray<long>? shape = null;
        literal.Expect('{');
        while (!literal.TryTake('}'))
        {
            var key = literal.Text();
            literal.Expect(':');
            switch (key)
            {
                case "descr" when literal.Next == '[':
                    throw new InvalidDataException("an array of records; only arrays of numbers can be read.");
                case "descr":
                    descr = literal.Text();
                    break;
                case "fortran_order":
                    fortran = literal.Word() is "True";
                    break;
                case "shape":
                    shape = literal.Tuple(MaximumRank);
                    break;
                default:
                    throw new InvalidDataException(
                        string.Create(CultureInfo.InvariantCulture, $"the NPY header has an unknown field '{key}'."));
            }

            if (!literal.TryTake(','))
            {
                literal.Expect('}');
                break;
            }
        }

        if (descr is null || fortran is null || shape is null)
            throw new InvalidDataException("descr, fortran_order or shape is missing from the NPY header.");
        if (!NpyType.TryParse(descr, out var type, out var bigEndian))
            throw new InvalidDataException(
                $"NumPy type '{descr}' is not supported: save the array as integers, float32, float64 or "
                + "bool, as in array.astype('float32').");
        if (!FitsInMemory(shape.Value))
            throw new InvalidDataException($"({string.Join(", ", shape.Value)}) is not the shape of an array.");
        return new(type, bigEndian, fortran.Value, shape.Value, dataOffset);
    }

    // Lengths that are not negative, whose product in bytes of the largest type fits in 63 bits.
    private static bool FitsInMemory(ImmutableArray<long> shape)
    {
        try
        {
            return new Extent(shape.AsSpan()).Count <= long.MaxValue / ElementType.C128.Size();
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
