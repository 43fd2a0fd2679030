using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Server;

/// <summary>What a result is, without its values.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Which axes it follows first.</param>
/// <param name="Shape">Length of each axis.</param>
/// <param name="Type">Type of the values.</param>
/// <param name="Unit">Unit of the values.</param>
/// <param name="ExtraNames">What runs along the axes behind those of the scan or detector.</param>
internal sealed record SignalShape(
    string Name, ResultKind Kind, Extent Shape, ElementType Type, string? Unit, IReadOnlyList<string> ExtraNames)
{
    /// <summary>What the rows of a vectors result hold, whose shape and type are those of their numbers; null: it is an array.</summary>
    public VectorLayout? Rows { get; private init; }

    /// <summary>How many rows there are; null: not known yet, or it is an array.</summary>
    public long? RowCount { get; private init; }

    /// <summary>Of values that are there.</summary>
    public static SignalShape Of(ResultArray result) =>
        new(result.Name, result.Kind, result.Shape, result.ElementType, result.Unit, [.. result.ExtraNames])
        {
            Rows = result.Vectors?.Layout,
            RowCount = result.Vectors?.RowCount,
        };

    /// <summary>Of values that will be.</summary>
    public static SignalShape Of(BufferDeclaration buffer, DataShape data) =>
        new(buffer.Name, buffer.Kind, buffer.Shape(data), buffer.ElementType, buffer.Unit, [.. buffer.ExtraNames])
        {
            Rows = buffer.Rows,
        };

    /// <summary>Of the results among the buffers of an analysis.</summary>
    public static IReadOnlyList<SignalShape> All(IEnumerable<BufferDeclaration> buffers, DataShape data) =>
        [.. buffers.Where(static buffer => buffer.Use is BufferUse.Result or BufferUse.ResultOnly).Select(buffer => Of(buffer, data))];

    /// <summary>Values that lie side by side for each position or pixel; 1 of results that follow neither.</summary>
    /// <param name="data">Axes of the data; null: not known.</param>
    public long Components(DataShape? data)
    {
        var entries = Kind switch { ResultKind.Scan => data?.Scan.Count, ResultKind.Detector => data?.Detector.Count, _ => null } ?? 0;
        return entries == 0 ? 1 : Math.Max(Shape.Count / entries, 1);
    }
}
