using Ronchi.Frames;

namespace Ronchi.Pictures;

/// <summary>Saves arrays to a file whose kind its extension names: <c>.npy</c>, <c>.npz</c>, <c>.png</c>, <c>.tif</c>.</summary>
public static class ArrayFile
{
    /// <summary>The extensions that are written.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".npy", ".npz", ".png", ".tif", ".tiff"];

    /// <summary>Checks, before a long run, that the arrays that it will give can be saved.</summary>
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
            throw new ArgumentException($"{path}: the extension says what is written, one of {string.Join(", ", Extensions)}.", nameof(path));
        if (names.Count != 1 && extension != ".npz")
            throw new ArgumentException($"{path}: {extension} holds one result, and there are {names.Count} ({string.Join(", ", names)}): choose one with --result NAME, or write .npz.", nameof(names));
        AtomicFile.Refuse(path, overwrite);
    }

    /// <summary>Saves arrays; the file appears when it is complete.</summary>
    /// <param name="path">The file; its extension says what is written.</param>
    /// <param name="arrays">The arrays; one, except for <c>.npz</c>.</param>
    /// <param name="overwrite">Whether a file of that name is replaced.</param>
    /// <param name="picture">How a <c>.png</c> shows the values.</param>
    /// <exception cref="ArgumentException">As <see cref="Check"/>, or the kind of file cannot hold such an array.</exception>
    /// <exception cref="IOException">As <see cref="Check"/>, or the disk is full.</exception>
    public static void Save(string path, IReadOnlyList<NamedArray> arrays, bool overwrite = false, PictureOptions? picture = null)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        Check(path, [.. arrays.Select(static array => array.Name)], overwrite);
        try
        {
            using var file = new AtomicFile(path, overwrite);
            Write(file.Stream, Extension(path), arrays, picture);
            file.Complete();
        }
        catch (IOException e)
        {
            throw AtomicFile.Failed(path, e);
        }
    }

    private static string Extension(string path) => Path.GetExtension(path).ToLowerInvariant();

    private static void Write(Stream stream, string extension, IReadOnlyList<NamedArray> arrays, PictureOptions? picture)
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
                        archive.Add(array);
                }

                break;
            case ".png":
                var (rows, columns) = Plane(arrays[0], pages: out _, allowPages: false);
                var image = ImagePicture.Render(Shown(arrays[0]), rows, columns, picture);
                if (picture is { HasLegend: true })
                    new Figure().Add(new(arrays[0].Name, image) { Axis = picture.Axis }).WritePng(stream);
                else
                    image.WritePng(stream);
                break;
            default:
                WriteTiff(stream, arrays[0]);
                break;
        }
    }

    private static double[] Shown(NamedArray array)
    {
        var values = array.ToDoubles();
        for (var i = 0; i < values.Length && array.Valid is not null; i++)
        {
            if (!array.Valid[i])
                values[i] = double.NaN;
        }

        return values;
    }

    private static void WriteTiff(Stream stream, NamedArray array)
    {
        var (rows, columns) = Plane(array, out var pages, allowPages: true);
        switch (array.Type)
        {
            case ElementType.U8: TiffWriter.Write<byte>(stream, (byte[])array.Values, pages, rows, columns); break;
            case ElementType.U16: TiffWriter.Write<ushort>(stream, (ushort[])array.Values, pages, rows, columns); break;
            case ElementType.U32: TiffWriter.Write<uint>(stream, (uint[])array.Values, pages, rows, columns); break;
            case ElementType.U64 when ((ulong[])array.Values).All(static value => value <= uint.MaxValue):
                // Most programs read integers of at most 32 bits: counts that fit are written so, exactly.
                TiffWriter.Write<uint>(stream, Array.ConvertAll((ulong[])array.Values, static value => (uint)value), pages, rows, columns);
                break;
            default:
                // Everything else as single precision, which every program reads; .npy keeps the exact values.
                TiffWriter.Write<float>(stream, Array.ConvertAll(array.ToDoubles(), static value => (float)value), pages, rows, columns);
                break;
        }
    }

    private static (int Rows, int Columns) Plane(NamedArray array, out int pages, bool allowPages)
    {
        var shape = array.Shape;
        for (var axis = shape.Length - 1; axis >= 0 && shape.Length > 2; axis--)
        {
            if (shape[axis] == 1)
                shape = shape.RemoveAt(axis);
        }

        var rank = shape.Length;
        pages = 1;
        if (array.Count == 0 || array.Count > int.MaxValue || rank > (allowPages ? 3 : 2))
            throw new ArgumentException($"'{array.Name}' of shape ({string.Join(", ", shape)}) is not a picture: write .npy.", nameof(array));
        if (rank == 3)
            pages = (int)shape[0];
        return (rank < 2 ? 1 : (int)shape[rank - 2], rank < 1 ? 1 : (int)shape[rank - 1]);
    }
}
