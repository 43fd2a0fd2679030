using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Signals;

/// <summary>Counts the memory of results.</summary>
internal static class ResultBytes
{
    private const long Header = 24;   // of an array, on 64 bits

    /// <summary>Bytes of the values of a result, and of what says which of them are measurements; rows in a file take no memory.</summary>
    public static long Of(ResultArray result) =>
        Of(result.Values, result.ElementType) + (result.Valid?.LongLength ?? 0) + (result.OwnMask?.LongLength ?? 0)
        + ((result.Versions?.LongLength ?? 0) * sizeof(int)) + (result.Vectors?.HeldBytes ?? 0);

    // Entries of different lengths are arrays of their own. Of other objects nobody knows what they hold.
    private static long Of(Array values, ElementType type) =>
        Header + (values.LongLength * type.Size()) + (values is object?[] entries ? entries.Sum(Of) : 0);

    private static long Of(object? entry) => entry switch
    {
        null => 0,
        object?[] inner => Header + (inner.LongLength * IntPtr.Size) + inner.Sum(Of),
        Array numbers when numbers.GetType().GetElementType() is { IsPrimitive: true } => Header + Buffer.ByteLength(numbers),
        Array numbers => Header + (numbers.LongLength * 2 * sizeof(double)),
        _ => Header,
    };
}
