using Ronchi.Frames;

namespace Ronchi.Pictures;

/// <summary>Saves arrays to a file whose format is chosen by its extension: <c>.npy</c>, <c>.npz</c>, <c>.png</c>, <c>.tif</c>,
/// <c>.csv</c>.</summary>
public static class ArrayFile
{
    /// <summary>The extensions that are written.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".npy", ".npz", ".png", ".tif", ".tiff", ".csv"];

    /// <summary>Checks, before a long run, that its arrays can be saved.</summary>
    /// <param name="path">The file.</param>
    /// <param name="names">Names of the arrays.</param>
    /// <param name="overwrite">Whether a file of that name is replaced.</param>
    /// <exception cref="ArgumentException">The extension is not known, or holds one array and there are several.</exception>
    /// <exception cref="IOException">The file exists and is not to be replaced, or its folder does not exist.</exception>
    public static void Check(string path, IReadOnlyCollection<string> names, bool overwrite = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(names);
        var extension = Extension(path);
        if (!Extensions.Contains(extension, StringComparer.Ordinal))
            throw new ArgumentException($"{path}: unknown extension; use one of {string.Join(", ", Extensions)}.", nameof(path));
        if (names.Count != 1 && extension != ".npz")
            throw new ArgumentException(
                $"{path}: {extension} holds one result, and there are {names.Count} ({string.Join(", ", names)}): choose "
                + "one with --result NAME, or write .npz.",
                nameof(names));
        AtomicFile.Refuse(path, overwrite);
    }

    /// <summary>Checks, before a long run, that an array will fit into a picture file.</summary>
    /// <param name="path">The file; kinds that hold any array are not checked.</param>
    /// <param name="name">Name of the array.</param>
    /// <param name="type">Type of its values.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="axes">How its axes lie in pictures.</param>
    /// <exception cref="ArgumentException">It is complex, or several pictures and the file holds one.</exception>
    public static void CheckPicture(string path, string name, ElementType type, Extent shape, PictureAxes axes)
    {
        var extension = Extension(path);
        if (extension is ".npy" or ".npz")
            return;
        if (type.IsComplex())
            throw new ArgumentException($"'{name}' is complex, and {extension} holds real numbers: write .npy or .npz.", nameof(type));
        if (extension == ".csv")
        {
            if (!CsvWriter.IsCurve(shape.Rank, axes.Vector))
                throw new ArgumentException($"'{name}' of shape {shape} is no curve, and a .csv holds curves: write .npy or .npz.",
                    nameof(shape));
            return;
        }

        if (extension == ".png" && ImagePlanes.Of(name, shape, axes) is { Pages: not 1 and var pages })
            throw new ArgumentException(
                $"'{name}' of shape {shape} is {pages} pictures, and a .png holds one: write .tif, with one page for each, or .npy.",
                nameof(shape));
    }

    /// <summary>Checks, before a long run, that a vectors result will fit into a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">Name of the result.</param>
    /// <exception cref="ArgumentException">The kind of file holds one array.</exception>
    public static void CheckVectors(string path, string name)
    {
        if (!VectorFiles.Takes(path))
            throw new ArgumentException(
                $"{path}: '{name}' holds rows for each scan position, which .npz and .csv files keep, and a .png shows by their number.",
                nameof(path));
    }

    /// <summary>Saves arrays; the file appears when it is complete.</summary>
    /// <param name="path">The file; its extension says what is written.</param>
    /// <param name="arrays">The arrays; one, except for <c>.npz</c>.</param>
    /// <param name="overwrite">Whether a file of that name is replaced.</param>
    /// <param name="picture">How a <c>.png</c> shows the values.</param>
    /// <param name="run">Where the arrays come from; kept in <c>.npz</c>, <c>.png</c> and <c>.tif</c>. Null: not said.</param>
    /// <exception cref="ArgumentException">As <see cref="Check"/>, or the kind of file cannot hold such an array.</exception>
    /// <exception cref="IOException">As <see cref="Check"/>, or the disk is full.</exception>
    public static void Save(
        string path, IReadOnlyList<NamedArray> arrays, bool overwrite = false, PictureOptions? picture = null, RunRecord? run = null)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        Check(path, [.. arrays.Select(static array => array.Name)], overwrite);
        foreach (var array in arrays)
        {
            if (array.Vectors is not null)
                CheckVectors(path, array.Name);
            if (array.Vectors is null || Extension(path) != ".csv")
                CheckPicture(path, array.Name, array.Type, new Extent(array.Shape.AsSpan()), new(array.VectorAxes, array.IsColor));
        }

