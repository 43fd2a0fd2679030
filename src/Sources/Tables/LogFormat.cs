using Ronchi.Frames;
using Ronchi.Sources.Memory;

namespace Ronchi.Sources.Tables;

/// <summary>Logs of holders for experiments in the microscope (DENSsolutions, Protochips): a value over time, as a single curve.</summary>
public sealed class LogFormat : SourceFormat
{
    /// <inheritdoc/>
    public override string Name => "log of an in-situ holder";

    /// <inheritdoc/>
    public override SourceOptions Uses => SourceOptions.None;

    /// <inheritdoc/>
    public override IReadOnlyList<FormatOptions> Options => [DatasetOptions.Kind];

    /// <inheritdoc/>
    public override bool Recognizes(FileHead file) => TextTable.IsText(file.Bytes.Span) && TimeLog.KindOf(file.Bytes.Span) is not null;

    /// <inheritdoc/>
    public override IFrameSource Open(string path, OpenOptions options)
    {
        var log = TimeLog.Read(path);
        var asked = options.Of<DatasetOptions>().Dataset;
        var column = asked is null
            ? log.Usual
            : log.Columns.FirstOrDefault(column => column.Name == asked) ?? throw new SourceException(
                path,
                $"--dataset {asked}: there is no such column; there are {string.Join(", ", log.Columns.Select(static c => c.Name))}.");
        var others = log.Columns.Where(other => other != column).Select(static other => other.Name).ToList();
        return new ArraySource<double>(column.Values, new(new Extent([]), new Extent(column.Values.Length)))
        {
            Info = new(log.Kind, path)
            {
                Files = [path],
                Storage = "text",
                Axes = [Axis.Of("time", log.Seconds, "s")],
                ValueUnit = column.Unit,
                Facts = [new("dataset", column.Name), .. log.Facts],
                Notes =
                [
                    .. options.Remarks,
                    .. others.Count > 0 ? [$"the log also holds {string.Join(", ", others)}; --dataset NAME opens another."] : (string[])[],
                    .. log.Notes,
                ],
            },
        };
    }
}
