namespace Ronchi.Engine.Operations;

/// <summary>Makes lists of parameter values from collection expressions.</summary>
public static class ParameterLists
{
    /// <summary>A list of some values.</summary>
    /// <typeparam name="T">Type of the values.</typeparam>
    /// <param name="values">The values.</param>
    public static ParameterList<T> Create<T>(ReadOnlySpan<T> values) => new(values.ToArray());
}
