using Ronchi.Frames;

namespace Ronchi.Engine.Run;

/// <summary>Holds the results that a UDF makes against what it declared.</summary>
internal static class ResultCheck
{
    /// <summary>All results of a UDF in the order of their declarations: those that it made, and the buffers that it passes on.</summary>
    /// <exception cref="InvalidOperationException">A result is undeclared, private, missing, or of another kind, type or shape than
    /// declared.</exception>
    public static IReadOnlyList<ResultArray> Complete(Udf udf, UdfTask merged)
    {
        var made = Made(udf, merged).ToDictionary(static result => result.Name, StringComparer.Ordinal);
        var results = new List<ResultArray>();
        foreach (var buffer in merged.Buffers)
        {
            var declared = buffer.Declaration;
            if (!made.Remove(declared.Name, out var result))
            {
                if (declared.Use == BufferUse.ResultOnly)
                    throw new InvalidOperationException(
                        $"'{udf.Name}' declares '{declared.Name}' as made by {nameof(Udf.GetResults)}, which does not return it.");
                if (declared.Use != BufferUse.Private)
                    results.Add(ResultArray.Of(buffer, merged.Data.Shape));
                continue;
            }

            if (declared.Use == BufferUse.Private)
                throw new InvalidOperationException($"'{udf.Name}' returns '{declared.Name}', which it declares as private.");
            if (result.Kind != declared.Kind || !Fits(result.ElementType, declared.ElementType))
                throw new InvalidOperationException(
                    $"'{udf.Name}' returns '{declared.Name}' as {result.Kind} of {result.ElementType.Name()}, but declares "
                    + $"{declared.Kind} of {declared.ElementType.Name()}.");
            if (!Equals(result.Vectors?.Layout, declared.Rows))
                throw new InvalidOperationException(
                    $"'{udf.Name}' returns '{declared.Name}' with {result.Vectors?.Layout.ToString() ?? "no rows"}, but declares "
                    + $"{declared.Rows?.ToString() ?? "none"}.");
            if (!Holds(result.Values, result.ElementType))
                throw new InvalidOperationException(
                    $"'{udf.Name}' returns '{declared.Name}' as {result.ElementType.Name()}, but its values are "
                    + $"{ElementTypes.NameOf(result.Values.GetType().GetElementType()!)}: make an array of the type that it says.");
            if (result.Shape != declared.Shape(merged.Data.Shape) || result.Values.Length != result.Shape.Count)
                throw new InvalidOperationException(
                    $"'{udf.Name}' returns '{declared.Name}' with {result.Values.Length} values of {result.Shape}, but declares "
                    + $"{declared.Shape(merged.Data.Shape)}.");
            results.Add(result with
            {
                Unit = result.Unit ?? declared.Unit,
                ExtraNames = result.ExtraNames.IsDefaultOrEmpty ? declared.ExtraNames : result.ExtraNames,
                Positions = declared.Positions,
            });
        }

        return made.Count == 0
            ? results
            : throw new InvalidOperationException($"'{udf.Name}' returns '{made.Keys.First()}', which it does not declare.");
    }

    // What cannot be computed from such data is said by the UDF in its own words.
    private static IReadOnlyList<ResultArray> Made(Udf udf, UdfTask merged)
    {
        try
        {
            var made = udf.GetResults(merged);
            if (made is null || made.Any(static result => result is null || result.Name is null || result.Values is null))
                throw new InvalidOperationException("it returns null: return a list of results, or an empty one.");
            return made.CountBy(static result => result.Name).FirstOrDefault(static named => named.Value > 1).Key is { } twice
                ? throw new InvalidOperationException($"it returns '{twice}' more than once.")
                : made;
        }
        catch (Exception e) when (!RunException.IsOwnWords(udf, e))
        {
            throw RunException.During(udf, nameof(Udf.GetResults), e);
        }
    }

    // Exactly: to a cast, arrays of int and uint are one. Objects may be of any class.
    private static bool Holds(Array values, ElementType type) =>
        type == ElementType.Object ? values is object[] : values.GetType() == ResultBuffer.Allocate(type, 0).GetType();

    // The width of a number may differ, its kind may not; but whole numbers that pass 64 bits are returned as f64.
    private static bool Fits(ElementType returned, ElementType declared) =>
        FamilyOf(returned) == FamilyOf(declared) || (returned == ElementType.F64 && declared is ElementType.U64 or ElementType.I64);

    private static int FamilyOf(ElementType type) => type switch
    {
        _ when type.IsFloat() => 0,
        _ when type.IsComplex() => 1,
        ElementType.Bool => 2,
        ElementType.Object => 3,
        _ when type.IsSigned() => 4,
        _ => 5,
    };
}
