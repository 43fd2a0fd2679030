using System.Text.Json;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Sources;
using Ronchi.Sources.Numpy;

namespace Ronchi.Signals;

/// <summary>Opens vectors results that were saved in a <c>.npz</c>: offsets are read, rows when somebody looks.</summary>
public static class VectorsFile
{
    /// <summary>Names of the vectors results in a file; empty: there are none, or it is another kind of file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SourceException">It cannot be read.</exception>
    public static IReadOnlyList<string> Names(string path) => [.. Described(path).Keys];

    /// <summary>Opens a vectors result.</summary>
    /// <param name="path">A <c>.npz</c>.</param>
    /// <param name="result">Name of the result; null: the only one.</param>
    /// <exception cref="SourceException">There is no such file or it holds no such result, or it is damaged: offsets that fall, or count
    /// rows
    /// that are not there.</exception>
    /// <exception cref="ArgumentException">There are several and none was named.</exception>
    public static Vectors Open(string path, string? result = null)
    {
        var described = Described(path);
        if (described.Count == 0)
            throw new SourceException(path, "the file holds no vectors result: an .npz with a text 'columns' does.");
        if (result is null && described.Count > 1)
            throw new ArgumentException(
                $"{path} holds several vectors results ({string.Join(", ", described.Keys)}): name one.", nameof(result));
        result ??= described.Keys.Single();
        if (!described.TryGetValue(result, out var known))
            throw new SourceException(path, $"there is no vectors result '{result}', only {string.Join(", ", described.Keys)}.");
        var names = VectorFiles.ArraysOf(result);
        var (values, offsets) = (Require(path, names.Values), Require(path, names.Offsets));
        if (offsets.Type != ElementType.I64 || offsets.Shape.Rank != 1 || offsets.ByteCount is 0 or > int.MaxValue)
            throw new SourceException(path, $"'{offsets.Name}' is {offsets.Shape} {offsets.Type.Name()}: offsets are a row of int64.");
        if (values.Shape.Rank != 2 || values.Shape[1] != known.Columns.Length)
            throw new SourceException(path, $"'{values.Name}' is {values.Shape}, but {known.Columns.Length} columns are named.");
        try
        {
            var scan = new Extent(known.Scan);
            return Vectors.In(
                new VectorLayout(values.Type, known.Columns),
                scan,
                OffsetsOf(offsets),
                Recorded(path, result, scan),
                new StoredRows(values),
                values.ByteCount);
        }
        catch (ArgumentException e)
        {
            throw new SourceException(path, $"'{result}' is damaged: {ErrorSentence.Of(e).TrimEnd('.')}.", offset: null, e);
        }
    }

    // Of each result the scan and the columns.
    private static Dictionary<string, (long[] Scan, VectorColumn[] Columns)> Described(string path)
    {
        RegularFile.Require(path);
        var results = new Dictionary<string, (long[], VectorColumn[])>(StringComparer.Ordinal);
        try
        {
            if (!path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase)
                || ArchiveText.Find(path, VectorFiles.ColumnsText) is not { } text)
                return results;
            using var json = JsonDocument.Parse(text);
            foreach (var result in json.RootElement.EnumerateObject())
                results[result.Name] = (
                    [.. result.Value.GetProperty("scan").EnumerateArray().Select(static length => length.GetInt64())],
                    [.. result.Value.GetProperty("columns").EnumerateArray().Select(static column =>
                        new VectorColumn(column.GetProperty("name").GetString()!, column.GetProperty("unit").GetString()))]);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new SourceException(path, $"its text '{VectorFiles.ColumnsText}' cannot be read.", offset: null, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceException(path, $"the archive cannot be read: {e.Message}", offset: null, e);
        }

        return results;
    }

    private static StoredArray Require(string path, string name) =>
        StoredArray.Find(path, name) ?? throw new SourceException(path, $"'{name}' is missing from the archive.");

    private static long[] OffsetsOf(StoredArray array)
    {
        var offsets = new long[array.Shape[0]];
        array.Read(0, System.Runtime.InteropServices.MemoryMarshal.AsBytes(offsets.AsSpan()));
        return offsets;
    }

    // A mask of its own counts before the one of all results; true is not recorded.
    private static bool[]? Recorded(string path, string result, Extent scan)
    {
        if ((StoredArray.Find(path, $"{result}.mask") ?? StoredArray.Find(path, "scan_mask")) is not { } mask)
            return null;
        if (mask.Type != ElementType.Bool || mask.Shape != scan)
            throw new SourceException(
                path, $"'{mask.Name}' is {mask.Shape} {mask.Type.Name()}: the mask of a scan of {scan} is {scan} bool.");
        if (mask.ByteCount > Array.MaxLength)
            throw new SourceException(path, $"'{mask.Name}' has {mask.ByteCount:N0} entries: up to {Array.MaxLength:N0} are read.");
        var bytes = new byte[mask.ByteCount];
        mask.Read(0, bytes);
        return Array.ConvertAll(bytes, static flag => flag == 0);
    }
}
