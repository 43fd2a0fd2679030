namespace Ronchi.Kernels.Fourier;

/// <summary>Takes the columns of a spectrum as they are finished.</summary>
/// <typeparam name="T">float or double.</typeparam>
public interface IFourierColumns<T>
{
    /// <summary>A few neighbouring columns of all rows.</summary>
    /// <param name="firstColumn">The first of them.</param>
    /// <param name="columns">How many, up to <paramref name="stride"/>.</param>
    /// <param name="real">Real parts, row after row, <paramref name="stride"/> values in each; those behind <paramref name="columns"/> mean
    /// nothing.</param>
    /// <param name="imaginary">Imaginary parts, likewise.</param>
    /// <param name="stride">Values from one row to the next.</param>
    void Visit(int firstColumn, int columns, ReadOnlySpan<T> real, ReadOnlySpan<T> imaginary, int stride);
}
