using System.Globalization;
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

    /// <summary>Which entries a mask marks: those that are not 0.</summary>
    /// <exception cref="SourceException">There is no such file, it holds no array of real numbers, or a value is neither 0 nor another finite number.</exception>
    public static (bool[] Marked, Extent Shape) ReadMask(string path)
    {
        var (values, shape) = Read(path);
        var odd = Array.FindIndex(values, static value => !double.IsFinite(value));
        return odd < 0
            ? (Array.ConvertAll(values, static value => value != 0), shape)
            : throw new SourceException(path, string.Create(CultureInfo.InvariantCulture, $"the value at {Position(odd, shape)} is {values[odd]}, which marks nothing and leaves nothing out: write 1 or 0 there."));
    }

    private static string Position(long flat, Extent shape)
    {
        var position = new long[shape.Rank];
        for (var axis = shape.Rank - 1; axis >= 0; axis--)
            (flat, position[axis]) = Math.DivRem(flat, shape[axis]);
        return string.Join(',', position);
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
            float[] pairs when array.Type == ElementType.C64 => ([.. Enumerable.Range(0, pairs.Length / 2).Select(i => new Complex(pairs[2 * i], pairs[(2 * i) + 1]))], new Extent(array.Shape.AsSpan())),
            Complex[] numbers => (numbers, new Extent(array.Shape.AsSpan())),
            _ => null,
        };
    }
}
