using Ronchi.Frames;

namespace Ronchi.Pictures;

/// <summary>How an array lies in pictures: which axes are rows and columns, and how many pictures the others make.</summary>
/// <param name="Pages">Number of pictures.</param>
/// <param name="Rows">Height of each.</param>
/// <param name="Columns">Width of each.</param>
internal readonly record struct ImagePlanes(int Pages, int Rows, int Columns)
{
    /// <summary>Values side by side in each pixel: more than 1 of a picture in colour.</summary>
    public int Samples { get; init; } = 1;

    /// <summary>The pictures of an array: those of a series first, for each of them those of the axes behind rows and columns.</summary>
    /// <exception cref="ArgumentException">The array holds no value, or more than one picture file can.</exception>
    public static ImagePlanes Of(NamedArray array) =>
        Of(array.Name, new Extent(array.Shape.AsSpan()), new(array.VectorAxes, array.IsColor));

    /// <summary>The pictures of an array that is not there yet.</summary>
    /// <exception cref="ArgumentException">The array holds no value, or more than one picture file can.</exception>
    public static ImagePlanes Of(string name, Extent shape, PictureAxes axes)
    {
        if (shape.Count is 0 or > int.MaxValue)
            throw new ArgumentException($"'{name}' of shape {shape} is not a picture: write .npy.", nameof(shape));
        var rank = shape.Rank - axes.Vector;
        var rows = rank < 2 ? 1 : (int)shape[rank - 2];
        var columns = rank < 1 ? 1 : (int)shape[rank - 1];
        var samples = axes.IsColor ? (int)shape[shape.Rank - 1] : 1;
        return new((int)(shape.Count / rows / columns / samples), rows, columns) { Samples = samples };
    }

    /// <summary>The values picture after picture, each row by row.</summary>
    /// <param name="values">Values as an array holds them: the axes behind rows and columns vary fastest.</param>
    /// <param name="vector">Number of values of each pixel.</param>
    public T[] PageByPage<T>(T[] values, int vector)
    {
        if (vector == 1)
            return values;
        var pixels = Rows * Columns;
        var pages = new T[values.Length];
        for (var from = 0; from < values.Length; from++)
        {
            var (series, inSeries) = Math.DivRem(from, pixels * vector);
            var (pixel, component) = Math.DivRem(inSeries, vector);
            pages[(((series * vector) + component) * pixels) + pixel] = values[from];
        }

        return pages;
    }
}
