using System.Numerics;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Sources;

namespace Ronchi.Signals;

/// <summary>Reads an array file that an option names: weights of a detector, a mask.</summary>
public static class WeightsFile
{
    /// <summary>The values of an array of real numbers, as f64, and its shape.</summary>
    /// <param name="path">An <c>.npy</c> file.</param>
    /// <exception cref="SourceException">There is no such file, or it holds no array of real numbers.</exception>
    public static (double[] Values, Extent Shape) Read(string path)
    {
        RegularFile.Require(path);
        var array = NpyReader.Read(path);
        if (array.Type.IsComplex())
            throw new SourceException(path, $"the array is {array.Type.Name()}; weights are real numbers.");
        return (array.ToDoubles(), new Extent(array.Shape.AsSpan()));
    }

    /// <summary>The values of a complex array; null when it is real.</summary>
    /// <param name="path">An <c>.npy</c> file.</param>
    /// <exception cref="SourceException">There is no such file, or it holds no array of numbers.</exception>
    public static (Complex[] Values, Extent Shape)? ReadComplex(string path)
    {
        RegularFile.Require(path);
        var array = NpyReader.Read(path);
        return array.Values switch
        {
            float[] pairs when array.Type == ElementType.C64 =>
                (
                    [.. Enumerable.Range(0, pairs.Length / 2).Select(i => new Complex(pairs[2 * i], pairs[(2 * i) + 1]))],
                    new Extent(array.Shape.AsSpan())),
            Complex[] numbers => (numbers, new Extent(array.Shape.AsSpan())),
            _ => null,
        };
    }
}
