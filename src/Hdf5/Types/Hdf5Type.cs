namespace Ronchi.Hdf5.Types;

/// <summary>Datatype of a dataset or an attribute.</summary>
public sealed class Hdf5Type
{
    internal Hdf5Type(Hdf5TypeClass typeClass, int size)
    {
        Class = typeClass;
        Size = size;
    }

    /// <summary>Class of the type.</summary>
    public Hdf5TypeClass Class { get; }

    /// <summary>Bytes of one stored element, ≥ 1.</summary>
    public int Size { get; }

    /// <summary>Byte order of the stored numbers; what is read is always turned into little-endian.</summary>
    public bool IsBigEndian { get; internal init; }

    /// <summary>True for signed integers and for floats.</summary>
    public bool IsSigned { get; internal init; }

    /// <summary>Significant bits of an integer; 0 for other classes.</summary>
    public int Precision { get; internal init; }

    /// <summary>
    /// Bits below the significant ones of an integer as it is stored. What is read is shifted down, and extended by its sign.
    /// </summary>
    public int BitOffset { get; internal init; }

    /// <summary>
    /// Why elements of this type cannot be interpreted as numbers or text although the class could be; null when they can.
    /// </summary>
    public string? Obstacle { get; internal init; }

    /// <summary>True for text of variable length (kept in a heap).</summary>
    public bool IsVariableText { get; internal init; }

    /// <summary>True when text of fixed length is filled up with blanks.</summary>
    public bool IsSpacePadded { get; internal init; }

    /// <summary>Type of an enumeration's, array's or variable-length sequence's elements.</summary>
    public Hdf5Type? Element { get; internal init; }

    /// <summary>Shape of an array type.</summary>
    public IReadOnlyList<int> ArrayShape { get; internal init; } = [];

    /// <summary>Members of a compound type.</summary>
    public IReadOnlyList<Hdf5Member> Members { get; internal init; } = [];

    private string FirstMembers => string.Join(", ", Members.Take(8).Select(static member => $"{member.Name}: {member.Type}"));

    /// <summary>Names and values of an enumeration.</summary>
    public IReadOnlyDictionary<string, long> Names { get; internal init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>True for text of either kind.</summary>
    public bool IsText => Class == Hdf5TypeClass.Text || IsVariableText;

    /// <summary>True for h5py's bool: an enumeration of FALSE = 0 and TRUE = 1 in one byte.</summary>
    public bool IsBool => Class == Hdf5TypeClass.Enumeration && Size == 1 && Names.Count == 2
        && Names.TryGetValue("FALSE", out long no) && no == 0 && Names.TryGetValue("TRUE", out long yes) && yes == 1;

    /// <summary>
    /// True for integers, floats, enumerations and bit fields (which are read as unsigned integers) whose elements can be read as numbers.
    /// </summary>
    public bool IsNumeric =>
        Obstacle is null && Class is Hdf5TypeClass.Integer or Hdf5TypeClass.Float or Hdf5TypeClass.Enumeration or Hdf5TypeClass.BitField;

    /// <summary>True when elements are read as they are stored, but perhaps for their byte order.</summary>
    public bool IsWhole => Precision == 0 || Precision == 8 * Size;

    /// <summary>True for floats of 16 bits.</summary>
    public bool IsHalf => Class == Hdf5TypeClass.Float && Size == 2;

    /// <summary>
    /// The name in messages: u16, u16 (12 significant bits), i32 (big-endian), f64, text(12), bool, compound {r: f64, i: f64}; in words
    /// where the elements cannot be read.
    /// </summary>
    public override string ToString() => Obstacle ?? Class switch
    {
        Hdf5TypeClass.Integer or Hdf5TypeClass.BitField => $"{(IsSigned ? 'i' : 'u')}{Size * 8}{Bits}{Order}",
        Hdf5TypeClass.Float => $"f{Size * 8}{Order}",
        Hdf5TypeClass.Text => $"text({Size})",
        Hdf5TypeClass.Compound => $"compound {{{FirstMembers}{(Members.Count > 8 ? ", …" : "")}}}",
        Hdf5TypeClass.Enumeration => IsBool ? "bool" : $"enum of {Element}",
        Hdf5TypeClass.VariableLength => IsVariableText ? "text of variable length" : $"variable-length sequence of {Element}",
        Hdf5TypeClass.Array => $"array ({string.Join(", ", ArrayShape)}) of {Element}",
        Hdf5TypeClass.Opaque => $"opaque({Size})",
        Hdf5TypeClass.Reference => "reference",
        _ => "time",
    };

    private string Bits => IsWhole ? "" : $" ({Precision} significant bits)";

    private string Order => IsBigEndian && Size > 1 ? " (big-endian)" : "";
}
