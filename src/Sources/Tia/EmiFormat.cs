using System.Globalization;
using Ronchi.Frames;

namespace Ronchi.Sources.Tia;

/// <summary>The description of a recording by FEI's TIA (<c>.emi</c>): opens one of the SER files beside it.</summary>
public sealed class EmiFormat : SourceFormat
{
    /// <inheritdoc/>
    public override string Name => "TIA EMI";

    /// <inheritdoc/>
    public override SourceOptions Uses => SourceOptions.None;

    /// <inheritdoc/>
    public override IReadOnlyList<FormatOptions> Options => [DatasetOptions.Kind];

    /// <inheritdoc/>
    public override bool Recognizes(FileHead file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.Has([0x4A, 0x4B, 0x00, 0x02]);
    }

    /// <inheritdoc/>
    /// <remarks>The largest of the SER files, or that whose number <c>--dataset</c> gives; a note names the others.</remarks>
    public override IFrameSource Open(string path, OpenOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var series = EmiFiles.SeriesOf(path, options);
        if (series.Count == 0)
            throw new SourceException(
                path,
                $"this file describes data that lie in {Path.GetFileNameWithoutExtension(path)}_1.ser beside it, which is not there: put "
                + "both files into one folder, under their names.");
        var numbers = string.Join(", ", series.Select(static one => one.Number));
        if (options.Of<DatasetOptions>().Dataset is { } named)
        {
            var chosen = series.FirstOrDefault(one => one.Number.ToString(CultureInfo.InvariantCulture) == named);
            return chosen.Path is { } file
                ? SerSource.Open(file, path, options)
                : throw new SourceException(
                    path, $"--dataset '{named}' is not the number of a SER file beside this one; there are {numbers}.");
        }

        var largest = series.MaxBy(static one => new FileInfo(one.Path).Length);
        var others = string.Join(", ", series.Where(one => one != largest).Select(static one => Path.GetFileName(one.Path)));
        return SerSource.Open(
            largest.Path,
            path,
            others.Length == 0
                ? options
                : options with
                {
                    Remark = $"{Path.GetFileName(largest.Path)} is read; choose another with --dataset NUMBER: {others}.",
                });
    }
}
