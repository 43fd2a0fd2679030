namespace Ronchi.Hdf5.Types;

/// <summary>Class of a datatype; values as in the file format.</summary>
public enum Hdf5TypeClass
{
    /// <summary>Signed or unsigned integer.</summary>
    Integer = 0,

    /// <summary>Floating point number.</summary>
    Float = 1,

    /// <summary>Time (never used in practice).</summary>
    Time = 2,

    /// <summary>Text of fixed length.</summary>
    Text = 3,

    /// <summary>Bits.</summary>
    BitField = 4,

    /// <summary>Bytes without a meaning known to HDF5.</summary>
    Opaque = 5,

    /// <summary>Record of named members.</summary>
    Compound = 6,

    /// <summary>Reference to an object or a region.</summary>
    Reference = 7,

    /// <summary>Integer whose values have names.</summary>
    Enumeration = 8,

    /// <summary>Sequence or text of variable length.</summary>
    VariableLength = 9,

    /// <summary>Array of a fixed shape in every element.</summary>
    Array = 10,
}
