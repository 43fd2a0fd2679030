namespace Ronchi.Sources.Tiff;

/// <summary>One tag of a directory: where its values lie, and of which type they are.</summary>
/// <param name="Tag">Number of the tag.</param>
/// <param name="Type">Type of the values, as the specification numbers it.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Offset">Where the first lies in the file, also when it stands in the directory itself.</param>
internal readonly record struct TiffEntry(ushort Tag, ushort Type, long Count, long Offset)
{
    /// <summary>Bytes of a value; 0: a type that is not known.</summary>
    public int ValueBytes => BytesOf(Type);

    /// <summary>Bytes of a value of a type; 0: not known.</summary>
    public static int BytesOf(ushort type) => type switch
    {
        1 or 2 or 6 or 7 => 1,
        3 or 8 => 2,
        4 or 9 or 11 or 13 => 4,
        5 or 10 or 12 or 16 or 17 or 18 => 8,
        _ => 0,
    };
}
