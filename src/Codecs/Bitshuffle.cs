using Ronchi.Codecs.Transposition;

namespace Ronchi.Codecs;

/// <summary>
/// Bit transposition of one block: from elements to bit planes and back. Plane <c>p</c> holds bit <c>p</c> of every element, least
/// significant first.
/// </summary>
/// <remarks>
/// Same result as <c>bitshuffle.bitshuffle</c> of a single block (https://github.com/kiyo-masui/bitshuffle). Elements beyond the last
/// multiple of eight are copied as they are, behind the planes. Paths: GFNI with AVX-512, AVX2, scalar.
/// </remarks>
public static unsafe class Bitshuffle
{
    /// <summary>Elements to bit planes.</summary>
    /// <param name="source">Elements, little-endian.</param>
    /// <param name="destination">As long as <paramref name="source"/>; must not overlap it.</param>
    /// <param name="elementBytes">1, 2, 4 or 8.</param>
    /// <exception cref="ArgumentException">The lengths differ, or are no multiple of <paramref name="elementBytes"/>.</exception>
    public static void Shuffle(ReadOnlySpan<byte> source, Span<byte> destination, int elementBytes)
    {
        int planeBytes = Check(source, destination, elementBytes);
        fixed (byte* from = source, to = destination)
            BitTransposition.ToPlanes(from, elementBytes, to, planeBytes);
        Tail(source, destination, planeBytes * 8 * elementBytes);
    }

    /// <summary>Bit planes to elements.</summary>
    /// <param name="source">Planes, then the elements that were not shuffled.</param>
    /// <param name="destination">As long as <paramref name="source"/>; must not overlap it.</param>
    /// <param name="elementBytes">1, 2, 4 or 8.</param>
    /// <exception cref="ArgumentException">The lengths differ, or are no multiple of <paramref name="elementBytes"/>.</exception>
    public static void Unshuffle(ReadOnlySpan<byte> source, Span<byte> destination, int elementBytes)
    {
        int planeBytes = Check(source, destination, elementBytes);
        fixed (byte* from = source, to = destination)
            BitTransposition.ToElements(from, planeBytes, elementBytes * 8, to, elementBytes);
        Tail(source, destination, planeBytes * 8 * elementBytes);
    }

    internal static void CheckElement(int elementBytes)
    {
        if (elementBytes is not (1 or 2 or 4 or 8))
            throw new ArgumentOutOfRangeException(
                nameof(elementBytes), elementBytes, "Bits are shuffled in elements of 1, 2, 4 or 8 bytes.");
    }

    private static int Check(ReadOnlySpan<byte> source, Span<byte> destination, int elementBytes)
    {
        CheckElement(elementBytes);
        if (source.Length != destination.Length)
            throw new ArgumentException($"{source.Length} bytes cannot be shuffled into {destination.Length}.", nameof(destination));
        if (source.Length % elementBytes != 0)
            throw new ArgumentException(
                $"{source.Length} bytes do not make a whole number of elements of {elementBytes} bytes.", nameof(source));
        return source.Length / elementBytes / 8;
    }

    private static void Tail(ReadOnlySpan<byte> source, Span<byte> destination, int shuffled) =>
        source[shuffled..].CopyTo(destination[shuffled..]);
}
