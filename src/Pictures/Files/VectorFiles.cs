using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Pictures;

/// <summary>Writes vectors results to files, block by block: their rows are never in memory as a whole.</summary>
/// <remarks>
/// An <c>.npz</c> keeps <c>NAME_values</c>, rows × columns, in scan order; <c>NAME_offsets</c>, i64, one more than there are positions: the
/// rows of position <i>p</i>, flat, are <c>NAME_values[NAME_offsets[p]:NAME_offsets[p + 1]]</c>; and in the text <c>columns</c> the shape
/// of the scan, and names and units. A <c>.csv</c> has a line for each row, with the index of its position along each axis of the scan
/// before the columns.
/// </remarks>
public static class VectorFiles
{
    /// <summary>Name of the text that says what the columns of each vectors result are.</summary>
    public const string ColumnsText = "columns";

    /// <summary>Names of the two arrays of a vectors result in an <c>.npz</c>.</summary>
    /// <param name="name">Name of the result.</param>
    public static (string Values, string Offsets) ArraysOf(string name) => ($"{name}_values", $"{name}_offsets");

    /// <summary>Whether a kind of file shows or keeps vectors results.</summary>
    /// <param name="path">The file.</param>
    public static bool Takes(string path) => Path.GetExtension(path).ToLowerInvariant() is ".npz" or ".csv" or ".png";

    /// <summary>Writes rows as text.</summary>
    /// <param name="stream">Where to write; stays open.</param>
    /// <param name="vectors">The rows.</param>
    /// <param name="axes">Names of the scan's axes.</param>
    public static void WriteCsv(Stream stream, Vectors vectors, IReadOnlyList<string> axes)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        ArgumentNullException.ThrowIfNull(axes);
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), bufferSize: 1 << 16, leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine(string.Join(
            ',', axes.Concat(vectors.Layout.Columns.Select(static column => column.ToString())).Select(CsvWriter.Quoted)));
        vectors.Layout.Type.Dispatch<CsvAction, bool>(new(writer, vectors));
    }

    /// <summary>Names of the scan's axes.</summary>
    /// <param name="array">A vectors result as a file holds it.</param>
    public static IReadOnlyList<string> AxesOf(NamedArray array)
    {
        ArgumentNullException.ThrowIfNull(array);
        return
        [
            .. Enumerable.Range(0, array.Shape.Length)
                .Select(axis => axis < array.Axes.Length ? array.Axes[axis].Name : $"axis {axis}"),
        ];
    }

    /// <summary>Writes the member <c>columns</c>: name and unit of each.</summary>
    /// <param name="writer">Stands in an object.</param>
    /// <param name="layout">The columns.</param>
    public static void WriteColumns(Utf8JsonWriter writer, VectorLayout layout)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(layout);
        writer.WriteStartArray("columns");
        foreach (var column in layout.Columns)
        {
            writer.WriteStartObject();
            writer.WriteString("name", column.Name);
            writer.WriteString("unit", column.Unit);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Adds the two arrays to an archive.</summary>
    internal static void Add(NpzWriter archive, string name, Vectors vectors)
    {
        var (values, offsets) = ArraysOf(name);
        archive.Add(
            values,
            vectors.Layout.Type,
            [vectors.RowCount, vectors.Layout.Columns.Length],
            writer => vectors.ForEachBlock(writer.AppendBytes));
        archive.Add(offsets, ElementType.I64, [vectors.Offsets.Length], writer => writer.Append(vectors.Offsets));
    }

    /// <summary>The text <see cref="ColumnsText"/>: for each vectors result the scan and the columns.</summary>
    internal static string Columns(IEnumerable<(string Name, Vectors Vectors)> results)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            foreach (var (name, vectors) in results)
            {
                writer.WriteStartObject(name);
                writer.WriteStartArray("scan");
                foreach (var length in vectors.Scan.Lengths)
                    writer.WriteNumberValue(length);
                writer.WriteEndArray();
                WriteColumns(writer, vectors.Layout);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private readonly struct CsvAction(StreamWriter writer, Vectors vectors) : IElementTypeAction<bool>
    {
        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var width = vectors.Layout.Columns.Length;
            Span<char> digits = stackalloc char[64];
            for (var position = 0L; position < vectors.Scan.Count; position++)
            {
                if (vectors.Count(position) == 0)
                    continue;
                var place = string.Join(',', vectors.Scan.PositionOf(position));
                var rows = vectors.Rows<T>(position);
                for (var i = 0; i < rows.Length; i++)
                {
                    if (i % width == 0)
                        writer.Write(place);
                    writer.Write(',');
                    if (CsvWriter.NotFinite(rows[i]) is { } text)
                        writer.Write(text);
                    else if (rows[i].TryFormat(digits, out var length, default, CultureInfo.InvariantCulture))
                        writer.Write(digits[..length]);
                    if (i % width == width - 1)
                        writer.WriteLine();
                }
            }

            return true;
        }
    }
}
