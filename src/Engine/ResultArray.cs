using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>One result of a run: values with their shape.</summary>
/// <param name="Name">Name of the result.</param>
/// <param name="Kind">Which axes it follows first.</param>
/// <param name="ElementType">Type of the values.</param>
/// <param name="Shape">Shape, row-major.</param>
/// <param name="Values">Flat array of the .NET type of <paramref name="ElementType"/>.</param>
public sealed record ResultArray(string Name, ResultKind Kind, ElementType ElementType, Extent Shape, Array Values)
{
    /// <summary>Whether it is a result of its own or is reported beside the results.</summary>
    public BufferUse Use { get; init; }

    /// <summary>For scan results: which positions were computed; the others hold 0. Null: all.</summary>
    public bool[]? Valid { get; init; }

    /// <summary>The flat values.</summary>
    /// <exception cref="InvalidCastException"><typeparamref name="T"/> is not the type of the values.</exception>
    public ReadOnlySpan<T> Span<T>()
        where T : unmanaged
        => (T[])Values;

    /// <summary>Wraps a buffer as it is.</summary>
    public static ResultArray Of(ResultBuffer buffer, DataShape data)
    {
        var declaration = buffer.Declaration;
        return new(declaration.Name, declaration.Kind, declaration.ElementType, declaration.Shape(data), buffer.Values) { Use = declaration.Use };
    }
}
