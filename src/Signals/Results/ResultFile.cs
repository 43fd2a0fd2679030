using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Sources;

namespace Ronchi.Signals;

/// <summary>A file that holds results: checked before they are computed, complete or absent afterwards.</summary>
/// <param name="Path">The file; its extension says what is written (<see cref="ArrayFile.Extensions"/>).</param>
/// <param name="Result">The result to write; null: all there are.</param>
/// <param name="Overwrite">Whether a file of that name is replaced.</param>
/// <param name="IsPlainPicture">Whether a picture is the bare image, without colour bar and scale bar.</param>
public sealed record ResultFile(string Path, string? Result, bool Overwrite, bool IsPlainPicture = false)
{
    private const string Archive = ".npz";

    /// <summary>Refuses results that there are not, and those that this kind of file cannot hold.</summary>
    /// <param name="declared">What the UDF declares for the data.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="result">The result to write; null: all there are.</param>
    /// <returns>The results that are written.</returns>
    /// <exception cref="ArgumentException">There is no such result, or entries are of different lengths.</exception>
    public static IReadOnlyList<BufferDeclaration> Choose(IEnumerable<BufferDeclaration> declared, string path, string? result)
    {
        ArgumentNullException.ThrowIfNull(declared);
        ArgumentNullException.ThrowIfNull(path);
        var results = declared.Where(static buffer => buffer.Use is BufferUse.Result or BufferUse.ResultOnly).ToList();
        if (results.Count == 0)
            throw new ArgumentException($"{path}: this analysis gives no result that could be written; leave -o out.");
        if (result is not null && !results.Exists(buffer => buffer.Name == result))
            throw new ArgumentException(
                $"--result: no result '{result}', only {string.Join(", ", results.Select(static buffer => $"'{buffer.Name}'"))}.");
        if (results.Find(buffer => buffer.ElementType == ElementType.Object && (result is null || result == buffer.Name)) is { } objects
            && !path.EndsWith(Archive, StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"{path}: '{objects.Name}' holds entries of different lengths, which only an .npz keeps.");
        if (results.Find(buffer => buffer.Rows is not null && (result is null || result == buffer.Name)) is { } rows)
            ArrayFile.CheckVectors(path, rows.Name);
        return result is null ? results : [.. results.Where(buffer => buffer.Name == result)];
    }

    /// <summary>Refuses, without creating anything, a file that cannot be written: before a long wait or run, not after it.</summary>
    /// <param name="scan">The data.</param>
    /// <param name="alsoRead">Files that are read beside the data: none of them is replaced.</param>
    /// <exception cref="ArgumentException">This file is read.</exception>
    /// <exception cref="IOException">The file exists and is not to be replaced, or its folder does not exist.</exception>
    public void CheckPath(Scan scan, IEnumerable<string> alsoRead)
    {
        InputFiles.Refuse(Path, scan, alsoRead);
        AtomicFile.Refuse(Path, Overwrite);
    }

    /// <summary>Refuses what cannot be written, from what the UDF declares for these data.</summary>
    /// <param name="declared">What the UDF declares for the data.</param>
    /// <param name="scan">The data.</param>
    /// <param name="alsoRead">Files that are read beside the data: none of them is replaced.</param>
    /// <exception cref="ArgumentException">There is no such result, this file is read, or the kind of file cannot hold the
    /// results.</exception>
    /// <exception cref="IOException">The file exists and is not to be replaced, or its folder does not exist.</exception>
    public void Check(IEnumerable<BufferDeclaration> declared, Scan scan, IEnumerable<string>? alsoRead = null)
    {
        ArgumentNullException.ThrowIfNull(scan);
        var results = Choose(declared, Path, Result);
        InputFiles.Refuse(Path, scan, alsoRead ?? []);
        ArrayFile.Check(Path, [.. results.Select(static result => result.Name)], Overwrite);
        // Rows have been seen to, but a picture shows their numbers.
        foreach (var result in results.Where(
            result => result.Rows is null || !Path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)))
            ArrayFile.CheckPicture(
                Path, result.Name, result.ElementType, result.Shape(scan.Shape),
                PictureAxes.Of(result.Kind, result.Extra, scan.Shape.Detector));
    }

    /// <summary>The results of a run as arrays that files hold.</summary>
    /// <param name="results">The results.</param>
    /// <param name="data">The data that they were computed from.</param>
    /// <param name="result">The result to write; null: all there are.</param>
    public static IReadOnlyList<NamedArray> Arrays(IEnumerable<ResultArray> results, DataDescription data, string? result)
    {
        ArgumentNullException.ThrowIfNull(results);
        var arrays = new List<NamedArray>();
        foreach (var one in results.Where(one => one.Use == BufferUse.Result && (result is null || one.Name == result)))
        {
            if (one.ElementType == ElementType.Object)
                arrays.AddRange(RaggedArray.Of(one));
            else
                arrays.Add(NamedArray.Of(one, data));
        }

        return arrays;
    }

    /// <summary>Writes the results of a run, and where they come from.</summary>
    /// <param name="results">The results.</param>
    /// <param name="data">The data that they were computed from.</param>
    /// <param name="run">What ran.</param>
    /// <returns>The calibration that lay beside a file that was replaced, and was removed with it; null: there was none.</returns>
    /// <exception cref="IOException">The disk is full or the folder is gone; nothing is left behind.</exception>
    public string? Write(IReadOnlyList<ResultArray> results, DataDescription data, RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(data);
        List<NamedArray> arrays = [.. Arrays(results, data, Result)];
        if (Path.EndsWith(Archive, StringComparison.OrdinalIgnoreCase))
            arrays.AddRange(MeasurementMasks.Of(results, data).Where(mask => !arrays.Exists(array => array.Name == mask.Name)));
        var shown = results.LastOrDefault(one => one.Use == BufferUse.Result && (Result is null || one.Name == Result));
        var isPattern = shown is { Kind: ResultKind.Detector } && !FrameColors.AreShown(data.Shape.Detector);
        var picture = (isPattern ? PictureOptions.ForDetector : PictureOptions.ForScan) with
        {
            HasLegend = !IsPlainPicture,
            Axis = shown is null ? null : ColumnAxis(data, shown),
        };
        ArrayFile.Save(Path, arrays, Overwrite, picture, run);
        // What lay beside a file that was replaced describes that file, not this one.
        if (!Overwrite || Calibration.FileFor(Path) is not { } described || !File.Exists(described))
            return null;
        File.Delete(described);
        return described;
    }

    private static Axis? ColumnAxis(DataDescription data, ResultArray shown)
    {
        var detector = data.Shape.Detector;
        var isOfFrames = shown.Kind == ResultKind.Detector || (shown.Kind == ResultKind.Single && shown.Shape.EndsWith(detector));
        if (!isOfFrames && shown.Kind == ResultKind.Single)
            return null;
        var rank = data.Shape.Scan.Rank + (isOfFrames ? Math.Min(detector.Rank, 2) : 0);
        return data.Axes.Length == data.Shape.Full.Rank && rank > 0 ? data.Axes[rank - 1] : null;
    }
}
