namespace Ronchi.Engine;

/// <summary>One column of a vectors result.</summary>
/// <param name="Name">What its numbers are: <c>row</c>, <c>column</c>, <c>height</c>, …</param>
/// <param name="Unit">Their unit, see <see cref="ResultUnit"/>; null: numbers without unit, or none is known.</param>
public sealed record VectorColumn(string Name, string? Unit = null)
{
    /// <summary>The name, and the unit in brackets.</summary>
    public override string ToString() => Unit is null ? Name : $"{Name} ({Unit})";
}
