using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>A result that a UDF fills.</summary>
/// <param name="Name">Its name in the results.</param>
/// <param name="Kind">Which axes it follows.</param>
/// <param name="ElementType">A real numeric type.</param>
/// <param name="Extra">Axes of each entry; none for a single number.</param>
/// <param name="Merge">How two workers' buffers become one; of no meaning for <see cref="ResultKind.Scan"/>.</param>
/// <param name="Use">Whether it is a result, only serves the UDF, or is reported beside the results.</param>
public sealed record BufferDeclaration(
    string Name,
    ResultKind Kind,
    ElementType ElementType,
    Extent Extra = default,
    MergeRule Merge = MergeRule.Add,
    BufferUse Use = BufferUse.Result)
{
    /// <summary>Shape of the whole buffer in a data set: the axes of its kind, then <see cref="Extra"/>.</summary>
    public Extent Shape(DataShape data) => Kind switch
    {
        ResultKind.Scan => data.Scan.Append(Extra),
        ResultKind.Detector => data.Detector.Append(Extra),
        _ => Extra,
    };
}