        try
        {
            using var file = new AtomicFile(path, overwrite);
            Write(file.Stream, Extension(path), arrays, picture, run);
            file.Complete();
        }
        catch (IOException e)
        {
            throw AtomicFile.Failed(path, e);
        }
    }

    private static string Extension(string path) => Path.GetExtension(path).ToLowerInvariant();

    private static void Write(Stream stream, string extension, IReadOnlyList<NamedArray> arrays, PictureOptions? picture, RunRecord? run)
    {
        switch (extension)
        {
            case ".npy":
                NpyWriter.Write(stream, arrays[0]);
                break;
            case ".npz":
                using (var archive = new NpzWriter(stream))
                {
                    foreach (var array in arrays)
                    {
                        if (array.Vectors is { } vectors)
                            VectorFiles.Add(archive, array.Name, vectors);
                        else
                            archive.Add(array);
                    }

                    foreach (var (name, text) in ResultMetadata.Entries(arrays, run))
                        archive.AddText(name, text);
                }

                break;
            case ".csv" when arrays[0].Vectors is { } vectors:
                VectorFiles.WriteCsv(stream, vectors, VectorFiles.AxesOf(arrays[0]));
                break;
            case ".csv":
                CsvWriter.Write(stream, arrays[0]);
                break;
            case ".png" when arrays[0] is { IsSpectrum: true, Shape.Length: 1 } spectrum:
                var curve = CurvePicture.Render(Shown(spectrum), spectrum.Axes is [var along] ? along : null, spectrum.Name, spectrum.Unit);
                curve.WritePng(stream, ResultMetadata.Texts(spectrum, curve.Range, run));
                break;
            case ".png" when arrays[0].IsColor:
                WriteColors(stream, arrays[0], picture, run);
                break;
            case ".png":
                var (_, rows, columns) = ImagePlanes.Of(arrays[0]);
                var image = ImagePicture.Render(Shown(arrays[0]), rows, columns, picture);
                var texts = ResultMetadata.Texts(arrays[0], image.Range, run);
                if (picture is { HasLegend: true })
                    new Figure()
                        .Add(new(arrays[0].Name, image) { Axis = picture.Axis, ValueLabel = arrays[0].Unit ?? "" })
                        .WritePng(stream, texts);
                else
                    image.WritePng(stream, texts);
                break;
            default:
                StackFile.Write(stream, arrays[0], run);
                break;
        }
    }

    private static void WriteColors(Stream stream, NamedArray array, PictureOptions? options, RunRecord? run)
    {
        var (_, rows, columns) = ImagePlanes.Of(array);
        var picture = ColorPicture.Render(Shown(array), rows, columns, array.Type == ElementType.U8, options);
        var texts = ResultMetadata.Texts(array, picture.Range, run);
        if (options is not { HasLegend: true })
        {
            picture.WritePng(stream, texts);
            return;
        }

        new Figure()
            .Add(new(array.Name, picture) { Axis = options.Axis, ValueLabel = array.Unit ?? "" })
            .WritePng(stream, texts);
    }

    private static double[] Shown(NamedArray array)
    {
        var values = array.ToDoubles();
        for (var i = 0; i < values.Length && array.Valid is not null; i++)
        {
            if (!array.IsMeasured(i))
                values[i] = double.NaN;
        }

        return values;
    }
}
