using System.Runtime.Intrinsics;
using Ronchi.Frames;

namespace Ronchi.Sources.Gatan;

/// <summary>How the pixels of an image are stored, by its <c>DataType</c>.</summary>
/// <param name="Type">Type of the values; null: they are not read.</param>
/// <param name="StoredBytes">Bytes of a pixel in the file.</param>
/// <param name="Colors">Colours of a pixel; 0: it has none.</param>
/// <param name="Name">What it is, as people call it.</param>
internal sealed record DmPixels(ElementType? Type, int StoredBytes, int Colors, string Name)
{
    /// <summary>What a number of the file means; null: nothing that is known.</summary>
    /// <param name="dataType">The number.</param>
    /// <param name="depth">Bytes of a pixel, as the file says.</param>
    public static DmPixels? Of(double dataType, double? depth) => dataType switch
    {
        1 => Real(ElementType.I16),
        2 => Real(ElementType.F32),
        3 => Complex(8, "complex64"),
        5 => Complex(8, "packed complex64, half of a Fourier transform"),
        6 => Real(ElementType.U8),
        7 => Real(ElementType.I32),
        8 when depth == 3 => new(ElementType.U8, 3, 3, "RGB"),
        8 => new(ElementType.U8, 4, 4, "RGB"),
        9 => Real(ElementType.I8),
        10 => Real(ElementType.U16),
        11 => Real(ElementType.U32),
        12 => Real(ElementType.F64),
        13 => Complex(16, "complex128"),
        14 => new(ElementType.U8, 1, 0, "bool"),
        23 => new(ElementType.U8, 4, 4, "RGBA"),
        27 => Complex(8, "packed complex64, half of a Fourier transform"),
        28 => Complex(16, "packed complex128, half of a Fourier transform"),
        39 => Real(ElementType.I64),
        40 => Real(ElementType.U64),
        _ => null,
    };

    /// <summary>Bytes of a value that is stored as it is.</summary>
    public int ElementBytes => Colors > 0 ? 1 : StoredBytes;

    /// <summary>Red, green, blue and alpha of pixels that are stored as blue, green, red, alpha.</summary>
    public static void Rgba(ReadOnlySpan<byte> stored, Span<byte> pixels)
    {
        var order = Vector128.Create((byte)2, 1, 0, 3, 6, 5, 4, 7, 10, 9, 8, 11, 14, 13, 12, 15);
        var i = 0;
        for (; i <= stored.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
            Vector128.Shuffle(Vector128.Create(stored[i..]), order).CopyTo(pixels[i..]);
        for (; i < stored.Length; i += 4)
            (pixels[i], pixels[i + 1], pixels[i + 2], pixels[i + 3]) = (stored[i + 2], stored[i + 1], stored[i], stored[i + 3]);
    }

    /// <summary>Red, green and blue of pixels that are stored as blue, green, red.</summary>
    public static void Rgb(ReadOnlySpan<byte> stored, Span<byte> pixels)
    {
        for (var i = 0; i < stored.Length; i += 3)
            (pixels[i], pixels[i + 1], pixels[i + 2]) = (stored[i + 2], stored[i + 1], stored[i]);
    }

    private static DmPixels Real(ElementType type) => new(type, type.Size(), 0, type.Name());

    private static DmPixels Complex(int bytes, string name) => new(null, bytes, 0, name);
}
