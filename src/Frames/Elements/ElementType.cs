namespace Ronchi.Frames;

/// <summary>Type of one stored detector value.</summary>
public enum ElementType
{
    /// <summary>Unsigned 8-bit integer.</summary>
    U8,

    /// <summary>Unsigned 16-bit integer.</summary>
    U16,

    /// <summary>Unsigned 32-bit integer.</summary>
    U32,

    /// <summary>Unsigned 64-bit integer.</summary>
    U64,

    /// <summary>Signed 8-bit integer.</summary>
    I8,

    /// <summary>Signed 16-bit integer.</summary>
    I16,

    /// <summary>Signed 32-bit integer.</summary>
    I32,

    /// <summary>Signed 64-bit integer.</summary>
    I64,

    /// <summary>IEEE 754 single precision.</summary>
    F32,

    /// <summary>IEEE 754 double precision.</summary>
    F64,

    /// <summary>Complex number of two <see cref="F32"/>.</summary>
    C64,

    /// <summary>Complex number of two <see cref="F64"/>.</summary>
    C128,

    /// <summary>One byte, 0 or 1.</summary>
    Bool,

    /// <summary>Any .NET object: a type of results, ragged ones for example, never of data.</summary>
    Object,
}
