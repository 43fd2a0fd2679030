using Ronchi.Frames;
using Ronchi.Sources.Numpy;

namespace Ronchi.Sources;

/// <summary>How frames lie in a file without a header, as the user says.</summary>
/// <param name="Frame">Detector axes.</param>
/// <param name="ElementType">Type of the values; real numbers.</param>
/// <param name="IsBigEndian">Whether values are stored big-endian.</param>
/// <param name="Offset">Bytes before the first frame.</param>
/// <param name="Gap">Bytes between a frame and the next.</param>
public sealed record RawLayout(Extent Frame, ElementType ElementType, bool IsBigEndian = false, long Offset = 0, long Gap = 0)
{
    /// <summary>The type that a text names: the short names of this library, the long ones of NumPy, and NumPy's array-protocol strings for the byte order.</summary>
    /// <exception cref="FormatException">It names none.</exception>
    public static (ElementType Type, bool IsBigEndian) TypeNamed(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var type in Enum.GetValues<ElementType>())
        {
            if (type != ElementType.Object && (text.Equals(type.ToString(), StringComparison.OrdinalIgnoreCase) || text == type.Name()))
                return (type, false);
        }

        return NpyType.TryParse(text, out var parsed, out var isBigEndian)
            ? (parsed, isBigEndian)
            : throw new FormatException($"'{text}' is no type: expected u8 u16 u32 u64 i8 i16 i32 i64 f32 or f64, or >u2 and the like for big-endian values.");
    }
}
