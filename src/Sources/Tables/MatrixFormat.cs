using System.Text;
using Ronchi.Frames;
using Ronchi.Sources.Memory;

namespace Ronchi.Sources.Tables;

/// <summary>Text files of numbers, a row on each line: one frame of float64.</summary>
public sealed class MatrixFormat : SourceFormat
{
    private const int FewestColumns = 2;

    /// <inheritdoc/>
    public override string Name => "table of numbers (text)";

    /// <inheritdoc/>
    public override SourceOptions Uses => SourceOptions.None;

    /// <inheritdoc/>
    /// <remarks>By its first two whole rows behind lines with <c>#</c> or <c>%</c>: as many numbers in each, at least two.</remarks>
    public override bool Recognizes(FileHead file)
    {
        if (!TextTable.IsText(file.Bytes.Span))
            return false;
        var text = Encoding.Latin1.GetString(file.Bytes.Span);
        if (file.Bytes.Length < file.Length)
        {
            var end = text.LastIndexOf('\n');
            if (end < 0)
                return false;
            text = text[..end];
        }

        var counts = new List<int>();
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (IsLeftOut(line))
                continue;
            var numbers = new List<double>();
            if (!TextTable.TryNumbers(line, numbers))
                return false;
            counts.Add(numbers.Count);
        }

        return counts.Count >= 2 && counts[0] >= FewestColumns && counts.TrueForAll(count => count == counts[0]);
    }

    /// <inheritdoc/>
    public override IFrameSource Open(string path, OpenOptions options)
    {
        var values = new List<double>();
        int rows = 0, columns = 0, number = 0;
        foreach (var line in TextTable.Read(path).AsSpan().EnumerateLines())
        {
            number++;
            if (IsLeftOut(line))
                continue;
            var before = values.Count;
            if (!TextTable.TryNumbers(line, values))
                throw new SourceException(path, $"line {number} holds something that is no number.");
            columns = rows == 0 ? values.Count : columns;
            if (values.Count - before != columns)
                throw new SourceException(path, $"line {number} has {values.Count - before} numbers, those before have {columns}.");
            rows++;
        }

        return new ArraySource<double>(values.ToArray(), new(new Extent([]), new Extent(rows, columns)))
        {
            Info = new("text", path) { Files = [path], Storage = "text", Notes = [.. options.Remarks] },
        };
    }

    private static bool IsLeftOut(ReadOnlySpan<char> line) => line.Trim() is [] or ['#' or '%', ..];
}
