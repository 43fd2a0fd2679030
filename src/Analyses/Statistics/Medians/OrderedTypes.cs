using Ronchi.Frames;

namespace Ronchi.Analyses.Statistics.Medians;

/// <summary>Element types that have an order.</summary>
internal static class OrderedTypes
{
    /// <summary>Does something with the types that belong to an element type.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Its values have no order.</exception>
    public static TResult Dispatch<TAction, TResult>(ElementType type, TAction action)
        where TAction : struct, IOrderedTypeAction<TResult>
        => type switch
        {
            ElementType.U8 => action.Run<byte, sbyte>(),
            ElementType.U16 => action.Run<ushort, short>(),
            ElementType.U32 => action.Run<uint, int>(),
            ElementType.U64 => action.Run<ulong, long>(),
            ElementType.I8 => action.Run<sbyte, sbyte>(),
            ElementType.I16 => action.Run<short, short>(),
            ElementType.I32 => action.Run<int, int>(),
            ElementType.I64 => action.Run<long, long>(),
            ElementType.F32 => action.Run<float, int>(),
            ElementType.F64 => action.Run<double, long>(),
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Values of this type have no order."),
        };
}
